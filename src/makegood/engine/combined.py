"""A forecast that hears both views: the simulated plan, and what became of promises like these.

Called after :func:`~makegood.engine.forecast.forecast`, whose result it takes as the inside view. Whatever depends on a
date or a probability is read again from the combined curves; what binds, and whose work comes first, stays the plan's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b

import numpy as np

from makegood.engine.curves import quantile_dates
from makegood.engine.digest import DIGEST_BYTES
from makegood.engine.findings import find
from makegood.engine.harm import harm, stand_in_value
from makegood.engine.joint_figures import portfolio_after
from makegood.engine.portfolio import Portfolio, Promise
from makegood.engine.promise_figures import status_of
from makegood.engine.reasons import reason
from makegood.engine.remedies import Endangered, Remedy
from makegood.engine.results import (
    Forecast,
    Likeness,
    Message,
    PromiseForecast,
    TermForecast,
    TermState,
    TwoViews,
    ViewFigures,
)
from makegood.engine.settings import Settings, Thresholds
from makegood.engine.shortages import shortage_behind
from makegood.engine.two_views import Combined, Frame, PastView, Seen, combine_all, overdue, shifted

NO_WORK = "no work items"
DIGEST_DECIMALS = 6
MOST_BESIDES = 16


class Heard:
    """What promises came to when the past was heard last: where nothing of it is another now, it is not heard again."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: dict[str, tuple[PromiseForecast, PastView | None, object, PromiseForecast]] = {}
        self._past: tuple[Mapping[str, PastView], bytes] | None = None
        self._besides: dict[object, object] = {}

    def same(self, besides: object) -> object:
        """Return what is equal to ``besides`` and was here before: it is compared at once with what is held."""
        return self._besides.setdefault(besides, besides)

    def digest_of(self, past: Mapping[str, PastView]) -> bytes:
        """Return a fingerprint of all that the past says; at once where it is the same mapping as the last time."""
        if self._past is None or self._past[0] is not past:
            self._past = past, _digest_of_past(past)
        return self._past[1]

    def of(self, plan: PromiseForecast, past: PastView | None, besides: object) -> PromiseForecast | None:
        """Return what came of the same before, in the place of now; None where something of it is another."""
        known = self._known.get(plan.promise)
        if known is None or known[2] != besides or not _is_same_past(known[1], past):
            return None
        if known[0] is plan:
            return known[3]
        if not _is_elsewhere_only(known[0], plan):
            return None
        return self.keep(plan, past, besides, replace(known[3], place=plan.place))

    def keep(
        self, plan: PromiseForecast, past: PastView | None, besides: object, both: PromiseForecast
    ) -> PromiseForecast:
        """Remember what came of a promise, and return it."""
        self._known[plan.promise] = (plan, past, besides, both)
        return both

    def copied(self) -> Heard:
        """Return the same to suppose something with."""
        other = Heard()
        other._known, other._past, other._besides = dict(self._known), self._past, self._besides
        return other

    def forget_others(self, keys: Collection[str]) -> None:
        """Let go of all but the promises with these ``keys``."""
        for key in self._known.keys() - keys:
            del self._known[key]
        if len(self._besides) > MOST_BESIDES:
            self._besides.clear()


def combined(
    plan: Forecast,
    portfolio: Portfolio,
    past: Mapping[str, PastView],
    settings: Settings,
    heard: Heard | None = None,
) -> Forecast:
    """Return ``plan`` combined with the ``past`` views, by promise; a promise without one keeps the plan's figures.

    ``heard`` is what was heard the last time, of any portfolio.
    """
    heard = heard or Heard()
    reader = _Reader(plan, portfolio, settings, heard)
    read = reader.promises(plan.promises, past)
    still_open = [promise for promise in read if promise.status != "accepted"]
    still_open.sort(key=lambda promise: (-promise.harm, promise.due, promise.promise))
    accepted = [promise for promise in read if promise.status == "accepted"]
    return replace(
        plan,
        promises=(*still_open, *accepted),
        portfolio=portfolio_after(plan, still_open, portfolio.promises),
        inputs_hash=blake2b(plan.inputs_hash.encode() + heard.digest_of(past), digest_size=DIGEST_BYTES).hexdigest(),
    )


def remedies_after(
    remedies: tuple[Remedy, ...], promise: str, *, plan: Forecast, both: Forecast, thresholds: Thresholds
) -> tuple[Remedy, ...]:
    """Return ``remedies``, found by simulating the ``plan``, as both views see them.

    Options keep the baseline's offset (engine decision 17): the past moves each of them as far in logits as it moved
    the promise as it stands.
    """
    moved = Moved(plan, both)
    return tuple(
        replace(
            remedy,
            p_kept=(p_kept := moved.share(promise, remedy.p_kept)),
            safe=p_kept >= thresholds.quote,
            endangers=moved.endangered(remedy.endangers),
        )
        for remedy in remedies
    )


class Moved:
    """Moves figures of the plan as far in logits as the past moved the promises they are of."""

    def __init__(self, plan: Forecast, both: Forecast) -> None:
        """Learn from the ``plan`` and what ``both`` views make of it how far each promise was moved."""
        self._before = {each.promise: each.p_kept for each in plan.promises}
        self._after = {each.promise: each.p_kept for each in both.promises}
        self._samples = plan.samples

    def share(self, promise: str, p: float) -> float:
        """Return ``p``, which is of ``promise`` in the plan, as both views see it."""
        before, after = self._before.get(promise), self._after.get(promise)
        if before is None or after is None:
            return p
        return shifted(p, before=before, after=after, samples=self._samples)

    def endangered(self, endangers: Iterable[Endangered]) -> tuple[Endangered, ...]:
        """Return whom a change ``endangers`` in the plan as both views see them."""
        return tuple(
            replace(each, before=self.share(each.promise, each.before), after=self.share(each.promise, each.after))
            for each in endangers
        )


class _Reader:
    """Reads one promise after the other again, now with both views."""

    def __init__(self, plan: Forecast, portfolio: Portfolio, settings: Settings, heard: Heard) -> None:
        self._heard = heard
        self._thresholds = settings.thresholds
        self._frame = Frame(plan.as_of, plan.horizon, plan.samples)
        self._items = portfolio.items_by_promise
        self._teams = {team.name: team for team in portfolio.teams}
        self._promises: Mapping[str, Promise] = {promise.key: promise for promise in portfolio.promises}
        ours = [promise for promise in portfolio.promises if promise.accepted_at is None]
        self._stand_in = stand_in_value(ours)
        self._common = heard.same((self._frame, self._thresholds, self._stand_in))
        self._valued = heard.same((self._frame, self._thresholds))

    def promises(self, plans: Sequence[PromiseForecast], past: Mapping[str, PastView]) -> list[PromiseForecast]:
        """Return ``plans`` after the ``past`` was heard, in their order.

        One with nothing to hear, or no date to deliver by, stays itself.
        """
        read: dict[str, PromiseForecast] = {}
        waiting: list[Seen] = []
        for plan in plans:
            said, view = self._promises[plan.promise], past.get(plan.promise)
            known = self._heard.of(plan, view, self._besides(said))
            if known is not None:
                read[plan.promise] = known
            elif plan.status == "accepted" or not any(term.kind == "date" for term in plan.terms):
                continue
            elif view is None:
                alone = replace(plan, views=_plan_alone(plan))
                read[plan.promise] = self._heard.keep(plan, None, self._besides(said), alone)
            else:
                waiting.append(Seen(plan, said.first_due or said.due, view))
        for one, both in zip(waiting, combine_all(waiting, self._frame), strict=True):
            said = self._promises[one.plan.promise]
            whole = self._read(one.plan, said, both)
            read[one.plan.promise] = self._heard.keep(one.plan, one.past, self._besides(said), whole)
        return [read.get(plan.promise, plan) for plan in plans]

    def _besides(self, said: Promise) -> object:
        """Return what a promise is read by beside what the plan and the past say of it."""
        return self._common if said.value is None else self._valued

    def _read(self, plan: PromiseForecast, said: Promise, both: Combined) -> PromiseForecast:
        curve, p_kept = both.curve, both.p_kept
        p50, p85, p95 = (None,) * 3 if curve is None else quantile_dates(curve, 0.50, 0.85, 0.95)
        terms = tuple(
            self._date_term(term, p85 if curve is not None else None, both.p_date) if term.kind == "date" else term
            for term in plan.terms
        )
        unchecked = sum(term.p_kept is None for term in terms)
        binding_term = min((t for t in terms if t.p_kept is not None), key=lambda t: t.p_kept or 0.0, default=None)
        status = status_of(p_kept, self._thresholds)
        late = (self._frame.as_of - plan.due).days if overdue(plan, self._frame) else None
        return replace(
            plan,
            status=status,
            p_kept=p_kept,
            p_kept_se=both.p_kept_se,
            p_kept_first=both.p_kept_first,
            p50=p50,
            p85=p85,
            p95=p95,
            gap_days=None if p85 is None else (p85 - plan.due).days,
            slack_days=None if p50 is None else (plan.due - p50).days,
            harm=harm(said, p_kept, self._stand_in),
            terms=terms,
            terms_checked=len(terms) - unchecked,
            binding_term=binding_term,
            findings=find(
                said,
                self._items.get(plan.promise, ()),
                overdue_days=late,
                status=status,
                dates=None if curve is None else (p50, p85),
                unchecked_terms=unchecked,
                starved_team=next((cause.name for cause in plan.causes if cause.kind == "no capacity"), None),
                needs_work=any(finding.code == NO_WORK for finding in plan.findings),
            ),
            reason=reason(
                said,
                overdue_days=late,
                p85=p85,
                binding=plan.binding,
                binding_term=binding_term,
                takers=plan.takers,
                has_dates=plan.curve is not None,
                shortage=shortage_behind(
                    plan.binding,
                    self._items.get(plan.promise, ()),
                    self._teams,
                    as_of=self._frame.as_of,
                    due=plan.due,
                    p85=p85,
                ),
            )
            if plan.curve is not None
            else _reason_of_the_past(plan, both.views, late),
            curve=curve,
            views=both.views,
        )

    def _date_term(self, term: TermForecast, p85: date | None, p_date: float | None) -> TermForecast:
        return replace(
            term,
            capable=None if p85 is None else p85.isoformat(),
            gap=None if p85 is None else float((p85 - date.fromisoformat(term.promised)).days),
            p_kept=p_date,
            state=self._state(p_date),
        )

    def _state(self, p_date: float | None) -> TermState:
        if p_date is None:
            return "unchecked"
        if p_date >= self._thresholds.green:
            return "met"
        return "at risk" if p_date >= self._thresholds.amber else "not met"


def _is_same_past(before: PastView | None, now: PastView | None) -> bool:
    if before is None or now is None or before is now:
        return before is now
    if (before.likeness, before.p_kept) != (now.likeness, now.p_kept):
        return False
    if before.by_day is None or now.by_day is None:
        return before.by_day is now.by_day
    return np.array_equal(before.by_day, now.by_day)


def _is_elsewhere_only(before: PromiseForecast, now: PromiseForecast) -> bool:
    """Say whether a promise reads as before but for its place in the order of capacity."""
    return before.curve is now.curve and replace(before, place=now.place) == now


def _plan_alone(plan: PromiseForecast) -> TwoViews | None:
    """Return the views of a promise that the past has nothing to say about."""
    if plan.curve is None:
        return None
    return TwoViews(ViewFigures(plan.p_kept, plan.p50, plan.p85, plan.p95), None, 0.0, None, "inside")


def _reason_of_the_past(plan: PromiseForecast, views: TwoViews, overdue_days: int | None) -> Message:
    """Say why where nobody listed the work: what became of promises like this one."""
    if overdue_days is not None:
        return Message("overdue", {"days": overdue_days})
    worst = min((t for t in plan.terms if t.p_kept is not None), key=lambda t: t.p_kept or 0.0, default=None)
    outside = views.outside
    if worst is not None and outside is not None and (worst.p_kept or 0.0) < (outside.p_kept or 0.0):
        return plan.reason or Message(NO_WORK)
    return Message(NO_WORK) if views.likeness is None else past_reason(views.likeness)


def past_reason(likeness: Likeness) -> Message:
    """Return the outside view's reason: of how many promises like this one how many were late, and by how much."""
    values = {
        "n": likeness.completed,
        "late": likeness.late,
        "days": likeness.days_late,
        "attributes": dict(likeness.like),
    }
    return Message("outside view", values)


def _digest_of_past(past: Mapping[str, PastView]) -> bytes:
    """Return a fingerprint of all that the past says.

    What is learnt is rounded first: processors differ in the last bits of an exponential.
    """
    seen = blake2b(digest_size=DIGEST_BYTES)
    for promise, view in sorted(past.items(), key=lambda pair: pair[0]):
        days = b"" if view.by_day is None else np.round(view.by_day, DIGEST_DECIMALS).tobytes()
        for piece in (promise, repr(view.likeness), f"{view.p_kept:.{DIGEST_DECIMALS}f}"):
            seen.update(piece.encode())
        seen.update(days)
    return seen.digest()
