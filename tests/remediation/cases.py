"""What every test of decisions needs: a promise in danger, the four who work on it, and simulated ways out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from makegood.feasibility.services import Forecaster
from makegood.foundation.actors import Viewer
from makegood.remediation.queries import judging, lock_in_force, locks_of, options_of
from makegood.remediation.queries.plans import PlanRow, find_plan
from makegood.remediation.services import Said, judge, lock_criteria, open_plan, propose_option
from tests.feasibility.test_ranking import crowd, running
from tests.feasibility.what_ifs import more, placed, team_of
from tests.promises.desk import admin
from tests.staff import AT, person

SCORES = {"customer-harm": 3.0, "trust": 6.0, "reversibility": 8.0}
"""What everybody thinks of everything, unless a test says otherwise."""


@dataclass(frozen=True, slots=True)
class Case:
    """A plan, its people, and what keeps the forecast."""

    plan: int
    promises: list[int]
    four: dict[str, Viewer]
    boss: Viewer
    forecaster: Forecaster

    @property
    def promise(self) -> int:
        """Return the promise in danger."""
        return self.promises[-1]

    @property
    def row(self) -> PlanRow:
        """Return the plan as it is shown."""
        return find_plan(self.plan, self.boss)

    def options(self) -> list[int]:
        """Return the ways out that stand."""
        return [one.number for one in options_of(self.row, self.boss)]


def case(**fields: Any) -> Case:
    """Return a new case, whose criteria nobody has locked yet."""
    keeper = admin()
    boss = person("executive", name="Evelyn Boss")
    functions = ("sales", "product", "operations", "customer-success")
    four = {function: person(function, name=f"For {function}") for function in functions}
    promises = crowd(keeper)
    forecaster = running()
    plan = open_plan(promise=promises[-1], by=four["sales"], at=AT, **fields)
    return Case(plan, promises, four, boss, forecaster)


def with_options() -> Case:
    """Return a case with locked criteria and two ways out beside changing nothing, all simulated."""
    of = case()
    seller = of.four["sales"]
    lock_criteria(plan=of.plan, by=seller, at=AT)
    option(of, "Two more", more(team_of(of.promise), 2.0), cost=20_000)
    option(of, "First of all", placed(of.promise), cost=0)
    assert of.forecaster.answer_trials(at=AT) == 2
    return of


def option(
    of: Case, title: str, *changes: dict[str, Any], cost: float | None = 0, by: Viewer | None = None, at: datetime = AT
) -> int:
    """Propose a way out; it is simulated when the forecaster comes to it."""
    money: dict[str, Any] = {} if cost is None else {"cost": Decimal(str(cost)), "currency": "EUR"}
    return propose_option(plan=of.plan, title=title, changes=changes, by=by or of.four["product"], at=at, **money)


def judged(of: Case, who: Viewer, **other: float) -> int:
    """Let somebody judge everything that they are asked."""
    lock = lock_in_force(locks_of(of.plan, who))
    assert lock is not None
    said = [
        Said(number, one.key, other.get(one.key.replace("-", "_"), SCORES.get(one.key, one.best)), "Their mail of May")
        for number in of.options()
        for one in lock.frame.criteria
        if not one.is_measured
    ]
    return judge(plan=of.plan, said=said, by=who, at=AT)


def all_judged() -> Case:
    """Return a case in which nothing is missing before it can be put up."""
    of = with_options()
    for who in of.four.values():
        judged(of, who)
    lock = lock_in_force(locks_of(of.plan, of.boss))
    assert lock is not None
    assert judging(of.row, lock, tuple(of.options()), of.boss).is_revealed
    return of
