"""What a what-if may say: each change checked by itself, and all of them together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

from makegood.capability.models import Team
from makegood.capability.states import MOST_SLOTS
from makegood.feasibility.states import CHANGE_FIELDS, MOST_CHANGES, MOST_CLASS, NEEDED, ChangeKind
from makegood.foundation.errors import Problem
from makegood.foundation.texts import kept_line
from makegood.promises.models import Promise, PromiseTerm
from makegood.promises.states import OPEN
from makegood.work.models import Risk
from makegood.work.states import MOST_HOURS

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
TERM = 120
ONCE = frozenset(
    {ChangeKind.PLACE, ChangeKind.LESS_SCOPE, ChangeKind.SPLIT_DELIVERY, ChangeKind.LATER_DATE, ChangeKind.WORKAROUND}
)
"""Kinds of which a promise can have one at most: two would contradict each other."""

Said = Mapping[str, Any]


class UnableToSuppose(Problem):
    """Something given makes no what-if; ``field`` names it, ``details`` the place of the change in its list."""

    code = "unable-to-suppose"


def checked_changes(changes: Sequence[Said]) -> list[dict[str, Any]]:
    """Return changes as they are kept, each with its kind and what that needs; UnableToSuppose."""
    if len(changes) > MOST_CHANGES:
        text = _("%(most)s changes are enough for one what-if.") % {"most": MOST_CHANGES}
        raise UnableToSuppose(text, field="changes")
    known = []
    for place, said in enumerate(changes):
        try:
            known.append(_checked(said))
            _check_beside(known[-1], known[:-1])
        except UnableToSuppose as problem:
            raise UnableToSuppose(problem.message, field=problem.field, details={"place": place}) from problem
    return known


def _checked(said: Said) -> dict[str, Any]:
    if said.get("kind") not in set(ChangeKind):
        raise UnableToSuppose(_("Please choose what would change."), field="kind")
    kind = ChangeKind(said["kind"])
    for field in CHANGE_FIELDS:
        is_said = said.get(field) not in {None, ""}
        if field in NEEDED[kind] and not is_said:
            raise UnableToSuppose(_("Please fill this in."), field=field)
        if field not in NEEDED[kind] and is_said:
            raise UnableToSuppose(_("This says nothing about such a change."), field=field)
    known = {"kind": kind.value} | {field: CHECKS[field](said[field]) for field in NEEDED[kind]}
    _check_together(known)
    return known


def _check_together(known: dict[str, Any]) -> None:
    """Refuse what can't be beside each other; a term is kept as the promise has it."""
    if "end" in known and known["end"] < known["start"]:
        raise UnableToSuppose(_("It ends before it begins."), field="end")
    if known["kind"] == ChangeKind.LATER_DATE and known["due"] <= _due_of(known["promise"]):
        raise UnableToSuppose(_("This is no later date than the one that is promised."), field="due")
    if known.get("instead") is not None and known["instead"] == known["team"]:
        raise UnableToSuppose(_("Please choose another team than the one that has it."), field="instead")
    if "term" in known:
        named = PromiseTerm.objects.filter(promise=known["promise"], subject__iexact=known["term"])
        subject = named.values_list("subject", flat=True).first()
        if subject is None:
            raise UnableToSuppose(_("Nothing of that name is promised."), field="term")
        known["term"] = subject


def _check_beside(one: Said, others: Sequence[Said]) -> None:
    """Refuse a change that says again what another one of the list says."""
    if one in others:
        raise UnableToSuppose(_("The list says this already."), field="kind")
    same = [other for other in others if other["kind"] == one["kind"] and other.get("promise") == one.get("promise")]
    if one["kind"] in ONCE and same:
        raise UnableToSuppose(_("The list has such a change of this promise already."), field="promise")


def _risk(name: str) -> str:
    found = Risk.objects.filter(name__iexact=name).values_list("name", flat=True).first()
    if found is None:
        raise UnableToSuppose(_("There is no such risk."), field="risk")
    return found


def _hours(hours: float) -> float:
    if not isfinite(hours) or not 0 <= hours <= MOST_HOURS:
        raise UnableToSuppose(_("Please say how many hours it takes."), field="hours")
    return float(hours)


def _promise(number: int) -> int:
    if not Promise.objects.filter(pk=number, state__in=OPEN, due__isnull=False).exists():
        raise UnableToSuppose(_("Please name an open promise with a date."), field="promise")
    return number


def _due_of(promise: int) -> date:
    return Promise.objects.values_list("due", flat=True).get(pk=promise) or date.min


def _team(field: str, number: int) -> int:
    if not Team.objects.filter(pk=number, closed_at=None).exists():
        raise UnableToSuppose(_("Please choose a team."), field=field)
    return number


def _slots(slots: float) -> float:
    if not isfinite(slots) or not 0 < slots <= MOST_SLOTS:
        raise UnableToSuppose(_("Please say how many more there are."), field="slots")
    return float(slots)


def _share(share: float) -> float:
    if not isfinite(share) or not 0 < share < 1:
        raise UnableToSuppose(_("Please give a share above none and below all of it."), field="share")
    return float(share)


def _class(number: int) -> int:
    if not 0 <= number <= MOST_CLASS:
        raise UnableToSuppose(_("Choose a class from 0 to 5."), field="rank_class")
    return number


def _day(field: str, value: date) -> date:
    if not FIRST_DAY <= value <= LAST_DAY:
        raise UnableToSuppose(_("Please give a day from 1990 to 2100."), field=field)
    return value


CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "promise": _promise,
    "team": partial(_team, "team"),
    "instead": partial(_team, "instead"),
    "hours": _hours,
    "risk": _risk,
    "slots": _slots,
    "share": _share,
    "rank_class": _class,
    "start": partial(_day, "start"),
    "end": partial(_day, "end"),
    "due": partial(_day, "due"),
    "term": partial(kept_line, field="term", most=TERM, refusal=UnableToSuppose, needed=True),
}
"""How each field of a change is checked by itself."""
