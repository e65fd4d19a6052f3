"""How issues of a tracker become items of work: the same issues and the same rules always give the same work.

Nothing here remembers: a pull plans from everything that the tracker said so far, however it came to be known. So a
house that heard of each change by itself and one that read everything once keep the same work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from math import isfinite
from typing import Any

from makegood.foundation.texts import UnacceptableText, clean_line
from makegood.trackers.bridge.contract import Issue
from makegood.trackers.states import HOURS, DoneBy, NamedBy, Reason
from makegood.work.services import TrackedItem
from makegood.work.services.checking import NAME
from makegood.work.states import MOST_HOURS, MOST_SINGLE_HOURS, tracked_name

ALMOST = 0.99
"""Of what is not closed nobody may say that nothing is left because its hours are used up."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What of an issue means what here: see models.Tracker."""

    named_by: NamedBy
    promise_field: str
    middle: str
    low: str
    high: str
    done_by: DoneBy
    takes_start: bool
    takes_order: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the work of a project goes."""

    team: int
    promise: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """A promise that an issue may name."""

    number: int
    is_open: bool
    due: date | None


@dataclass(frozen=True, slots=True)
class Notice:
    """An issue that somebody should look at, and why."""

    reason: Reason
    number: str
    title: str
    address: str
    detail: str = ""


@dataclass(slots=True)
class Plan:
    """The work that there should be, by the tracker's numbers, and what is to be looked at."""

    wanted: dict[str, TrackedItem] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)


def named_promises(issues: Mapping[str, Issue], rules: Rules) -> dict[str, str]:
    """Return what each issue says that it is for, or the nearest one that it is a part of; silent ones are absent."""
    said = {number: text for number, issue in issues.items() if (text := _says(issue, rules))}
    found = {}
    for number in issues:
        for one in _upwards(number, issues):
            if one in said:
                found[number] = said[one]
                break
    return found


def spellings(text: str) -> tuple[str, ...]:
    """Return how a promise may be called where an issue says ``text``: that, or its first word."""
    whole = text.casefold()
    first = whole.split()[0].rstrip(":,;–-") if whole.split() else ""
    return (whole, first) if first and first != whole else (whole,)


def plan(
    issues: Mapping[str, Issue],
    rules: Rules,
    *,
    spots: Mapping[str, Spot],
    by_name: Mapping[str, Known],
    by_number: Mapping[int, Known],
) -> Plan:
    """Return the work that ``issues`` are, with the promises that they may name ``by_name`` (see :func:`spellings`).

    Issues of projects without a ``spot`` are nobody's. An issue with parts and without an estimate of its own is a
    bracket around them: not work itself, but what comes before or after it comes before or after them.
    """
    found = Plan()
    said = named_promises(issues, rules)
    children = _children(issues)
    for number in sorted(issues, key=_order):
        issue = issues[number]
        spot = spots.get(issue.project)
        if spot is None or (number in children and not _estimate(issue, rules)[0]):
            continue
        promise = _promise_of(issue, said.get(number, ""), spot, by_name, by_number, found)
        if promise is not None:
            fields = {"team": spot.team, **_fields(issue, rules, found)}
            found.wanted[number] = TrackedItem(number, promise.number, issue.changed_at, fields)
            if issue.due and promise.due and issue.due > promise.due and not issue.is_closed:
                found.notices.append(_notice(Reason.LATE, issue, issue.due.isoformat()))
    if rules.takes_order:
        _put_in_order(issues, children, found)
    return found


def _says(issue: Issue, rules: Rules) -> str:
    match rules.named_by:
        case NamedBy.FIELD:
            return _line(issue.fields.get(rules.promise_field, ""))
        case NamedBy.VERSION:
            return _line(issue.version)
    return ""


def _promise_of(
    issue: Issue,
    said: str,
    spot: Spot,
    by_name: Mapping[str, Known],
    by_number: Mapping[int, Known],
    found: Plan,
) -> Known | None:
    """Return the promise that an issue is for; None with a notice where there is none that is open."""
    promise = next((by_name[name] for name in spellings(said) if name in by_name), None) if said else None
    if promise is None and said:
        found.notices.append(_notice(Reason.UNKNOWN_PROMISE, issue, said))
        return None
    if promise is None and spot.promise is not None:
        promise = by_number.get(spot.promise)
    if promise is None:
        found.notices.append(_notice(Reason.NO_PROMISE, issue))
    elif not promise.is_open:
        if not issue.is_closed:
            found.notices.append(_notice(Reason.ENDED_PROMISE, issue, said))
        return None
    return promise


def _fields(issue: Issue, rules: Rules, found: Plan) -> dict[str, Any]:
    (p50, p10, p90), reason = _estimate(issue, rules), None
    if p10 is not None and p90 is not None and p50 is not None and not p10 <= p50 <= p90:
        p10 = p90 = None
        reason = Reason.BAD_RANGE
    elif p50 is None or (p10 is None) != (p90 is None):
        p10 = p90 = None
    if p50 is not None and p10 is None and p50 > MOST_SINGLE_HOURS:
        p50 = None
    if p50 is None:
        reason = Reason.ZERO_ESTIMATE if _states_zero(issue, rules) else Reason.NO_ESTIMATE
    if reason and not issue.is_closed:
        found.notices.append(_notice(reason, issue))
    fields: dict[str, Any] = {
        "name": tracked_name(_line(issue.title) or "–", issue.number, NAME),
        "p10": p10,
        "p50": p50,
        "p90": p90,
        "done_share": _done(issue, rules),
        "address": issue.address,
    }
    if rules.takes_start:
        fields["not_before"] = issue.starts
    return fields


def _estimate(issue: Issue, rules: Rules) -> tuple[float | None, float | None, float | None]:
    """Return hours in the middle, if all goes well and if it goes badly; none of them is ever a zero that was meant."""
    middle = issue.hours if rules.middle == HOURS else _number(issue.fields.get(rules.middle, ""))
    low = _number(issue.fields.get(rules.low, "")) if rules.low else None
    high = _number(issue.fields.get(rules.high, "")) if rules.high else None
    return _usable(middle) or None, _usable(low), _usable(high)


def _states_zero(issue: Issue, rules: Rules) -> bool:
    return (issue.hours if rules.middle == HOURS else _number(issue.fields.get(rules.middle, ""))) == 0


def _usable(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) and 0 <= value <= MOST_HOURS else None


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _done(issue: Issue, rules: Rules) -> float:
    if issue.is_closed:
        return 1.0
    match rules.done_by:
        case DoneBy.RATIO:
            return min(max(issue.done or 0.0, 0.0), 1.0)
        case DoneBy.HOURS:
            middle = _estimate(issue, rules)[0]
            return min(max((issue.spent or 0.0) / middle, 0.0), ALMOST) if middle else 0.0
    return 0.0


def _put_in_order(issues: Mapping[str, Issue], children: Mapping[str, list[str]], found: Plan) -> None:
    """Say of each item what comes before it: what its issue and those around it name, without going in circles."""
    edges: dict[str, set[str]] = {}
    for number in found.wanted:
        around = list(_upwards(number, issues))
        named = {before for one in around for before in issues[one].after}
        work = {item for one in named - set(around) for item in _below(one, children) if item in found.wanted}
        edges[number] = work - set(around)
    for later, earlier in _circles(edges):
        edges[later].discard(earlier)
        found.notices.append(_notice(Reason.CIRCLE, issues[later], f"#{earlier}"))
    for number, before in edges.items():
        if before:
            found.wanted[number] = replace(found.wanted[number], after=tuple(sorted(before)))


def _circles(edges: Mapping[str, set[str]]) -> Iterable[tuple[str, str]]:
    """Return, for each circle, the one pair to leave out: the same one whatever order the issues became known in."""
    left = {number: set(before) for number, before in sorted(edges.items())}
    out = []
    while True:
        try:
            TopologicalSorter({one: sorted(before) for one, before in left.items()}).prepare()
        except CycleError as error:
            circle = error.args[1]  # each comes before the next one
            later, earlier = max((later, earlier) for earlier, later in pairwise(circle))
            left[later].discard(earlier)
            out.append((later, earlier))
        else:
            return out


def _children(issues: Mapping[str, Issue]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for number, issue in issues.items():
        if issue.parent in issues and issue.parent != number:
            found[issue.parent].append(number)
    return dict(found)


def _below(number: str, children: Mapping[str, list[str]]) -> set[str]:
    """Return an issue and all its parts."""
    found, edge = {number}, [number]
    while edge:
        edge = [one for parent in edge for one in children.get(parent, ()) if one not in found]
        found.update(edge)
    return found


def _upwards(number: str, issues: Mapping[str, Issue]) -> Iterable[str]:
    """Yield an issue, what it is a part of, and so on; a tracker that goes in circles is left where it began again."""
    seen: set[str] = set()
    while number in issues and number not in seen:
        seen.add(number)
        yield number
        number = issues[number].parent


def _order(number: str) -> tuple[int, str]:
    return (len(number), number)


def _line(text: str) -> str:
    try:
        return clean_line(text)
    except UnacceptableText:
        return clean_line("".join(one for one in text if one != "\0" and not "\ud800" <= one <= "\udfff"))


def _notice(reason: Reason, issue: Issue, detail: str = "") -> Notice:
    return Notice(reason, issue.number, _line(issue.title)[:120], issue.address, detail[:120])
