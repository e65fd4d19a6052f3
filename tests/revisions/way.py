"""A promise in danger, the people who revise it together, and every step of the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from makegood.engine import Settings
from makegood.feasibility.services import Forecaster
from makegood.foundation.actors import Viewer
from makegood.foundation.approvals.queries import standing_of
from makegood.revisions import services
from makegood.revisions.models import Revision
from makegood.revisions.states import Side
from tests.feasibility.test_renewing import heard
from tests.promises.desk import admin, committed, customer
from tests.staff import AT, person
from tests.work.bench import item, team

DUE = date(2027, 1, 29)
LATER = date(2027, 4, 30)
SETTINGS = Settings(samples=64)
SAID = {
    "rationale": "The supplier of the housings is three weeks late.",
    "changes": "All 40 units arrive on 30 April instead of 29 January.",
    "stays": "Number, specification and price.",
    "risks": "A second lot of housings could fail the test; we see that by 1 March.",
    "message": "The 40 units will arrive on 30 April 2027, not on 29 January. We regret it.",
}


@dataclass
class Company:
    """One person of each function, a promise that can't be kept, and the process that holds the forecast."""

    keeper: Viewer = field(default_factory=admin)
    sales: Viewer = field(default_factory=lambda: person("sales", name="Sam Sales"))
    operations: Viewer = field(default_factory=lambda: person("operations", name="Olga Works"))
    success: Viewer = field(default_factory=lambda: person("customer-success", name="Cleo Care"))
    executive: Viewer = field(default_factory=lambda: person("executive", name="Eve Boss"))
    proposer: Viewer = field(default_factory=lambda: person("operations", name="Pat Plan"))
    promise: int = 0
    work: int = 0
    forecaster: Forecaster = field(default_factory=lambda: Forecaster(SETTINGS))

    def __post_init__(self) -> None:
        """Promise 40 units by a day that takes twice the hours there are."""
        if not self.promise:
            self.promise = committed(self.keeper, customer(self.keeper), due=DUE)
            self.work = item(self.keeper, self.promise, team(self.keeper, slots=1.0), p10=200.0, p50=220.0, p90=250.0)
        self.look()

    def look(self, at: datetime = AT) -> None:
        """Let everything that was entered be in the forecast, and whatever was asked be answered and heard."""
        heard()
        self.forecaster.renew(at=at)
        self.forecaster.answer_validations(at=at)
        heard()

    def begin(self, at: datetime = AT, **fields: Any) -> int:
        """Return a revision that says everything that it has to."""
        given: Any = {"due": LATER, **SAID, **fields}
        return services.begin_revision(promise=self.promise, by=self.proposer, at=at, **given)

    def propose(self, number: int, at: datetime = AT) -> None:
        services.propose_revision(number=number, version=version(number), by=self.proposer, at=at)

    def sponsor(self, number: int, at: datetime = AT, reason: str = "") -> None:
        services.sponsor_revision(number=number, version=version(number), reason=reason, by=self.executive, at=at)

    def warn(self, number: int, at: datetime = AT) -> None:
        services.warn_customer(number=number, how="call", told_at=at, note="They know.", by=self.success, at=at)

    def validate(self, number: int, at: datetime = AT) -> None:
        services.ask_for_validation(number=number, by=self.proposer, at=at)
        self.look(at)

    def approve(self, number: int, at: datetime = AT, sides: tuple[Side, ...] = tuple(Side)) -> None:
        speakers = {Side.SALES: self.sales, Side.DELIVERY: self.operations, Side.CARE: self.success}
        for side in sides:
            services.approve_message(number=number, side=side, seen=seen(number, side), by=speakers[side], at=at)

    def tell(self, number: int, at: datetime = AT, **given: Any) -> None:
        said: Any = {"how": "call", "told_at": at, "evidence": "Karin: fine, we plan for the 30th.", **given}
        services.tell_customer(number=number, version=version(number), by=self.success, at=at, **said)

    def _step(self, state: str, number: int, at: datetime, reason: str) -> None:
        if state == "sponsored":
            self.sponsor(number, at, reason)
            return
        step: Callable[[int, datetime], None] = {
            "proposed": self.propose, "warned": self.warn, "validated": self.validate, "worded": self.approve,
            "in-force": self.tell,
        }[state]  # fmt: skip
        step(number, at)

    def go(self, number: int, *, at: datetime = AT, until: str = "in-force", reason: str = "") -> int:
        """Pass gate after gate ``until`` a state."""
        order = ("proposed", "sponsored", "warned", "validated", "worded", "in-force")
        for state in order[: order.index(until) + 1]:
            now = state_of(number)
            if now not in order or order.index(now) < order.index(state):
                self._step(state, number, at, reason)
        return number


def state_of(number: int) -> str:
    """Return how far a revision is."""
    return Revision.objects.get(pk=number).state


def version(number: int) -> int:
    """Return which version of it somebody sees who looks now."""
    return Revision.objects.get(pk=number).version


def seen(number: int, side: Side) -> dict[str, str]:
    """Return what a side sees who looks now."""
    lines = standing_of(subject=("revision", number))
    return next((dict(line.now) for line in lines if line.role == side), {})


A_DAY = timedelta(days=1)
