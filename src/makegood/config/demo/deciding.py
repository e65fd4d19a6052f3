"""The demo company's decisions: one case that was decided, and one whose ways out wait for two judgements.

Ways out are simulated by the process that holds the forecast, so this is done step by step: each call does what can be
done now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from makegood.foundation.actors import Viewer
from makegood.people.queries import find_viewer
from makegood.remediation import services
from makegood.remediation.queries import decisions_of, find_decision, find_plan, locks_of, options_of
from makegood.remediation.states import DecisionState

People = Mapping[str, Viewer]
JUDGES = ("marco", "priya", "jonas", "chloe")


@dataclass(frozen=True, slots=True)
class Way:
    """A way out, and what the four think of it: harm that is left, trust, how easily one can go back (each 0 to 10)."""

    title: str
    change: Mapping[str, Any]
    cost: int
    thought: tuple[float, float, float]
    why: tuple[str, str, str, str]
    """What each of the four says of it."""


NOTHING = (
    (9.0, 1.0, 8.0),
    ("They learn of it when nothing arrives.", "Nobody gets what they were promised.",
     "It saves us nothing: the work is the same.", "They have been told a day. Silence is the worst."),
)  # fmt: skip
LEANS = ((0, 0, 0), (1, -1, 0), (-1, 0, 1), (0, 1, -1))
"""By how much each of the four sees the three otherwise."""
KEYS = ("customer-harm", "trust", "reversibility")


def decide(plan: int, ways: tuple[Way, ...], people: People, *, judges: tuple[str, ...], at: datetime) -> bool:
    """Take a case as far as it goes now; return whether it has come as far as ``judges`` let it."""
    lead = people["jonas"]
    row = find_plan(plan, lead)
    if not locks_of(plan, lead):
        services.lock_criteria(plan=plan, by=lead, at=at)
        for way in ways:
            services.propose_option(
                plan=plan, title=way.title, changes=[way.change], cost=Decimal(way.cost), currency="EUR", by=lead, at=at
            )
        return False
    decisions = decisions_of(plan, lead)
    if decisions and decisions[0].state == DecisionState.DECIDED:
        return True
    options = options_of(row, lead)
    if any(one.waits for one in options):
        return False
    if not all(one.is_fresh for one in options):
        services.simulate_options(plan=plan, by=lead, at=at)
        return False
    thought = {way.title: (way.thought, way.why) for way in ways}
    for place, name in enumerate(judges):
        said = [
            services.Said(one.number, key, min(10.0, max(0.0, value + lean)), why[place])
            for one in options
            for (values, why) in (thought.get(one.title, NOTHING),)
            for key, value, lean in zip(KEYS, values, LEANS[place], strict=True)
        ]
        services.judge(plan=plan, said=said, by=people[name], at=at)
    if len(judges) == len(JUDGES):
        _sign(plan, people, at)
    return True


def _sign(plan: int, people: People, at: datetime) -> None:
    """Put the case up, and let the decider choose what is ahead."""
    number = services.submit_decision(plan=plan, by=people["marco"], at=at)
    decision = find_decision(plan, number, people["marco"])
    standings = [one for one in decision.result["standings"] if not one["excluded"]]
    if not standings:
        return
    reason = "Helios can live with a day that holds. What it does to the others is little, and it is said at once."
    by = find_viewer(decision.decider, at=at)
    services.decide_case(plan=plan, number=number, option=int(standings[0]["option"]), reason=reason, by=by, at=at)


def ways_for_helios(promise: int, due: date) -> tuple[Way, ...]:
    """Return what could be done about the gateway."""
    return (
        Way("Seven weeks later, whole", {"kind": "later-date", "promise": promise, "due": due + timedelta(weeks=7)}, 0,
            (3, 6, 7), ("A day that holds sells the next order.", "They get the stack that they bought, tested.",
                        "Nobody else's bench has to be taken.", "They plan the second control room once.")),
        Way("Without redundancy for now", {"kind": "dropped-term", "promise": promise, "term": "Modbus redundancy"},
            4_000, (6, 4, 6), ("They paid for redundancy; we pay the guards.", "The gateway runs, with one master.",
                               "It takes the pressure off Firmware.", "Guards at night until spring: they will ask.")),
        Way("Before everything else", {"kind": "place", "promise": promise, "rank_class": 0}, 0,
            (8, 3, 9), ("It sounds like we care, and changes no day.", "The stack is not there: first or not.",
                        "Two others would wait for nothing.", "They would be told the same day again.")),
    )  # fmt: skip


def ways_for_northwind(promise: int, team: int, today: date) -> tuple[Way, ...]:
    """Return what could be done about the sensors."""
    slots = {"team": team, "slots": 2.0, "start": today, "end": today + timedelta(weeks=6)}
    return (
        Way("Two more at Assembly for six weeks", {"kind": "added-slots", **slots}, 26_400,
            (2, 8, 6), ("It is what we should have bought in autumn.", "The seal stays as it is in the contract.",
                        "The agency knows the line from last winter.", "No buses, and nobody else waits.")),
        Way("Northwind before all others", {"kind": "place", "promise": promise, "rank_class": 0}, 0,
            (3, 7, 8), ("They have been told once already.", "Three others get theirs a week later.",
                        "Costs nothing, and moves the trouble.", "The others have not heard of it yet.")),
    )  # fmt: skip
