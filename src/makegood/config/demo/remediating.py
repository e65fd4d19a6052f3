"""The demo company's ways back: one plan that is agreed, one in the middle of its dialogue, one just opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from makegood.config.demo.deciding import JUDGES, decide, ways_for_helios, ways_for_northwind
from makegood.customers.queries import contacts_of
from makegood.feasibility.queries import latest_best_set
from makegood.feasibility.services import SetDemands, look_for_best_set
from makegood.foundation.actors import Viewer
from makegood.foundation.jobs.services import enqueue
from makegood.foundation.jobs.task import task
from makegood.people.queries import find_viewer
from makegood.promises.models import Promise
from makegood.remediation import services
from makegood.remediation.models import Plan, PlanMember
from makegood.remediation.queries import lines_of, seen_of
from makegood.remediation.services.steering import gap_now
from makegood.remediation.states import FOUR, Kind

AGREED, TALKED, OPENED = "HEL-175", "NWR-180", "HAL-131"
FREEZE = "makegood.config.demo.remediating.freeze"
BEST: SetDemands = {"slot_week": Decimal(2_200), "delay_days": 90, "reach": 0.6}
"""What the best set for the second case has to respect; people of the agency cost that a week."""
AGAIN = timedelta(seconds=20)
People = Mapping[str, Viewer]

SWITCH = "Write the switch-over"
ACTIONS = (
    ("product", "priya", -2, "Try two masters on the bench"),
    ("product", "priya", 9, SWITCH),
    ("operations", "ada", -1, "Free the bench for two weeks"),
    ("customer-success", "chloe", 6, "Agree on the test of the customer"),
    ("sales", "marco", 3, "Put the night guards into the offer"),
)
CAUSES = (
    ("capacity", 50, 1, True, "Assembly was sold for seven weeks when the date was given."),
    ("supplier", 30, 2, False, "The housings of two of the last three orders came nine days late."),
    ("commercial-pressure", 20, 1, False, "The date of the order before was taken over, to close in time."),
)
SAID = (
    ("marco", "intent", False,
     "I took the date from the order before. I should like to see before I sell what Assembly has left."),
    ("chloe", "options", True,
     "Half of the sensors let line 2 run by day. I can ask Karin whether that does for the holidays."),
    ("jonas", "options", False, "@priya can the last 40 do without the second seal? It frees the bench for two days."),
    ("priya", "causes", False, "The seal stays, IP67 is in the contract. The leak test could run at night."),
)  # fmt: skip
NEED = (
    "Line 2 opens for the holidays. Without the sensors trains run at half speed, and Karin has to say so on the radio."
)
INTENT = (
    "Sales wanted the order before the year ended and took the date from the last one. Assembly kept its word to two "
    "customers who had been promised first. Both held to what they knew."
)
IMPACT = "Northwind has to plan buses for two weeks, and tells its passengers by 20 December at the latest."


def remediate(promises: Mapping[str, int], people: People, *, team: int, at: datetime) -> None:
    """Open three plans, and let the first and the second be gone on with once there is a forecast."""
    modbus = _open(promises[AGREED], people, at - timedelta(days=6), by="ada", why="The redundancy stack is not there.")
    sensors = _open(
        promises[TALKED],
        people,
        at - timedelta(days=1, hours=3),
        by="jonas",
        why=("Assembly is sold out until the middle of January, and the housings come late again."),
    )
    _work_out(modbus, promises[AGREED], people, at - timedelta(days=5))
    _talk(sensors, promises[TALKED], people, at - timedelta(hours=20))
    services.open_plan(
        promise=promises[OPENED],
        opened_from="person",
        reason="The belt maker moved the shutdown of terminal B; nobody can mount anything before March.",
        people=_four(people),
        by=people["tomasz"],
        at=at - timedelta(minutes=25),
    )
    known = {name: viewer.number for name, viewer in people.items()}
    enqueue(task=FREEZE, arguments={"agreed": modbus, "talked": sensors, "team": team, "people": known}, at=at + AGAIN)


@task(slow=True, attempts=3, routine=True)
def freeze(*, agreed: int, talked: int, team: int, people: dict[str, int], at: datetime) -> None:
    """Freeze both gaps once there is a forecast, decide the first case, and let the four agree; else look again.

    Of the second one the best set of changes is looked for.
    """
    again = {"agreed": agreed, "talked": talked, "team": team, "people": people}
    plans = {plan.pk: plan for plan in Plan.objects.select_related("promise").filter(pk__in=[agreed, talked])}
    if any(gap_now(plan.promise_id) is None for plan in plans.values()):
        enqueue(task=FREEZE, arguments=again, at=at + AGAIN)
        return
    known = {name: find_viewer(number, at=at) for name, number in people.items()}
    for number in (agreed, talked):
        if not plans[number].freezings:
            services.freeze_gap(number=number, by=known["ada"], at=at)
    helios, northwind = plans[agreed].promise, plans[talked].promise
    ways = ways_for_helios(helios.pk, helios.due or at.date())
    is_decided = decide(agreed, ways, known, judges=JUDGES, at=at)
    others = ways_for_northwind(northwind.pk, team, at.date())
    is_judged = decide(talked, others, known, judges=JUDGES[:2], at=at)
    if not (is_decided and is_judged):
        enqueue(task=FREEZE, arguments=again, at=at + AGAIN)
        return
    if latest_best_set(northwind.pk, known["jonas"]) is None:
        look_for_best_set(promise=northwind.pk, by=known["jonas"], at=at, **BEST)
    if plans[agreed].agreed_at is None:
        _agree(agreed, at)


def _agree(plan: int, at: datetime) -> None:
    named = dict(PlanMember.objects.filter(plan=plan).exclude(function="").values_list("function", "person"))
    for function in FOUR:
        seen = next(seen_of(line) for line in lines_of(plan) if line.role == function)
        by = find_viewer(named[function], at=at)
        services.agree_to_plan(number=plan, function=function, seen=seen, by=by, at=at)


def _four(people: People) -> dict[str, int]:
    named = {"sales": "marco", "product": "priya", "operations": "jonas", "customer-success": "chloe"}
    return {function: people[name].number for function, name in named.items()}


def _open(promise: int, people: People, at: datetime, *, by: str, why: str) -> int:
    number = services.open_plan(
        promise=promise, opened_from="person", reason=why, people=_four(people), by=people[by], at=at
    )
    services.acknowledge_plan(number=number, by=people["jonas"], at=at + timedelta(minutes=35))
    return number


def _work_out(plan: int, promise: int, people: People, at: datetime) -> None:
    """Fill in a whole plan, which was worked out some days ago."""
    today = at.date() + timedelta(days=5)
    services.describe_plan(
        number=plan,
        version=0,
        core_need="The substations report to a control room that may lose one of its two lines, and must not notice.",
        intent="Product had planned redundancy for spring; sales read the plan as a promise. Nobody was asked twice.",
        impact="Helios can't put the second control room into service, and pays for guards at night until then.",
        by=people["chloe"],
        at=at,
    )
    add = _adder(plan, people["ada"], at)
    for code, points, peers, words in (
        ("product-limitation", 60, True, "The gateway knows one master at a time."),
        ("handover", 40, False, "A plan of the product was read as if it were there."),
    ):
        add(Kind.CAUSE, code=code, words=words, points=points, teams=1, peers_would=peers)
    tried: int | None = None
    for function, name, days, title in ACTIONS:
        owner, after = people[name].number, tried if title == SWITCH else None
        number = add(
            Kind.ACTION, title=title, function=function, owner=owner, due=today + timedelta(days=days), after=after
        )
        tried = tried or number
    _prepare(add, people, today)
    _tell(add, promise, people["chloe"], today)
    if tried is not None:
        seen = "Bench log: two masters for six hours, no frame lost."
        services.finish_action(number=tried, evidence=seen, by=people["priya"], at=at + timedelta(days=2))


def _prepare(add: Callable[..., int], people: People, today: date) -> None:
    """Say by what one sees that it goes well, what may go wrong, and what is done then."""
    priya, ada = people["priya"].number, people["ada"].number
    stone = add(
        Kind.MILESTONE,
        title="Both masters see the same values",
        due=today + timedelta(days=8),
        acceptance="An hour of traffic from substation 4, without a difference.",
    )
    add(
        Kind.RISK,
        title="The second master is slower than the standard allows",
        probability="medium",
        effect="high",
        mitigation="Measure on the third day, before the rest is written.",
        owner=priya,
    )
    spare = add(Kind.CONTINGENCY, title="Two gateways side by side until spring", trigger="milestone", milestone=stone)
    take = "Take two gateways from the shelf"
    add(Kind.STEP, contingency=spare, title=take, function="operations", owner=ada, days=2)
    hire = add(Kind.CONTINGENCY, title="Bring in the protocol lab", trigger="kept-below", threshold=0.1)
    order = "Order three days of the lab"
    add(Kind.STEP, contingency=hire, title=order, function="product", owner=priya, days=1)


def _tell(add: Callable[..., int], promise: int, chloe: Viewer, today: date) -> None:
    customer = Promise.objects.values_list("customer", flat=True).get(pk=promise)
    contact = next((one.number for one in contacts_of(customer, chloe) if one.is_main), None)
    said = {"teller": chloe.number, "contact": contact, "to_whom": "" if contact else "the project office"}
    add(
        Kind.MESSAGE,
        **said,
        on=today + timedelta(days=1),
        channel="call",
        next_update=today + timedelta(days=4),
        text="The gateway can't do this yet, so the day may move. What we try first, and when we know more.",
    )


def _talk(plan: int, promise: int, people: People, at: datetime) -> None:
    """Be in the middle of the dialogue: the need and the causes are there, the way out is not."""
    jonas = people["jonas"]
    services.describe_plan(
        number=plan, version=0, core_need=NEED, intent=INTENT, impact=IMPACT, by=people["chloe"], at=at
    )
    other = Promise.objects.filter(key="HEL-171").values_list("pk", flat=True).first()
    if other is not None and other != promise:
        services.add_to_scope(number=plan, promise=other, by=jonas, at=at + timedelta(hours=1))
    add = _adder(plan, jonas, at + timedelta(hours=2))
    for code, points, teams, peers, words in CAUSES:
        add(Kind.CAUSE, code=code, words=words, points=points, teams=teams, peers_would=peers)
    for hour, (name, stage, is_proposal, text) in enumerate(SAID, start=3):
        services.comment_on_plan(
            number=plan, stage=stage, text=text, is_proposal=is_proposal, by=people[name], at=at + timedelta(hours=hour)
        )


def _adder(plan: int, by: Viewer, at: datetime) -> Callable[..., int]:
    def add(kind: Kind, **said: Any) -> int:  # noqa: ANN401  # checked by its kind
        return services.add_piece(plan=plan, kind=kind, by=by, at=at, **said)

    return add
