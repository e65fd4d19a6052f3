"""Applying changes: from one immutable portfolio to another, or a typed refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from makegood.engine.changes.kinds import (
    AddedSlots,
    Change,
    DroppedTerm,
    FirstPlace,
    HigherClass,
    LaterDate,
    LessScope,
    LowerClass,
    RemovedRisk,
    SplitDelivery,
    SwappedTeam,
    Workaround,
    promise_of,
    teams_of,
)
from makegood.engine.portfolio import (
    FIRST_CLASS,
    LAST_CLASS,
    MAX_SLOTS,
    Portfolio,
    Promise,
    Reinforcement,
    WorkItem,
)
from makegood.engine.validation import InvalidPortfolio, Problem


class UnableToApply(InvalidPortfolio):
    """``change`` names what the portfolio doesn't have, or asks for what can't be; ``problems`` has every reason."""

    def __init__(self, change: Change, problems: Iterable[Problem]) -> None:
        """Keep the change beside what is wrong with it."""
        self.change = change
        super().__init__(problems)


def applied(portfolio: Portfolio, *changes: Change) -> Portfolio:
    """Return ``portfolio`` with ``changes``, one after another; the one given stays as it is.

    Raises :class:`UnableToApply` for the first change that names an unknown promise, team, item, risk or term, or has a
    value that can't be.
    """
    for change in changes:
        if problems := tuple(_problems(portfolio, change)):
            raise UnableToApply(change, problems)
        portfolio = _applied(portfolio, change)
    return portfolio


def rest_of(promise: str) -> str:
    """Return the key of what is delivered later of a split ``promise``."""
    return f"{promise} (rest)"


def _applied(portfolio: Portfolio, change: Change) -> Portfolio:
    match change:
        case LaterDate(key, due):
            return _with_promise(portfolio, key, lambda promise: replace(promise, due=due))
        case FirstPlace(key):
            return _with_promise(portfolio, key, lambda promise: replace(promise, priority_class=FIRST_CLASS))
        case HigherClass(key, number) | LowerClass(key, number):
            return _with_promise(portfolio, key, lambda promise: replace(promise, priority_class=number))
        case AddedSlots():
            return _reinforced(portfolio, change)
        case RemovedRisk(name):
            return replace(portfolio, risks=tuple(risk for risk in portfolio.risks if risk.name != name))
        case DroppedTerm(key, term):
            return replace(
                portfolio,
                specifications=tuple(s for s in portfolio.specifications if (s.promise, s.attribute) != (key, term)),
                service_levels=tuple(s for s in portfolio.service_levels if (s.promise, s.measure) != (key, term)),
            )
        case _:
            return _with_other_work(portfolio, change)


def _with_other_work(portfolio: Portfolio, change: LessScope | SplitDelivery | Workaround | SwappedTeam) -> Portfolio:
    match change:
        case LessScope(key, cut):
            items = (_cut(item, cut) if item.promise == key else item for item in portfolio.items)
            return replace(portfolio, items=tuple(items))
        case SplitDelivery():
            return _split(portfolio, change)
        case SwappedTeam():
            moved = {item.key for item in _handed_over(portfolio, change)}
            items = (replace(item, team=change.by) if item.key in moved else item for item in portfolio.items)
            return replace(portfolio, items=tuple(items))
        case Workaround():
            return _worked_around(portfolio, change)


# ------------------------------------------------------------------------------------------------- what can't be done


def _problems(portfolio: Portfolio, change: Change) -> Iterator[Problem]:
    """Yield every reason why ``change`` can't be applied."""
    key = promise_of(change)
    if key is not None and all(promise.key != key for promise in portfolio.promises):
        yield Problem("unknown promise", key, {"promise": key})
        return
    known = {team.name for team in portfolio.teams}
    yield from (Problem("unknown team", team, {"team": team}) for team in teams_of(change) if team not in known)
    match change:
        case RemovedRisk(name):
            if all(risk.name != name for risk in portfolio.risks):
                yield Problem("unknown risk", name, {"risk": name})
        case DroppedTerm(_, term):
            if term not in _terms(portfolio, change.promise):
                yield Problem("unknown term", change.promise, {"term": term})
        case AddedSlots(team, slots, start, end):
            yield from _outside(team, "slots", slots, 0, MAX_SLOTS)
            if end < start:
                yield Problem("ends before it starts", team, {"from": start, "to": end})
        case HigherClass(_, number) | LowerClass(_, number):
            yield from _outside(change.promise, "class", number, FIRST_CLASS, LAST_CLASS)
        case _:
            yield from _problems_of_work(portfolio, change)


def _problems_of_work(portfolio: Portfolio, change: Change) -> Iterator[Problem]:
    match change:
        case LessScope(promise, cut):
            yield from _outside(promise, "cut", cut, 0, 1)
        case SplitDelivery(promise, share):
            yield from _outside(promise, "share", share, 0, 1)
            rest = rest_of(promise)
            if any(other.key == rest for other in portfolio.promises):
                yield Problem("duplicate", rest, {"kind": "promise"})
        case SwappedTeam(promise, team, _, item):
            yield from _unknown_item(portfolio, promise, item)
            if not _handed_over(portfolio, change):
                yield Problem("no work to hand over", promise, {"team": team})
        case Workaround(promise, efforts, item):
            yield from _unknown_item(portfolio, promise, item)
            if not efforts:
                yield Problem("no work instead", promise)


def _unknown_item(portfolio: Portfolio, promise: str, item: str | None) -> Iterator[Problem]:
    own = portfolio.items_by_promise.get(promise, ())
    if item is not None and all(one.key != item for one in own):
        yield Problem("unknown item", promise, {"item": item})


def _outside(subject: str, name: str, value: float, least: float, most: float) -> Iterator[Problem]:
    if not least <= value <= most:
        yield Problem("out of range", subject, {"field": name, "value": value, "least": least, "most": most})


def _terms(portfolio: Portfolio, promise: str) -> set[str]:
    wished = {term.attribute for term in portfolio.specifications if term.promise == promise}
    return wished | {term.measure for term in portfolio.service_levels if term.promise == promise}


# ---------------------------------------------------------------------------------------------------- what is changed


def _with_promise(portfolio: Portfolio, key: str, changed: Callable[[Promise], Promise]) -> Portfolio:
    promises = (changed(promise) if promise.key == key else promise for promise in portfolio.promises)
    return replace(portfolio, promises=tuple(promises))


def _reinforced(portfolio: Portfolio, change: AddedSlots) -> Portfolio:
    added = Reinforcement(change.start, change.end, change.slots)
    teams = (
        replace(team, reinforcements=(*team.reinforcements, added)) if team.name == change.team else team
        for team in portfolio.teams
    )
    return replace(portfolio, teams=tuple(teams))


def _split(portfolio: Portfolio, change: SplitDelivery) -> Portfolio:
    """Put the rest of a promise beside it, with the same work to a lesser share and in the same order."""
    key, rest = change.promise, rest_of(change.promise)
    (whole,) = (promise for promise in portfolio.promises if promise.key == key)
    names = {item.key: f"{rest}/{item.name}" for item in portfolio.items if item.promise == key}
    first = (_cut(item, 1 - change.share) if item.promise == key else item for item in portfolio.items)
    later = (
        replace(
            _cut(item, change.share),
            key=names[item.key],
            promise=rest,
            after=tuple(names.get(before, before) for before in item.after),
        )
        for item in portfolio.items
        if item.promise == key
    )
    promised = replace(whole, key=rest, due=change.rest_due, first_due=None, value=None)
    return replace(portfolio, promises=(*portfolio.promises, promised), items=(*first, *later))


def _cut(item: WorkItem, cut: float) -> WorkItem:
    return replace(item, done_share=1 - (1 - item.done_share) * (1 - cut))


def _handed_over(portfolio: Portfolio, change: SwappedTeam) -> tuple[WorkItem, ...]:
    return tuple(
        item
        for item in portfolio.items_by_promise.get(change.promise, ())
        if item.team == change.team and item.done_share < 1 and change.item in (None, item.key)
    )


def _worked_around(portfolio: Portfolio, change: Workaround) -> Portfolio:
    """Put the efforts in the place of what is left; risks that hit only what is replaced hit nothing any more."""
    own = portfolio.items_by_promise.get(change.promise, ())
    gone = {item.key: item for item in own if item.done_share < 1 and change.item in (None, item.key)}
    kept = [item for item in portfolio.items if item.key not in gone]
    new = _efforts(change, {item.key for item in kept}, _before(change, own, gone))
    last = new[-1].key
    return replace(
        portfolio,
        items=(*(replace(item, after=_through(item.after, gone, last)) for item in kept), *new),
        risks=tuple(
            replace(risk, items=tuple(key for key in risk.items if key not in gone)) for risk in portfolio.risks
        ),
    )


def _before(change: Workaround, own: Iterable[WorkItem], gone: Iterable[str]) -> tuple[str, ...]:
    """Return what the workaround comes after: what the item came after; nothing where a whole promise is replaced."""
    if change.item is None:
        return ()
    replaced = set(gone)
    return tuple(key for item in own if item.key == change.item for key in item.after if key not in replaced)


def _efforts(change: Workaround, taken: set[str], before: tuple[str, ...]) -> list[WorkItem]:
    """Return one item for each effort, each after the one before it, under keys that nobody else has."""
    stem = "workaround" if change.item is None else f"{change.item.removeprefix(f'{change.promise}/')} (workaround)"
    items: list[WorkItem] = []
    for number, effort in enumerate(change.efforts, start=1):
        name = f"{stem} {number}" if len(change.efforts) > 1 else stem
        while f"{change.promise}/{name}" in taken:
            name = f"{name}'"
        key = f"{change.promise}/{name}"
        after = (items[-1].key,) if items else before
        items.append(
            WorkItem(
                key=key, promise=change.promise, name=name, team=effort.team, estimate=effort.estimate, after=after
            )
        )
        taken.add(key)
    return items


def _through(after: tuple[str, ...], gone: Iterable[str], last: str) -> tuple[str, ...]:
    """Return predecessors with those that are ``gone`` replaced by the ``last`` item of the workaround."""
    if not any(key in gone for key in after):
        return after
    return tuple(dict.fromkeys(last if key in gone else key for key in after))
