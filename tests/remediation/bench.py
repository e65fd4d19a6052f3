"""What tests of joint plans need: four people of four functions, a promise in danger, and its plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from makegood.feasibility.models import Outlook, Standing
from makegood.foundation.actors import Viewer
from makegood.remediation.queries import lines_of, seen_of
from makegood.remediation.services import add_piece, agree_to_plan, open_plan
from makegood.remediation.states import FOUR, Kind
from tests.promises.desk import admin, committed, customer
from tests.staff import AT, person

TODAY = AT.date()
FORECAST: dict[str, Any] = {
    "status": "red", "p50": date(2027, 3, 10), "p85": date(2027, 3, 20), "p95": None, "harm": 1.0, "place": 1,
    "gap_days": 19, "binding_kind": "queue", "binding_name": "Assembly", "digest": "", "computed_at": AT,
}  # fmt: skip


@dataclass
class Case:
    """A promise in danger with its plan, and the four who make it."""

    boss: Viewer
    four: dict[str, Viewer]
    promise: int
    plan: int
    pieces: dict[str, int] = field(default_factory=dict)

    def add(self, kind: Kind, *, by: Viewer | None = None, at: datetime = AT, **said: Any) -> int:
        """Add a piece, with what it needs besides."""
        number = add_piece(plan=self.plan, kind=kind, by=by or self.boss, at=at, **{**self.usual(kind), **said})
        self.pieces[kind] = number
        return number

    def usual(self, kind: Kind) -> dict[str, Any]:
        """Return something that a piece of a kind may say."""
        owner = self.four["operations"].number
        usual: dict[Kind, dict[str, Any]] = {
            Kind.CAUSE: {"code": "capacity", "words": "Assembly had two lines less.", "points": 3},
            Kind.ACTION: {"title": "Hire two", "function": "operations", "owner": owner, "due": date(2027, 1, 11)},
            Kind.MILESTONE: {"title": "Housings here", "due": date(2027, 1, 15), "acceptance": "Counted in the store"},
            Kind.RISK: {"title": "Late again", "probability": "medium", "effect": "high", "mitigation": "Call daily",
                        "owner": owner},
            Kind.CONTINGENCY: {"title": "Ship by air", "trigger": "kept-below", "threshold": 0.4},
            Kind.STEP: {"contingency": self.pieces.get(Kind.CONTINGENCY), "title": "Book a flight",
                        "function": "operations", "owner": owner, "days": 2},
            Kind.MESSAGE: {"teller": self.four["customer-success"].number, "to_whom": "Karin Holm", "on": TODAY,
                           "channel": "call", "text": "The date is in danger.",
                           "next_update": TODAY + timedelta(days=3)},
        }  # fmt: skip
        return usual[kind]

    def agree(self, *functions: str, at: datetime = AT) -> bool:
        """Let functions agree, all four where none is named; return whether the last one made it agreed."""
        return [
            agree_to_plan(number=self.plan, function=one, seen=self.seen(one), by=self.four[one], at=at)
            for one in functions or FOUR
        ][-1]

    def seen(self, function: str) -> str:
        """Return the hash of what a function would agree to now."""
        return next(seen_of(line) for line in lines_of(self.plan) if line.role == function)

    def standings(self) -> dict[str, str]:
        """Return where each function stands."""
        return {line.role: line.standing.value for line in lines_of(self.plan)}


def case(**fields: Any) -> Case:
    """Return a promise in danger, whose plan the four have just begun."""
    boss = admin()
    four = {function: person(function, name=f"Some {function}") for function in FOUR}
    promise = committed(boss, customer(boss), **fields)
    return Case(boss, four, promise, open_plan(promise=promise, by=boss, at=AT))


def agreed_case(**fields: Any) -> Case:
    """Return one whose plan all four have agreed to."""
    found = case(**fields)
    found.add(Kind.MESSAGE)
    assert found.agree()
    return found


def forecast(promise: int, p_kept: float, *, at: datetime = AT, terms: list[dict[str, Any]] | None = None) -> None:
    """Let the forecast of a promise stand at a probability."""
    said = {**FORECAST, "p_kept": p_kept, "computed_at": at, "details": {"terms": terms or []}}
    Outlook.objects.update_or_create(promise_id=promise, defaults=said)
    Standing.objects.update_or_create(
        only=True,
        defaults={"as_of": at.date(), "computed_at": at, "milliseconds": 1, "simulated": 1, "inputs_hash": "a" * 64,
                  "seed": 1, "samples": 1, "horizon": at.date()},
    )  # fmt: skip
