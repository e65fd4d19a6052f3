"""What is written about capability, checked field by field, and the rows that are locked for a change."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from makegood.capability.bridge import is_unit
from makegood.capability.models import Absence, ProductAttribute, ServiceMeasure, Team
from makegood.capability.states import MOST_DAY_HOURS, MOST_SLOTS, WEEKDAYS
from makegood.files.countries import check_country, check_region, regions_of
from makegood.files.refusals import Refused
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.texts import kept_line

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
"""As files are read: a day outside is a slip of the finger."""

Refusal = type[Problem]
"""What is raised where a value can't be used: the problem of the verb that was given it."""


def number(value: float, *, field: str, refusal: Refusal, least: float = 0, most: float = 1e12) -> float:
    """Return a finite number within bounds."""
    if not math.isfinite(value) or not least <= value <= most:
        said = _("Please give a number from %(least)s to %(most)s.") % {"least": f"{least:g}", "most": f"{most:g}"}
        raise refusal(said, field=field)
    return float(value)


def slots(value: float, *, refusal: Refusal, field: str = "slots") -> float:
    """Return how many work at the same time."""
    return number(value, field=field, refusal=refusal, most=MOST_SLOTS)


def share(value: float | None, *, refusal: Refusal, field: str = "available_share") -> float | None:
    """Return a share between 0 and 1, or None where nobody says."""
    return None if value is None else number(value, field=field, refusal=refusal, most=1)


def hours_per_day(value: Sequence[float], *, refusal: Refusal) -> list[float]:
    """Return the hours of seven weekdays."""
    if len(value) != WEEKDAYS:
        raise refusal(_("Please give the hours of seven days, Monday first."), field="hours_per_day")
    return [number(hours, field="hours_per_day", refusal=refusal, most=MOST_DAY_HOURS) for hours in value]


def zone(value: str, *, refusal: Refusal) -> str:
    """Return a time zone by its IANA name."""
    if value not in available_timezones():
        raise refusal(_("Please choose a time zone such as Europe/Berlin."), field="zone")
    return value


def country(value: str, *, refusal: Refusal) -> str:
    """Return a country whose public holidays are known, by its ISO 3166 code, or nothing."""
    code = kept_line(value, field="country", most=60, refusal=refusal)
    if not code:
        return ""
    try:
        return check_country(code)
    except Refused as refused:
        raise refusal(
            _("The public holidays of this country are not known. Please give its code, such as DE."), field="country"
        ) from refused


def region(value: str, country_code: str, *, refusal: Refusal) -> str:
    """Return a region of a country whose public holidays are known, by its code, or nothing."""
    code = kept_line(value, field="region", most=60, refusal=refusal)
    if not code:
        return ""
    try:
        if country_code:
            return check_region(code, country_code)
    except Refused as refused:
        said = _("This country has no such region, as far as its holidays are known: %(known)s.")
        known = ", ".join(regions_of(country_code)) or "–"
        raise refusal(said % {"known": known}, field="region") from refused
    raise refusal(_("Say in which country this is."), field="country")


def day(value: date | None, *, field: str, refusal: Refusal) -> date:
    """Return a day that can be meant."""
    if value is None:
        raise refusal(_("Please fill this in."), field=field)
    if not FIRST_DAY <= value <= LAST_DAY:
        raise refusal(_("Please give a day from 1990 to 2100."), field=field)
    return value


def unit(value: str, *, refusal: Refusal) -> str:
    """Return a unit that can be compared, or nothing."""
    cleaned = kept_line(value, field="unit", most=30, refusal=refusal)
    if not is_unit(cleaned):
        raise refusal(_("This is no unit that can be compared, such as mm, degC, h or percent."), field="unit")
    return cleaned


def plain_value(value: object) -> object:
    """Return a value as history keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def locked_team(number_of: int, *, refusal: Refusal) -> Team:
    """Return an open team, locked until the transaction ends; NotFound, ``refusal`` where it is closed."""
    found = any_locked_team(number_of)
    if found.closed_at is not None:
        raise refusal(_("This team is closed. Reopen it to plan with it."), field="team")
    return found


def any_locked_team(number_of: int) -> Team:
    """Return a team, locked until the transaction ends; NotFound."""
    found = Team.objects.select_for_update().filter(pk=number_of).first()
    if found is None:
        raise NotFound(_("There is no such team."))
    return found


def locked_absence(number_of: int, *, refusal: Refusal) -> tuple[Absence, Team]:
    """Return an absence and its team, both locked, the team first as everybody does; NotFound, ``refusal``."""
    team = Absence.objects.filter(pk=number_of).values_list("team", flat=True).first()
    locked = None if team is None else locked_team(team, refusal=refusal)
    found = Absence.objects.select_for_update().filter(pk=number_of).first()
    if found is None or locked is None:
        raise NotFound(_("There is no such absence."))
    return found, locked


def locked_attribute(number_of: int) -> ProductAttribute:
    """Return an attribute, locked until the transaction ends; NotFound."""
    found = ProductAttribute.objects.select_for_update().filter(pk=number_of).first()
    if found is None:
        raise NotFound(_("There is no such attribute."))
    return found


def locked_measure(number_of: int) -> ServiceMeasure:
    """Return a measure, locked until the transaction ends; NotFound."""
    found = ServiceMeasure.objects.select_for_update().filter(pk=number_of).first()
    if found is None:
        raise NotFound(_("There is no such measure."))
    return found
