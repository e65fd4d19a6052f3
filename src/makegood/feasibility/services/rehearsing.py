"""What a commitment would be stamped with, computed before anything is locked, from what the forecast process holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from makegood.engine import Forecast, Settings
from makegood.engine.circles import untangle
from makegood.engine.combined import Moved, combined
from makegood.engine.curves import quantile_date
from makegood.engine.past import learn_from
from makegood.engine.portfolio import Portfolio, Promise
from makegood.engine.remedies import LEAST_HARM, Endangered
from makegood.engine.standing import StandingForecast
from makegood.engine.two_views import Frame, PastView, moved_to
from makegood.engine.validation import InvalidPortfolio
from makegood.feasibility import bridge
from makegood.feasibility.queries import HANDLERS, inputs
from makegood.feasibility.queries.outlooks import OWED
from makegood.feasibility.services.warm import Rows, WarmRows
from makegood.feasibility.states import REVISED_LEVEL, Status
from makegood.foundation.outbox.queries import latest_for
from makegood.promises.states import Verb


@dataclass(frozen=True, slots=True)
class Known:
    """What the forecast process holds after a renewal."""

    as_of: date
    rows: WarmRows
    standing: StandingForecast
    settings: Settings
    past: Mapping[str, PastView] | None = None
    """What became of promises like each one, by promise; None where it has to be learnt."""
    horizon: date | None = None
    """The last day that ``past`` looks at."""
    plan: Forecast | None = None
    """Of the plan alone, as it stands; None where it has to be computed, and nothing is said of others."""
    moved: Moved | None = None
    """How far the past moved each promise."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What is known of a promise on the supposition that the company is bound to it, or that capacity is kept."""

    mark: tuple[int, ...]
    """The latest news before anything was read: where it is still that, nothing has changed since."""
    as_of: date
    own: Rows
    policy: int
    settings: Settings
    past: PastView | None
    figures: Mapping[str, object]
    inputs_hash: str
    """Empty where the rows contradict themselves."""
    pieces: Mapping[str, bytes]
    endangers: tuple[Endangered, ...] = ()
    """Promises that others rely on, and that would be less likely to be kept."""
    p90: date | None = None
    """The day by which it is done in nine of ten cases; only where another date is supposed."""


def rehearse(number: int, verb: Verb, known: Known) -> Rehearsal | None:
    """Simulate what a promise has work in common with, as if ``verb`` were done; None where it is not open or dated.

    Its own rows are read anew, all others are those that are held. Nothing is locked meanwhile: whoever uses the answer
    looks at the ``mark`` and at the promise's ``own`` rows again.
    """
    mark = latest_for(HANDLERS)
    rows = known.rows.copied()
    rows.read_promises({number})
    if number not in rows.promises:
        return None
    before = rows.promises[number].promise
    rows.suppose(number, verb)
    own = rows.promises[number]
    whole, key = untangle(rows.portfolio()).portfolio, own.promise.key
    past: PastView | None = None
    figures: dict[str, object] = {"status": Status.UNKNOWN}
    inputs_hash = ""
    endangers: tuple[Endangered, ...] = ()
    try:
        alone = known.standing.alone(whole, key, as_of=known.as_of, policy=rows.policy)
        past = _past_of(whole, before, alone.result.horizon, known)
        result = heard(alone.result, alone.portfolio, key, past, alone.settings)
        figures, inputs_hash = bridge.figures_of(result.of(key)), result.inputs_hash
        part, settings = alone.portfolio, alone.settings
        endangers = _endangered(alone.result, key, rows, known)
    except InvalidPortfolio:  # what contradicts itself elsewhere must not keep anybody from committing
        part = Portfolio(promises=(own.promise,), company_zone=whole.company_zone)
        past, settings = None, replace(known.settings, policy=rows.policy)
    pieces = bridge.pieces_of(part)
    return Rehearsal(
        mark, known.as_of, own, rows.ranking.number, settings, past, figures, inputs_hash, pieces, endangers
    )


def rehearse_revised(number: int, due: date, terms: Collection[inputs.TermInput], known: Known) -> Rehearsal | None:
    """Simulate a promise as if ``due`` were in force and ``terms`` promised besides; None where it is not open.

    As :func:`rehearse`. What became of promises like it says the same of each day as before: a date that is agreed on
    later makes nothing later by itself. InvalidPortfolio where what it shares work with contradicts itself.
    """
    mark = latest_for(HANDLERS)
    rows = known.rows.copied()
    rows.read_promises({number})
    if number not in rows.promises:
        return None
    before, whole_before = rows.promises[number].promise, rows.portfolio()
    rows.suppose_revised(number, due, terms)
    own = rows.promises[number]
    whole, key = untangle(rows.portfolio()).portfolio, own.promise.key
    alone = known.standing.alone(whole, key, as_of=known.as_of, policy=rows.policy)
    past = _past_of(whole_before, before, alone.result.horizon, known)
    if past is not None:
        frame = Frame(known.as_of, alone.result.horizon, alone.result.samples)
        past = moved_to(past, due, frame, was=before.due) or past
    result = heard(alone.result, alone.portfolio, key, past, alone.settings)
    read = result.of(key)
    return Rehearsal(
        mark, known.as_of, own, rows.ranking.number, alone.settings, past, bridge.figures_of(read), result.inputs_hash,
        bridge.pieces_of(alone.portfolio), p90=None if read.curve is None else quantile_date(read.curve, REVISED_LEVEL),
    )  # fmt: skip


def _endangered(after: Forecast, key: str, rows: WarmRows, known: Known) -> tuple[Endangered, ...]:
    """Return who else that is owed something would be less likely to get it."""
    if known.plan is None or known.moved is None:
        return ()
    before = {one.promise: one.p_kept for one in known.plan.promises}
    owed = {one.promise.key for one in rows.promises.values() if one.said.state in OWED} - {key}
    return known.moved.endangered(
        Endangered(one.promise, one.customer, was, one.p_kept)
        for one in after.promises
        if one.promise in owed
        and one.p_kept is not None
        and (was := before.get(one.promise)) is not None
        and was - one.p_kept > LEAST_HARM
    )


def heard(plan: Forecast, inputs: Portfolio, key: str, past: PastView | None, settings: Settings) -> Forecast:
    """Return ``plan`` after the past was heard about one promise, as the forecast of all hears it about each."""
    return plan if past is None else combined(plan, inputs, {key: past}, settings)


def _past_of(whole: Portfolio, before: Promise, horizon: date, known: Known) -> PastView | None:
    """Return what the past says of a promise: what it said last, unless it reads another promise now.

    That the company is bound is nothing that the past is asked by: it is asked by severity, not by class.
    """
    held = known.rows.promises.get(known.rows.numbers.get(before.key, 0))
    if known.past is not None and horizon == known.horizon and held is not None and held.promise == before:
        return known.past.get(before.key)
    learnt = learn_from(whole, as_of=known.as_of, seed=known.settings.seed)
    bound = [one for one in whole.promises if one.key == before.key]
    return None if learnt is None else learnt.of(bound, horizon=horizon).get(before.key)
