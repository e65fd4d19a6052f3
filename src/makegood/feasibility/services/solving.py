"""Looking for the best set of changes for a promise in danger: asked for, solved by a worker, kept as a what-if."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import chain, combinations
from typing import Any, TypedDict, Unpack
from zoneinfo import ZoneInfo

from django.conf import settings as house
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from makegood.capability.models import Team
from makegood.engine import InvalidPortfolio, Settings
from makegood.engine import changes as engine
from makegood.engine.best import BestSet, Demands, UnableToMeet, best_set
from makegood.engine.candidates import Prices, propose
from makegood.engine.circles import untangle
from makegood.engine.combined import combined
from makegood.engine.past import learn_from
from makegood.engine.portfolio import Portfolio
from makegood.engine.scenarios import Scenario as EngineScenario
from makegood.engine.standing import Alone, StandingForecast
from makegood.engine.two_views import PastView
from makegood.feasibility import bridge
from makegood.feasibility.models import Scenario, Trial
from makegood.feasibility.policies import check_see_forecast
from makegood.feasibility.queries import ScenarioChangeRow, changes_in, job_of, place_of, waiting_best_set
from makegood.feasibility.queries.inputs import team_numbers
from makegood.feasibility.services.helping import later_by_past
from makegood.feasibility.services.scenarios import NAME, begin_scenario, fields_of, share_scenario, try_scenario
from makegood.feasibility.services.supposing import UnableToSuppose
from makegood.feasibility.services.trying import fail
from makegood.feasibility.services.warm import Rows, WarmRows
from makegood.feasibility.states import LONGEST_DELAY_DAYS, MOST_MONEY, ChangeKind, SetReason, TrialKind, TrialState
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied, NotFound
from makegood.foundation.history.services import record
from makegood.foundation.jobs.services import enqueue
from makegood.foundation.jobs.task import Effect
from makegood.people.queries import find_viewer
from makegood.promises.models import Promise
from makegood.promises.states import OPEN

SOLVE = "makegood.feasibility.tasks.solve"


class SetDemands(TypedDict, total=False):
    """What a set of changes has to respect; money is in the currency of the promise."""

    budget: Decimal | None
    slot_week: Decimal | None
    """What one more person or line costs for a week, of which nobody has said what it costs."""
    delay_days: int | None
    """Days after the agreed date by which the customer of the promise may get it."""
    reach: float | None
    """The chance of being kept that the promise has to reach."""
    protected: Sequence[int]
    """Promises that must not get less likely."""
    vetoed: Sequence[str]
    """Kinds of change that are out of the question."""


@dataclass(frozen=True, slots=True)
class Offered:
    """One thing that may be chosen: as the solver knows it, as rows have it, and as it is told."""

    option: EngineScenario
    rows: tuple[dict[str, Any], ...]
    told: dict[str, Any]
    hindrance: SetReason | None = None
    """Why it can't be chosen, whatever it would do."""


@dataclass(frozen=True, slots=True)
class Solved:
    """What was found, and what it was found from."""

    best: BestSet
    key: str
    offered: tuple[Offered, ...]

    @property
    def chosen(self) -> tuple[Offered, ...]:
        """Return what was chosen, in the order in which it was offered."""
        names = {option.name for option in self.best.chosen}
        return tuple(one for one in self.offered if one.option.name in names)


@transaction.atomic
def look_for_best_set(*, promise: int, by: Viewer, at: datetime, **demands: Unpack[SetDemands]) -> int:
    """Ask for the best set of changes for a promise; return the number of the search.

    It chooses among what would help it and the what-ifs for it that everybody sees, and is answered by a worker with a
    what-if that everybody sees, too. One that waits for the same is not asked twice. Denied, NotFound, UnableToSuppose.
    """
    check_see_forecast(by)
    row = place_of(promise, by)
    said = _checked(demands)
    Promise.objects.select_for_update().get(pk=row.promise)  # two who ask at once ask one after the other
    waiting = waiting_best_set(row.promise, said)
    if waiting is not None:
        return waiting
    trial = Trial.objects.create(kind=TrialKind.BEST, promise_id=row.promise, by_id=by.number, demands=said, at=at)
    enqueue(task=SOLVE, arguments={"trial": trial.pk}, key=job_of(trial.pk), at=at)
    facts = {"trial": trial.pk, "demands": said}
    record(verb="promise.look-for-best-set", subject=("promise", promise), actor=by.actor, at=at, facts=facts)
    return trial.pk


def solve(trial: int, *, at: datetime) -> Effect | None:
    """Look for the best set as of the day on which it was asked for; return what writes the answer.

    None where it is answered already.
    """
    asked = Trial.objects.filter(pk=trial, state=TrialState.WAITING).first()
    if asked is None:
        return None
    as_of = asked.at.astimezone(ZoneInfo(house.DEFAULT_ZONE)).date()
    rows = WarmRows(zone=house.DEFAULT_ZONE, as_of=as_of)
    rows.read_all()
    own = rows.promises.get(asked.promise_id or 0)
    try:
        found = None if own is None else _solved(asked, own, rows, as_of)
    except InvalidPortfolio:
        found = None
    if found is None:
        return partial(fail, asked, at=at)
    return partial(_answer, asked, found, as_of, at=at)


def _checked(demands: SetDemands) -> dict[str, Any]:
    """Return demands as they are kept."""
    budget, price = demands.get("budget"), demands.get("slot_week")
    days, reach = demands.get("delay_days"), demands.get("reach")
    for field, value in (("budget", budget), ("slot_week", price)):
        if value is not None and not (value.is_finite() and 0 <= value < MOST_MONEY):
            raise UnableToSuppose(_("Please give 0 or more, and less than a billion."), field=field)
    if days is not None and not 0 <= days <= LONGEST_DELAY_DAYS:
        text = _("Please give between 0 and %(most)s days.") % {"most": LONGEST_DELAY_DAYS}
        raise UnableToSuppose(text, field="delay_days")
    if reach is not None and not 0 <= reach <= 1:
        raise UnableToSuppose(_("Please give a share between 0 and 100 per cent."), field="reach")
    protected = sorted(set(demands.get("protected", ())))
    if Promise.objects.filter(pk__in=protected, state__in=OPEN).count() < len(protected):
        raise UnableToSuppose(_("Please name open promises."), field="protected")
    vetoed = sorted(set(demands.get("vetoed", ())))
    if not set(vetoed) <= set(ChangeKind):
        raise UnableToSuppose(_("Please choose what would change."), field="vetoed")
    return {
        "budget": None if budget is None else float(budget),
        "slot_week": None if price is None else float(price),
        "delay_days": days,
        "reach": reach,
        "protected": protected,
        "vetoed": vetoed,
    }


def _solved(asked: Trial, own: Rows, rows: WarmRows, as_of: date) -> Solved:
    """Choose among what is known for the promise, in what it has work in common with."""
    key = own.promise.key
    whole = untangle(rows.portfolio()).portfolio
    alone = StandingForecast(Settings()).alone(whole, key, as_of=as_of, policy=rows.policy)
    settings = replace(alone.settings, thresholds=replace(alone.settings.thresholds, quote=house.QUOTING_LEVEL))
    learnt = learn_from(whole, as_of=as_of, seed=settings.seed)
    views = {} if learnt is None else learnt.of(alone.portfolio.promises, horizon=alone.result.horizon)
    both = combined(alone.result, alone.portfolio, views, settings) if views else None
    found = chain(_what_ifs(asked, alone.portfolio, own), _proposed(asked, alone, views, settings, rows))
    offered = _without_repeats(found)
    demands = _demands(asked.demands, key, alone.portfolio, rows, offered)
    options = [one.option for one in offered if one.hindrance is None]
    try:
        best = best_set(alone.portfolio, options, demands, as_of=as_of, settings=settings, both=both)
    except UnableToMeet as short:
        best = short.best
    return Solved(best, key, offered)


def _without_repeats(found: Iterable[Offered]) -> tuple[Offered, ...]:
    """Return one of those that say the same: one that can be chosen, the cheapest, the first."""
    kept: dict[tuple[engine.Change, ...], Offered] = {}
    for one in found:
        other = kept.setdefault(one.option.changes, one)
        if (one.hindrance is not None, one.option.cost) < (other.hindrance is not None, other.option.cost):
            kept[one.option.changes] = one
    return tuple(kept.values())


def _what_ifs(asked: Trial, portfolio: Portfolio, own: Rows) -> Iterator[Offered]:
    """Yield the open what-ifs for a promise that everybody sees, but for sets that were chosen from others."""
    chosen = Trial.objects.filter(kind=TrialKind.BEST, found__isnull=False).values("found")
    open_ones = Scenario.objects.filter(
        promise=asked.promise_id, ended_at=None, application=None, shared_at__isnull=False, revision__gte=1
    )
    there = {team.name for team in portfolio.teams} | {""}, {promise.key for promise in portfolio.promises} | {""}
    for scenario in open_ones.exclude(pk__in=chosen).order_by("pk"):
        rows = changes_in(scenario.pk, scenario.revision)
        if not rows or not all(_is_within(one, *there) for one in rows):
            continue
        option = EngineScenario(
            f"what-if {scenario.pk}", tuple(map(bridge.engine_change, rows)), float(scenario.cost or 0)
        )
        told = [{"about": one.promise_key, "said": bridge.kept_row(one)} for one in rows]
        hindrance = _too_late(asked.demands, own, option)
        if scenario.cost is None:
            hindrance = hindrance or SetReason.NO_COST
        elif scenario.currency != own.said.currency:
            hindrance = hindrance or SetReason.OTHER_CURRENCY
        yield Offered(option, tuple(map(fields_of, rows)), {"name": scenario.name, "changes": told}, hindrance)


def _proposed(
    asked: Trial, alone: Alone, past: Mapping[str, PastView], settings: Settings, rows: WarmRows
) -> Iterator[Offered]:
    """Yield what else would help the promise; one more for some weeks costs what was said that a week does."""
    own = rows.promises[asked.promise_id or 0]
    key, price = own.promise.key, asked.demands["slot_week"]
    teams, names = team_numbers(), dict(Team.objects.values_list("key", "name"))
    found = list(
        propose(
            alone.portfolio, alone.result, settings=settings, prices=Prices(slot_week=price or 0.0),
            only=frozenset({key}),
        )
    )  # fmt: skip
    if not found and past and (later := later_by_past(key, alone, past, settings)) is not None:
        found = [EngineScenario("later", (later,))]
    for option in found:
        (change,) = option.changes
        is_priceless = isinstance(change, engine.AddedSlots) and price is None
        said = replace(change, team=names[change.team]) if isinstance(change, engine.AddedSlots) else change
        told = [{"about": engine.promise_of(change) or "", "said": bridge.change_kept(said)}]
        row = bridge.fields_of(change, rows.numbers, teams)
        hindrance = SetReason.NO_COST if is_priceless else _too_late(asked.demands, own, option)
        alone_taken = replace(option, excludes=())  # what it would exclude may not be offered: see _exclusions
        yield Offered(alone_taken, (row,), {"name": "", "changes": told}, hindrance)


def _too_late(demands: Mapping[str, Any], own: Rows, option: EngineScenario) -> SetReason | None:
    """Say whether the customer would get it later after the agreed date than they may."""
    days, due = demands["delay_days"], own.promise.due
    if days is None:
        return None
    dates = (
        one.due if isinstance(one, engine.LaterDate) else one.rest_due
        for one in option.changes
        if isinstance(one, engine.LaterDate | engine.SplitDelivery) and one.promise == own.promise.key
    )
    return SetReason.TOO_LATE if any((date - due).days > days for date in dates) else None


def _exclusions(offered: Sequence[Offered]) -> Iterator[frozenset[str]]:
    """Yield pairs of which one can be chosen: both say the same of something, or help the same team for some weeks."""
    said = {
        one.option.name: {
            str(sorted(row.items())) if row["kind"] != ChangeKind.ADDED_SLOTS else f"team {row['team']}"
            for row in one.rows
        }
        for one in offered
        if one.hindrance is None
    }
    for one, other in combinations(said, 2):
        if said[one] & said[other]:
            yield frozenset({one, other})


def _is_within(change: ScenarioChangeRow, teams: Collection[str], promises: Collection[str]) -> bool:
    """Say whether everything that is changed is there."""
    return change.team_key in teams and change.instead_key in teams and change.promise_key in promises


def _demands(
    said: Mapping[str, Any], key: str, portfolio: Portfolio, rows: WarmRows, offered: Sequence[Offered]
) -> Demands:
    there = {promise.key for promise in portfolio.promises if promise.accepted_at is None}
    protected = {rows.promises[number].promise.key for number in said["protected"] if number in rows.promises}
    vetoed = (bridge.ENGINE_KINDS[ChangeKind(kind)] for kind in said["vetoed"])
    return Demands(
        budget=said["budget"],
        protected=frozenset(protected & there),
        reach={} if said["reach"] is None else {key: said["reach"]},
        vetoed_kinds=frozenset().union(*vetoed),
        exclusions=tuple(_exclusions(offered)),
    )


def _answer(trial: Trial, found: Solved, as_of: date, *, at: datetime) -> None:
    """Write down what was found, once, however many look; the set itself as a what-if that is tried.

    There is no what-if where the set can't be one by now: a promise in it may have ended meanwhile.
    """
    try:
        by = find_viewer(trial.by_id or 0, at=at)
        check_see_forecast(by)
    except (NotFound, Denied):  # whoever asked has no account any more, or another function
        fail(trial, at=at)
        return
    done = {"state": TrialState.DONE, "answered_at": at, "as_of": as_of, "after": _told(found)}
    if not Trial.objects.filter(pk=trial.pk, state=TrialState.WAITING).update(**done) or not found.chosen:
        return
    promise = Promise.objects.get(trials=trial)
    with suppress(UnableToSuppose), translation.override(by.language), transaction.atomic():
        number = begin_scenario(
            name=(_("%(key)s: the best set") % {"key": found.key})[:NAME],
            changes=[row for one in found.chosen for row in one.rows],
            promise=promise.pk,
            cost=Decimal(str(round(found.best.cost, 2))) if promise.currency else None,
            currency=promise.currency,
            by=by,
            at=at,
        )
        share_scenario(number=number, by=by, at=at)
        try_scenario(number=number, by=by, at=at)
        trial.found.add(number)


def _told(found: Solved) -> dict[str, Any]:
    """Return what was found as JSON keeps it; sentences are made in the language of the reader."""
    best, chosen = found.best, found.chosen
    why = {out.option.name: bridge.kept_message(out.reason, {"subject": out.subject}) for out in best.ruled_out}
    kept = next((one.after.p_kept for one in best.effect.effects if one.promise == found.key), None)
    return {
        "cost": best.cost,
        "kept": kept,
        "chosen": [{**one.told, "cost": one.option.cost} for one in chosen],
        "out": [
            {**one.told, "why": {"code": one.hindrance} if one.hindrance else why[one.option.name]}
            for one in found.offered
            if one not in chosen
        ],
        "is_settled": best.agreed and best.proven,
    }
