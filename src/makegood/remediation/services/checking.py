"""What is written about the pieces of a plan, checked field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from makegood.customers.models import Contact
from makegood.customers.states import Channel
from makegood.foundation.errors import Problem
from makegood.foundation.texts import kept_line, kept_text
from makegood.people.models import User
from makegood.people.queries import holders_of
from makegood.promises.models import Indicator
from makegood.promises.services.checking import day as known_day
from makegood.remediation.models import Contingency, Plan, PlanAction, PlanMilestone, RootCause
from makegood.remediation.services.reaching import UnableToChangePlan as Unable
from makegood.remediation.states import FOUR, Cause, Kind, Level, Trigger

MOST_TEXT, MOST_LINE, MOST_DAYS = 5_000, 200, 365
line = partial(kept_line, most=MOST_LINE, refusal=Unable, needed=True)
prose = partial(kept_text, most=MOST_TEXT, refusal=Unable)
Said = Mapping[str, Any]


def checked(kind: Kind, plan: Plan, said: Said, *, number: int | None = None) -> dict[str, Any]:
    """Return what a piece of a plan is kept as; UnableToChangePlan with the field at fault."""
    return CHECKS[kind](plan, said, number)


def _cause(plan: Plan, said: Said, number: int | None) -> dict[str, Any]:
    code = _one_of(Cause, said["code"], "code", _("Please choose a cause."))
    if RootCause.objects.filter(~Q(pk=number), plan=plan, code=code).exists():
        raise Unable(_("This cause is there already: add to its words, or change its part."), field="code")
    return {
        "code": code,
        "words": prose(said["words"], field="words", needed=True),
        "points": _count(said["points"], "points", 1, 100),
        "teams": _count(said.get("teams", 1), "teams", 1, 100),
        "peers_would": bool(said.get("peers_would")),
    }


def _action(plan: Plan, said: Said, number: int | None) -> dict[str, Any]:
    after = said.get("after")
    if after is not None and not PlanAction.objects.filter(pk=after, plan=plan).exists():
        raise Unable(_("Please choose an action of this plan."), field="after")
    if number is not None and after is not None and _waits_for(after, number):
        raise Unable(_("That one waits for this one: they would wait for each other for ever."), field="after")
    return {
        "title": line(said["title"], field="title"),
        "function": _function(said["function"]),
        "owner_id": colleague(said["owner"], "owner"),
        "due": _day(said["due"], "due"),
        "after_id": after,
    }


def _milestone(plan: Plan, said: Said, number: int | None) -> dict[str, Any]:  # noqa: ARG001  # as all checks are called
    return {
        "title": line(said["title"], field="title"),
        "due": _day(said["due"], "due"),
        "acceptance": prose(said["acceptance"], field="acceptance", needed=True),
    }


def _risk(plan: Plan, said: Said, number: int | None) -> dict[str, Any]:  # noqa: ARG001  # as all checks are called
    return {
        "title": line(said["title"], field="title"),
        "probability": _one_of(Level, said["probability"], "probability", _("Please choose how likely it is.")),
        "effect": _one_of(Level, said["effect"], "effect", _("Please choose how much it would do.")),
        "mitigation": prose(said["mitigation"], field="mitigation", needed=True),
        "owner_id": colleague(said["owner"], "owner"),
    }


def _contingency(plan: Plan, said: Said, number: int | None) -> dict[str, Any]:  # noqa: ARG001  # as all checks are called
    trigger = Trigger(_one_of(Trigger, said["trigger"], "trigger", _("Please choose what it waits for.")))
    needs: dict[Trigger, Callable[[], tuple[str, Any]]] = {
        Trigger.KEPT_BELOW: lambda: ("threshold", _share(said.get("threshold"))),
        Trigger.DATE: lambda: ("day", _day(said.get("day"), "day")),
        Trigger.MILESTONE: lambda: ("milestone_id", _milestone_of(plan, said.get("milestone"))),
        Trigger.MEASUREMENT: lambda: ("indicator_id", _indicator_of(plan, said.get("indicator"))),
    }
    name, value = needs[trigger]()
    nothing = {"threshold": None, "day": None, "milestone_id": None, "indicator_id": None}
    return {"title": line(said["title"], field="title"), "trigger": trigger.value, **nothing, name: value}


def _step(plan: Plan, said: Said, number: int | None) -> dict[str, Any]:  # noqa: ARG001  # as all checks are called
    of = Contingency.objects.filter(pk=said["contingency"], plan=plan).first()
    if of is None:
        raise Unable(_("Please choose a contingency of this plan."), field="contingency")
    if of.fired_at is not None:
        raise Unable(_("It has fired: add an action instead."), field="contingency")
    return {
        "contingency_id": of.pk,
        "title": line(said["title"], field="title"),
        "function": _function(said["function"]),
        "owner_id": colleague(said["owner"], "owner"),
        "days": _count(said["days"], "days", 0, MOST_DAYS),
    }


def _message(plan: Plan, said: Said, number: int | None) -> dict[str, Any]:  # noqa: ARG001  # as all checks are called
    contact, to_whom = said.get("contact"), kept_line(
        said.get("to_whom", ""), field="to_whom", most=MOST_LINE, refusal=Unable
    )  # fmt: skip
    known = Contact.objects.filter(customer=plan.promise.customer_id, erased_at=None)
    if contact is not None and not known.filter(pk=contact).exists():
        raise Unable(_("Please choose a contact of this customer."), field="contact")
    if contact is None and not to_whom:
        raise Unable(_("Please say who is told."), field="contact")
    if contact is not None and to_whom:
        raise Unable(_("Choose a contact, or say who else is told, but not both."), field="to_whom")
    on, following = _day(said["on"], "on"), _day(said["next_update"], "next_update")
    if following <= on:
        raise Unable(_("The next update comes after this one."), field="next_update")
    return {
        "teller_id": colleague(said["teller"], "teller"),
        "contact_id": contact,
        "to_whom": to_whom,
        "on": on,
        "channel": _one_of(Channel, said["channel"], "channel", _("Please choose how it is said.")),
        "text": prose(said["text"], field="text", needed=True),
        "next_update": following,
    }


CHECKS: Mapping[Kind, Callable[[Plan, Said, int | None], dict[str, Any]]] = {
    Kind.CAUSE: _cause,
    Kind.ACTION: _action,
    Kind.MILESTONE: _milestone,
    Kind.RISK: _risk,
    Kind.CONTINGENCY: _contingency,
    Kind.STEP: _step,
    Kind.MESSAGE: _message,
}


def same_code_since(code: str, plan: Plan, since: date) -> int:
    """Return in how many plans a cause was found in the last 90 days, ``plan`` counted."""
    found = RootCause.objects.filter(code=code, made_at__date__gte=since).exclude(plan=plan)
    return found.values("plan").distinct().count() + 1


def _waits_for(first: int, action: int) -> bool:
    """Return whether ``first`` comes after ``action``, directly or through others."""
    seen: set[int] = set()
    number: int | None = first
    while number is not None and number not in seen:
        if number == action:
            return True
        seen.add(number)
        number = PlanAction.objects.filter(pk=number).values_list("after", flat=True).first()
    return False


def _one_of(choices: Iterable[StrEnum], value: object, field: str, refusal: str) -> str:
    known = {one.value for one in choices}
    if value not in known:
        raise Unable(refusal, field=field)
    return str(value)


def _function(value: str) -> str:
    if value not in FOUR:
        raise Unable(_("Please choose one of the four functions."), field="function")
    return value


def check_named(function: str, person: int, named: Mapping[str, int], *, refusal: type[Problem]) -> None:
    """Refuse to let somebody speak for a function that they do not have, or for two, where others could; ``refusal``.

    ``named`` are those who speak for the functions by now. Where nobody has a function, anybody may speak for it.
    """
    holders = {number for number, _name in holders_of(function)}
    if holders and person not in holders:
        raise refusal(_("They do not have this function, and others do: name one of those."), field=function)
    others = {number for other, number in named.items() if other != function}
    if person in others and holders - others:
        raise refusal(
            _("They speak for another function here, and others have this one: four see more."), field=function
        )


def colleague(value: int | None, field: str) -> int:
    """Return the number of a colleague with an open account; UnableToChangePlan."""
    if value is None or not User.objects.filter(pk=value, is_active=True).exists():
        raise Unable(_("Please name a colleague with an open account."), field=field)
    return value


def _day(value: date | None, field: str) -> date:
    found = known_day(value, field=field, refusal=Unable)
    if found is None:
        raise Unable(_("Please give a day."), field=field)
    return found


def _count(value: int, field: str, least: int, most: int) -> int:
    if not least <= value <= most:
        raise Unable(
            _("Please give a number from %(least)s to %(most)s.") % {"least": least, "most": most}, field=field
        )
    return value


def _share(value: float | None) -> float:
    if value is None or not 0 < value < 1:
        raise Unable(_("Please give a probability above 0 and below 100 percent."), field="threshold")
    return value


def _milestone_of(plan: Plan, value: int | None) -> int:
    if value is None or not PlanMilestone.objects.filter(pk=value, plan=plan).exists():
        raise Unable(_("Please choose a milestone of this plan."), field="milestone")
    return value


def _indicator_of(plan: Plan, value: int | None) -> int:
    if value is None or not Indicator.objects.filter(pk=value, promise=plan.promise_id, retired_at=None).exists():
        raise Unable(_("Please choose an indicator of the promise."), field="indicator")
    return value
