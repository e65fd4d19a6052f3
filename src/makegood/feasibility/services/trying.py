"""Answering what was tried: the same draws, another order, and what that does to every promise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from makegood.engine import Forecast, PromiseForecast
from makegood.engine import portfolio as engine
from makegood.engine.changes import applied
from makegood.engine.settings import PriorityPolicy
from makegood.feasibility import bridge
from makegood.feasibility.models import Trial, TrialRow
from makegood.feasibility.queries.ranking import rules_of
from makegood.feasibility.queries.scenarios import ScenarioChangeRow, changes_in
from makegood.feasibility.queries.trials import LEAST
from makegood.feasibility.services.warm import Rows, WarmRows
from makegood.feasibility.states import Offers, TrialKind, TrialState
from makegood.foundation.outbox.services import announce
from makegood.promises.models import Promise

BATCH = 1_000
ANSWERED = "trial.answered"
CUSTOMERS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Supposition:
    """Rows and rules as they would be."""

    portfolio: engine.Portfolio
    policy: PriorityPolicy


def waiting_trials() -> list[Trial]:
    """Return what nobody has answered yet, the first first; best sets are looked for elsewhere, as that takes long."""
    return list(Trial.objects.filter(state=TrialState.WAITING).exclude(kind=TrialKind.BEST).order_by("pk"))


def supposed_by(trial: Trial, rows: WarmRows, portfolio: engine.Portfolio) -> Supposition | None:
    """Return what a trial supposes; None where a promise or team that it is about is not there any more."""
    if trial.kind == TrialKind.POLICY:
        return Supposition(
            rows.supposing(portfolio, offers=Offers(trial.offers)), bridge.engine_policy(rules_of(trial.rules))
        )
    if trial.kind == TrialKind.SCENARIO:
        return _changed_by(changes_in(trial.scenario_id or 0, trial.revision), rows, portfolio)
    if trial.promise_id is None or trial.promise_id not in rows.promises:
        return None
    return Supposition(rows.supposing(portfolio, placed={trial.promise_id: trial.rank_class}), rows.policy)


def _changed_by(
    changes: Sequence[ScenarioChangeRow], rows: WarmRows, portfolio: engine.Portfolio
) -> Supposition | None:
    """Return ``portfolio`` after a list of changes, one after the other."""
    teams = {team.name for team in portfolio.teams}
    for change in changes:
        named = {change.team_key, change.instead_key} - {""}
        if not named <= teams or (change.promise is not None and change.promise not in rows.promises):
            return None
    return Supposition(applied(portfolio, *map(bridge.engine_change, changes)), rows.policy)


@transaction.atomic
def answer(trial: Trial, before: Forecast, after: Forecast, rows: WarmRows, *, at: datetime) -> None:
    """Write what a trial came to, once, however many compute it."""
    known = {one.promise: one for one in before.promises}
    pairs = [(rows.numbers[one.promise], known[one.promise], one) for one in after.promises if one.promise in known]
    moved = [(number, one, other) for number, one, other in pairs if _figures(one) != _figures(other)]
    points = {number: _points(one, other) for number, one, other in moved}
    changed = Trial.objects.filter(pk=trial.pk, state=TrialState.WAITING).update(
        state=TrialState.DONE,
        answered_at=at,
        as_of=after.as_of,
        policy=rows.ranking.number,
        before_hash=before.inputs_hash,
        after_hash=after.inputs_hash,
        before=_whole(before),
        after={**_whole(after), "more": _more(known, after)},
        groups=[*_by_class(pairs, rows.promises), *_by_customer(pairs, rows.promises)],
        winners=sum(one >= LEAST for one in points.values()),
        losers=sum(one <= -LEAST for one in points.values()),
    )
    if not changed:
        return
    announce(
        event=ANSWERED, subject=("trial", trial.pk), payload={"trial": trial.pk, "scenario": trial.scenario_id}, at=at
    )
    there = set(Promise.objects.filter(pk__in=points).values_list("pk", flat=True))
    TrialRow.objects.bulk_create(
        (
            TrialRow(
                trial=trial,
                promise_id=number,
                place_before=one.place,
                place_after=other.place,
                kept_before=one.p_kept,
                kept_after=other.p_kept,
                safe_before=one.p85,
                safe_after=other.p85,
                harm_before=one.harm,
                harm_after=other.harm,
                points=points[number],
            )
            for number, one, other in moved
            if number in there
        ),
        batch_size=BATCH,
    )


def fail(trial: Trial, *, at: datetime) -> None:
    """Say that a trial can't be answered: the promise is open no more, or what was entered contradicts itself."""
    Trial.objects.filter(pk=trial.pk, state=TrialState.WAITING).update(state=TrialState.FAILED, answered_at=at)


Pair = tuple[int, PromiseForecast, PromiseForecast]


def _figures(one: PromiseForecast) -> tuple[object, ...]:
    return one.p_kept, one.p50, one.p85, one.p95


def _points(one: PromiseForecast, other: PromiseForecast) -> float:
    return 0.0 if one.p_kept is None or other.p_kept is None else other.p_kept - one.p_kept


def _whole(result: Forecast) -> dict[str, Any]:
    portfolio = result.portfolio
    return {
        "expected_kept": portfolio.expected_kept,
        "checked": portfolio.checked,
        "red": portfolio.red,
        "amber": portfolio.amber,
        "green": portfolio.green,
        "expected_loss": dict(portfolio.expected_loss),
    }


def _more(known: Mapping[str, PromiseForecast], after: Forecast) -> list[dict[str, Any]]:
    """Return the promises that there would be besides: what is delivered later of a split one."""
    found = [one for one in after.promises if one.promise not in known]
    return [bridge.plain({"key": one.promise, "due": one.due, "p_kept": one.p_kept, "p85": one.p85}) for one in found]


def _by_class(pairs: list[Pair], rows: Mapping[int, Rows]) -> Iterator[dict[str, Any]]:
    """Yield what becomes of promises by severity, offers apart: whatever class they are given."""

    def name(number: int) -> str:
        said = rows[number].said
        return said.severity if said.state in {"committed", "reserved"} else "offers"

    for group, found in sorted(_grouped((name(number), one, other) for number, one, other in pairs).items()):
        yield {"kind": "class", "name": group, **found}


def _by_customer(pairs: list[Pair], rows: Mapping[int, Rows]) -> Iterator[dict[str, Any]]:
    """Yield what becomes of the customers whose promises move together, who loses the most first."""
    groups = _grouped((rows[number].said.customer, one, other) for number, one, other in pairs)
    moved = [(name, found) for name, found in groups.items() if abs(found["after"] - found["before"]) >= LEAST]
    moved.sort(key=lambda one: (-abs(one[1]["after"] - one[1]["before"]), one[0]))
    for name, found in sorted(moved[:CUSTOMERS_SHOWN], key=lambda one: (one[1]["after"] - one[1]["before"], one[0])):
        yield {"kind": "customer", "name": name, **found}


def _grouped(pairs: Iterator[tuple[str, PromiseForecast, PromiseForecast]]) -> dict[str, dict[str, Any]]:
    groups: dict[str, dict[str, Any]] = {}
    for name, one, other in pairs:
        if one.p_kept is not None and other.p_kept is not None:
            group = groups.setdefault(name, {"promises": 0, "before": 0.0, "after": 0.0})
            group["promises"] += 1
            group["before"] += one.p_kept
            group["after"] += other.p_kept
    return groups
