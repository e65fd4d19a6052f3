"""Bringing the forecast up to date: read what changed, compute what it touches, write what came of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings as house
from django.db import transaction

from makegood.engine import Forecast, InvalidPortfolio, Portfolio, PromiseForecast, Settings, find_remedies
from makegood.engine.changes import Change as PortfolioChange
from makegood.engine.circles import Untangled, marked, untangle
from makegood.engine.combined import Heard, Moved, combined
from makegood.engine.curves import share_by
from makegood.engine.past import StandingPast
from makegood.engine.standing import StandingForecast
from makegood.feasibility import bridge
from makegood.feasibility.models import Change, Outlook, Standing, Trial, Validation
from makegood.feasibility.queries import inputs
from makegood.feasibility.services.committing import settle, waiting_commitments
from makegood.feasibility.services.desk import Ground
from makegood.feasibility.services.helping import answer_search, later_by_past
from makegood.feasibility.services.outlooks import Outlooks
from makegood.feasibility.services.rehearsing import Known, Rehearsal, rehearse, rehearse_revised
from makegood.feasibility.services.shifting import forget_shifts
from makegood.feasibility.services.snapshots import freeze_day, frozen_on
from makegood.feasibility.services.summing import sums_of
from makegood.feasibility.services.trying import Supposition, answer, fail, supposed_by, waiting_trials
from makegood.feasibility.services.validating import terms_asked, validate, waiting_validations, watch
from makegood.feasibility.services.warm import WarmRows
from makegood.feasibility.states import GATE_SAMPLES, STALE_DAYS, Subject, TrialKind
from makegood.foundation.errors import NotFound
from makegood.foundation.outbox.services import announce
from makegood.promises.states import Verb

BATCH = 1_000
RENEWED = "forecast.renewed"
"""News that the forecast is another one; rows say how."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """What one renewal did."""

    as_of: date
    promises: int
    simulated: int
    """Items of work."""
    written: int
    """Promises whose forecast is another one now."""
    problems: int = 0
    """Why nothing could be computed; then all figures are those of before."""


class Forecaster:
    """Holds the warm state; one process has it. Not for several threads."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        compiled: bool | None = None,
        then: Callable[[Ground], None] | None = None,
    ) -> None:
        """Hold nothing yet; ``compiled`` as for :func:`makegood.engine.forecast`.

        ``then`` is told of each new forecast before what it knows of is forgotten.
        """
        self._then = then
        self._settings = settings or Settings()
        self._compiled = compiled
        self._standing = StandingForecast(self._settings, compiled=compiled)
        self._rows: WarmRows | None = None
        self._as_of: date | None = None
        self._outlooks: Outlooks
        """What stands in the database; there once the rows are."""
        self._frozen: set[int] = set()
        """The promises of which the day's snapshot is there."""
        self._because: frozenset[str] = frozenset()
        self._is_tangled = False
        """Whether some work waited for itself the last time."""
        self._portfolio = Portfolio()
        self._past = StandingPast(self._settings.seed)
        self._heard = Heard()
        self._result: Forecast
        """Of the last renewal, against which something may be tried."""
        self._plan: Forecast
        """The same without what became of promises before."""
        self._read_now: dict[str, PromiseForecast] = {}
        """What it says of each promise, by its key."""
        self._moved: Moved
        self._settled_at = datetime.min.replace(tzinfo=UTC)
        """When a commitment was answered last; each has its own patience."""

    def renew(self, *, at: datetime, on_compile: Callable[[], None] | None = None) -> Renewal | None:
        """Bring the forecast up to date with all that is noted, and with the day; None where it is already.

        What is noted while it computes is left for the next time.
        """
        begun = perf_counter()
        as_of = at.astimezone(ZoneInfo(house.DEFAULT_ZONE)).date()
        noted = list(Change.objects.order_by("pk").values_list("pk", "subject", "number"))
        if not noted and self._as_of == as_of:
            return None
        is_news = self._rows is not None and self._as_of == as_of  # else a day, or a restart, moves all
        self._because = frozenset(subject for _pk, subject, _number in noted) if is_news else frozenset()
        rows = self._read(noted, as_of)
        portfolio = rows.portfolio()
        seen = [pk for pk, _subject, _number in noted]
        try:
            found, plan, result = self._forecast(rows, portfolio, as_of, on_compile)
        except InvalidPortfolio as invalid:
            self._rows = None  # everything is read again once something is noted: it may have been mended
            problems = bridge.problems_of(invalid.problems, portfolio, rows.numbers, inputs.team_numbers())
            return _note_problems(problems, as_of, at, seen)
        self._portfolio, self._plan, self._result = found.portfolio, plan, result
        self._moved = Moved(plan, result)
        self._read_now = {read.promise: read for read in result.promises}
        made = {rows.numbers[read.promise]: read for read in result.promises}
        changed = self._write(made, result, rows, at)
        if self._then is not None:  # so late because making it ready slows down the writing; before the notes are gone
            self._then(Ground(
                portfolio=found.portfolio, numbers=dict(rows.numbers), as_of=as_of, settings=self._settings_of(rows),
                computed_at=at, moved=self._moved, learnt=self._past.learnt,
            ))  # fmt: skip
        circles = bridge.problems_of(bridge.told_circles(found), portfolio, rows.numbers, {})
        said = self._said(result, rows.ranking.number, at, round(1000 * (perf_counter() - begun)))
        said["sums"] = sums_of(made, rows, self._outlooks.stands_out(made))
        gone = self._conclude(made, {**said, "problems": circles}, seen, at, is_another=bool(changed) or not is_news)
        watch(self._share_by, at=at)
        return Renewal(as_of, len(rows.promises), self._standing.simulated, changed + gone)

    def answer_trials(self, *, at: datetime) -> int:
        """Answer what was tried against the forecast as it stands; return how many. Renew it first."""
        waiting = waiting_trials()
        if not waiting or self._rows is None:
            return 0 if self._rows is not None else self._refuse(waiting, at)
        for trial in waiting:
            try:
                is_answered = self._answer(trial, self._rows, at)
            except (InvalidPortfolio, NotFound):  # or whoever asked has no account any more
                is_answered = False
            if not is_answered:
                fail(trial, at=at)
        return len(waiting)

    def _answer(self, trial: Trial, rows: WarmRows, at: datetime) -> bool:
        """Answer one thing that was tried; False where it can't be known. InvalidPortfolio, NotFound."""
        if trial.kind == TrialKind.HELP:
            promise = rows.promises.get(trial.promise_id or 0)
            if promise is None:
                return False
            changes = self._would_help(promise.promise.key, rows)
            answer_search(trial, changes, rows.numbers, inputs.team_numbers(), at=at)
            return True
        supposed = supposed_by(trial, rows, self._portfolio)
        if supposed is not None:
            answer(trial, self._result, self._supposed(supposed), rows, at=at)
        return supposed is not None

    def _would_help(self, key: str, rows: WarmRows) -> list[PortfolioChange]:
        """Return one change of each kind that helps a promise, found in what it has work in common with.

        Where the plan alone sees no danger but the past does, a later date is all that is known to help.
        """
        as_of, past = self._result.as_of, self._past.views
        alone = self._standing.alone(self._portfolio, key, as_of=as_of, policy=rows.policy)
        settings = replace(alone.settings, thresholds=replace(alone.settings.thresholds, quote=house.QUOTING_LEVEL))
        found = find_remedies(alone.portfolio, alone.result, key, settings=settings)
        if found or not past:
            return [one.change for one in found]
        later = later_by_past(key, alone, past, settings)
        return [] if later is None else [later]

    def settle_commitments(self, *, at: datetime) -> int:
        """Bind the company to what was asked for, or keep capacity for it; return how many were answered.

        Renew the forecast first. One that has to wait for the forecast to follow is tried again at the next look.
        """
        settled = 0
        for asked in waiting_commitments():
            if settle(asked, self._rehearse, waited=at - max(asked.at, self._settled_at), at=at):
                self._settled_at = at
                settled += 1
        return settled

    def answer_validations(self, *, at: datetime) -> int:
        """Simulate promises with the dates that somebody asks about; return how many were answered. Renew it first."""
        return sum(validate(asked, self._revised, at=at) for asked in waiting_validations())

    def _revised(self, asked: Validation) -> tuple[Rehearsal, float | None] | None:
        """Simulate what a promise has work in common with, with as many samples as a gate needs, on fresh rows of it.

        None where what was entered contradicts itself: nothing safe can be said then.
        """
        if self._rows is None or self._as_of is None:
            return None
        settings = replace(self._settings, samples=GATE_SAMPLES)
        standing = StandingForecast(settings, compiled=self._compiled)
        known = Known(self._as_of, self._rows, standing, settings, self._past.views, self._result.horizon)
        found = rehearse_revised(asked.promise_id, asked.due, terms_asked(asked), known)
        return None if found is None else (found, self._share_by(found.own.promise.key, asked.due))

    def _share_by(self, key: str, day: date) -> float | None:
        """Return how likely a promise is done by a day, as the forecast stands; None where nobody can say."""
        read = self._read_now.get(key)
        return None if read is None or read.curve is None else share_by(read.curve, day)

    def _rehearse(self, number: int, verb: Verb) -> Rehearsal | None:
        """Rehearse a wish on what is held; where that contradicts itself, on all rows as they stand."""
        as_of = self._as_of
        if as_of is None:
            raise RuntimeError("renew the forecast first")
        if self._rows is not None:
            known = (self._rows, self._standing, self._settings, self._past.views, self._result.horizon)
            held = Known(as_of, *known, self._plan, self._moved)
            return rehearse(number, verb, held)
        rows = WarmRows(zone=house.DEFAULT_ZONE, as_of=as_of)
        rows.read_all()
        return rehearse(number, verb, Known(as_of, rows, self._standing, self._settings))

    def _refuse(self, waiting: list[Trial], at: datetime) -> int:
        """Say of what waits that it can't be known where what was entered contradicts itself."""
        if not Standing.objects.exclude(problems=[]).exists():
            return 0
        for trial in waiting:
            fail(trial, at=at)
        return len(waiting)

    def _supposed(self, supposed: Supposition) -> Forecast:
        """Return the forecast of what is supposed, with the same draws.

        The past says the same whatever the order and the capacity; where other promises are made it is asked anew.
        """
        as_of = self._result.as_of
        plan = self._standing.supposed(supposed.portfolio, as_of=as_of, policy=supposed.policy)
        past = copy(self._past).renew(supposed.portfolio, as_of=as_of, horizon=plan.horizon)
        return combined(plan, supposed.portfolio, past, self._settings, self._heard.copied()) if past else plan

    def _read(self, noted: list[tuple[int, str, int]], as_of: date) -> WarmRows:
        subjects = {subject for _pk, subject, _number in noted}
        if self._rows is None or self._as_of != as_of or Subject.EVERYTHING in subjects:
            self._rows = WarmRows(zone=house.DEFAULT_ZONE, as_of=as_of)
            self._rows.read_all()
            self._outlooks, self._as_of = Outlooks(), as_of
            self._frozen = frozen_on(as_of)
            return self._rows
        numbers = {number for _pk, subject, number in noted if subject == Subject.PROMISE}
        if Subject.CAPABILITY in subjects:
            self._rows.read_capability()
        if Subject.RISKS in subjects:
            self._rows.read_risks()
        if Subject.RANKING in subjects:
            self._rows.rank_anew()
        if numbers:
            self._rows.read_promises(numbers | inputs.waiting_for(numbers))
            if numbers - self._rows.promises.keys():  # what has ended is history, and may be accepted days later
                self._rows.read_history()
        return self._rows

    def _forecast(
        self, rows: WarmRows, portfolio: Portfolio, as_of: date, on_compile: Callable[[], None] | None
    ) -> tuple[Untangled, Forecast, Forecast]:
        """Forecast everything but the work of promises that wait for themselves, which is looked for once it stops.

        Returns what is forecast, what the plan alone says of it, and what both views say.
        """
        found = untangle(portfolio) if self._is_tangled else Untangled.whole(portfolio)
        try:
            plan = self._standing.renew(found.portfolio, as_of=as_of, policy=rows.policy, on_compile=on_compile)
        except InvalidPortfolio:
            found = untangle(portfolio)
            if self._is_tangled or not found.circles:
                raise
            plan = self._standing.renew(found.portfolio, as_of=as_of, policy=rows.policy, on_compile=on_compile)
        self._is_tangled = bool(found.circles)
        past = self._past.renew(portfolio, as_of=as_of, horizon=plan.horizon)
        result = combined(plan, found.portfolio, past, self._settings, self._heard) if past else plan
        self._heard.forget_others({promise.key for promise in portfolio.promises})
        return found, plan, marked(result, found)

    def _settings_of(self, rows: WarmRows) -> Settings:
        """Return the settings under which somebody is quoted."""
        level = replace(self._settings.thresholds, quote=house.QUOTING_LEVEL)
        return replace(self._settings, policy=rows.policy, thresholds=level)

    def _write(self, made: Mapping[int, PromiseForecast], result: Forecast, rows: WarmRows, at: datetime) -> int:
        """Write what changed, in transactions so short that nobody waits for them; return of how many promises.

        A process that dies in between leaves some promises as they are by now and the rest as they were, and the next
        one does the rest: what is noted is forgotten after.
        """
        changed = self._outlooks.write(
            made, rows, bridge.overloaded(result.teams), stated_before=at - timedelta(days=STALE_DAYS),
            because=self._because, at=at,
        )  # fmt: skip
        self._frozen |= freeze_day(made, result, at, but=self._frozen)
        return changed

    def _conclude(
        self, made: Collection[int], said: Mapping[str, Any], seen: list[int], at: datetime, *, is_another: bool
    ) -> int:
        """Say that the forecast is this one by now, and forget what was noted; return how many promises are gone.

        Other rooms hear of it where it says something else than before, or is of another day.
        """
        gone = self._outlooks.gone(made)
        with transaction.atomic():
            Outlook.objects.filter(promise__in=gone).delete()
            Standing.objects.update_or_create(only=True, defaults=said)
            forget_shifts(at=at)
            _forget(seen)
            if is_another or gone:
                announce(event=RENEWED, subject=("forecast", 0), payload={}, at=at)
        self._outlooks.forget(gone)
        return len(gone)

    def _said(self, result: Forecast, policy: int, at: datetime, milliseconds: int) -> dict[str, Any]:
        return {
            "as_of": result.as_of,
            "computed_at": at,
            "milliseconds": milliseconds,
            "simulated": self._standing.simulated,
            "inputs_hash": result.inputs_hash,
            "seed": result.seed,
            "samples": result.samples,
            "horizon": result.horizon,
            "policy": policy,
            "portfolio": bridge.plain(result.portfolio),
            "teams": {team.team: bridge.plain(team.weeks) for team in result.teams},
        }


def _forget(seen: list[int]) -> None:
    """Forget what was read and nothing else: of two notes the later may be seen first, where two write at once."""
    for begin in range(0, len(seen), BATCH):
        Change.objects.filter(pk__in=seen[begin : begin + BATCH]).delete()


@transaction.atomic
def _note_problems(problems: list[dict[str, Any]], as_of: date, at: datetime, seen: list[int]) -> Renewal:
    """Say why nothing could be computed beside the figures of before, which stay."""
    never = {"as_of": as_of, "computed_at": at, "horizon": as_of} | dict.fromkeys(
        ("milliseconds", "simulated", "seed", "samples"), 0
    )
    Standing.objects.update_or_create(
        only=True, defaults={"problems": problems}, create_defaults={**never, "problems": problems}
    )
    _forget(seen)
    return Renewal(as_of, 0, 0, 0, problems=len(problems))
