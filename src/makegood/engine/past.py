"""What became of promises like those that are open: the history's view of a portfolio, promise by promise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from makegood.engine.portfolio import HistoryRow, Portfolio, Promise
from makegood.engine.results import Likeness
from makegood.engine.two_views import PastView

if TYPE_CHECKING:
    from makegood.engine.outside import History
    from makegood.engine.outside.view import View

FIELDS: Mapping[str, Callable[[Promise], object]] = MappingProxyType(
    {
        "customer": lambda promise: promise.customer,
        "class": lambda promise: promise.priority_class,
        "value": lambda promise: promise.value,
        "currency": lambda promise: promise.currency,
        "tier": lambda promise: promise.tier,
        "timezone": lambda promise: promise.zone,
        "channel": lambda promise: promise.channel,
    }
)
"""Columns of promises that a history may have as attributes under the same name."""
PEOPLE = frozenset({"made_by", "owner"})
"""Columns that name people. Nobody's word is forecast from who gave it: figures about single people are not made."""


@dataclass(frozen=True, slots=True)
class Past:
    """What the history says of the open promises, and how it came to it."""

    views: Mapping[str, PastView]
    """By promise; those that the history has nothing to say about are absent."""
    completed: int
    """Promises, of the history or of the register, whose outcome was known on the as-of day."""
    method: str
    """Code of the method that weighs most."""


NO_PAST = Past(MappingProxyType({}), 0, "")


def learn_past(
    portfolio: Portfolio,
    *,
    as_of: date,
    horizon: date,
    seed: int = 1,
    progress: Callable[[float], None] | None = None,
) -> Past:
    """Learn from ``portfolio.history`` what was known on the morning of ``as_of``, and apply it to what is open.

    Promises that the history doesn't list count as well: open as far as they have come, or done when accepted.
    ``horizon`` is the last day looked at; ``progress`` is told the share done. Nothing is learnt where there is no
    history.
    """
    learnt = learn_from(portfolio, as_of=as_of, seed=seed, progress=progress) if _waiting(portfolio) else None
    if learnt is None:
        return NO_PAST
    return Past(learnt.of_open(portfolio, horizon=horizon), learnt.view.completed, learnt.view.method)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the history taught, ready to be asked about any promise that is open on the as-of day."""

    view: View
    names: tuple[str, ...]
    """Of the history's attributes."""
    as_of: date

    def of(self, promises: Sequence[Promise], *, horizon: date) -> Mapping[str, PastView]:
        """Return the view of each promise that the history has something to say about, up to ``horizon``."""
        days = (horizon - self.as_of).days + 1
        return {
            each.promise: PastView(
                likeness=Likeness(
                    like=tuple(each.reference.attributes.items()),
                    completed=each.reference.completed,
                    late=each.reference.late,
                    days_late=each.reference.median_days_late,
                ),
                p_kept=each.p_kept,
                by_day=None if each.curve is None else each.curve.by_end_of_day(self.as_of, days),
            )
            for each in self.view.forecast(_rows(promises, self.names, self.as_of))
            if each.p_kept is not None
        }

    def of_open(self, portfolio: Portfolio, *, horizon: date) -> Mapping[str, PastView]:
        """Return the view of each open promise of ``portfolio`` that the history has something to say about."""
        return self.of(_waiting(portfolio), horizon=horizon)


def learn_from(
    portfolio: Portfolio, *, as_of: date, seed: int = 1, progress: Callable[[float], None] | None = None
) -> Learnt | None:
    """Learn from the history of ``portfolio`` what was known on the morning of ``as_of``; None where there is none."""
    if not portfolio.history:
        return None
    from makegood.engine.outside import history_from_rows, learn, moment_of  # its methods take long to load

    promises = [promise for promise in portfolio.promises if not promise.simulated]
    names = tuple(dict.fromkeys(name for row in portfolio.history for name in row.attributes))
    history = _without_people(history_from_rows((*portfolio.history, *_not_listed(portfolio.history, promises, names))))
    view = learn(history, as_of=moment_of(as_of), seed=seed, progress=progress)
    return Learnt(view, tuple(history.attributes), as_of)


class StandingPast:
    """What the history says of a portfolio that changes: learnt anew only where what it is learnt from is another.

    The outcome is that of :func:`learn_from` and :meth:`Learnt.of_open` for the same rows.
    """

    def __init__(self, seed: int) -> None:
        """Have learnt nothing yet."""
        self._seed = seed
        self._from: tuple[object, ...] = ()
        self._horizon: date | None = None
        self.learnt: Learnt | None = None
        self.views: Mapping[str, PastView] = MappingProxyType({})

    def renew(self, portfolio: Portfolio, *, as_of: date, horizon: date) -> Mapping[str, PastView]:
        """Return the view of each open promise of ``portfolio``; the same mapping as before where it says the same."""
        rows = self._read_from(portfolio, as_of)
        is_known = rows == self._from
        if not is_known:
            self.learnt = learn_from(portfolio, as_of=as_of, seed=self._seed)
            self._from = self._read_from(portfolio, as_of)
        if not is_known or horizon != self._horizon:
            self.views = {} if self.learnt is None else self.learnt.of_open(portfolio, horizon=horizon)
            self._horizon = horizon
        return self.views

    def _read_from(self, portfolio: Portfolio, as_of: date) -> tuple[object, ...]:
        """Return all that is learnt from; the class, which a policy gives, only where the history tells it."""
        if not portfolio.history:
            return (as_of, ())
        told = () if self.learnt is None else self.learnt.names
        by_class = any(name.strip().casefold() == "class" for name in told)
        return as_of, portfolio.history, [_taught(one, by_class=by_class) for one in portfolio.promises]


def _taught(one: Promise, *, by_class: bool) -> tuple[object, ...]:
    known = (one.key, one.made_at, one.due, one.accepted_at, one.simulated, one.customer, one.value, one.currency)
    return (*known, one.tier, one.zone, one.channel, one.attributes, one.priority_class if by_class else 0)


def _waiting(portfolio: Portfolio) -> list[Promise]:
    return [one for one in portfolio.promises if not one.simulated and one.accepted_at is None]


def _not_listed(
    history: Sequence[HistoryRow], promises: Iterable[Promise], names: Sequence[str]
) -> Iterator[HistoryRow]:
    """Yield a row for each promise that the ``history`` doesn't list; none where it compares no dates.

    A history often lists only what is done. Without those that are still open, slow ones would be missing among the
    latest, and all that is open would look late.
    """
    if any(isinstance(row.promised, datetime) for row in history) or not any(row.promised for row in history):
        return
    listed = {row.promise for row in history}
    for promise in promises:
        if promise.key not in listed and promise.made_at is not None:
            yield HistoryRow(
                promise=promise.key,
                made=promise.made_at,
                promised=promise.due,
                delivered=promise.accepted_at,
                attributes={name: _attribute(promise, name) for name in names},
            )


def _without_people(history: History) -> History:
    kept = {name: values for name, values in history.attributes.items() if name.strip().casefold() not in PEOPLE}
    return replace(history, attributes=kept)


def _rows(promises: Sequence[Promise], names: Sequence[str], as_of: date) -> History:
    from makegood.engine.outside import History, moment_of

    now = moment_of(as_of)
    return History.of(
        [promise.key for promise in promises],
        as_of=[now for _ in promises],
        made=[float("nan") if promise.made_at is None else moment_of(promise.made_at) for promise in promises],
        promised=[moment_of(promise.due) for promise in promises],
        attributes={name: [_attribute(promise, name) for promise in promises] for name in names},
    )


def _attribute(promise: Promise, name: str) -> str:
    """Return what a promise says under the heading ``name`` of the history, in the history's way of writing it."""
    if name in promise.attributes:
        return promise.attributes[name]
    folded = name.strip().casefold()
    if folded in FIELDS:
        value = FIELDS[folded](promise)
        return "" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)
    return next((text for title, text in promise.attributes.items() if title.strip().casefold() == folded), "")
