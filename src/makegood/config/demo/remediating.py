"""The demo company's ways back: one plan that is agreed, one in the middle of its dialogue, one just opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from makegood.customers.queries import contacts_of
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
AGAIN = timedelta(seconds=20)
People = Mapping[str, Viewer]

NEED = (
    "Line 2 opens for the holidays. Without the sensors trains run at half speed, and Karin has to say so on the radio."
)
INTENT = (
    "Sales wanted the order before the year ended and took the date from the last one. Assembly kept its word to two "
    "customers who had been promised first. Both held to what they knew."
)
IMPACT = "Northwind has to plan buses for two weeks, and tells its passengers by 20 December at the latest."


def remediate(promises: Mapping[str, int], people: People, *, at: datetime) -> None:
    """Open three plans, and let the first and the second be gone on with once there is a forecast."""
    by = people["ada"]
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
    enqueue(task=FREEZE, arguments={"agreed": modbus, "talked": sensors, "by": by.number}, at=at + AGAIN)


@task(slow=True, attempts=3, routine=True)
def freeze(*, agreed: int, talked: int, by: int, at: datetime) -> None:
    """Freeze both gaps once there is a forecast, and let the four agree to the first plan; until then, look again."""
    plans = {plan.pk: plan for plan in Plan.objects.filter(pk__in=[agreed, talked])}
    if any(gap_now(plan.promise_id) is None for plan in plans.values()):
        enqueue(task=FREEZE, arguments={"agreed": agreed, "talked": talked, "by": by}, at=at + AGAIN)
        return
    viewer = find_viewer(by, at=at)
    for number in (agreed, talked):
        if not plans[number].freezings:
            services.freeze_gap(number=number, by=viewer, at=at)
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
    ada, priya, marco, chloe = (people[name] for name in ("ada", "priya", "marco", "chloe"))
    services.describe_plan(
        number=plan,
        version=0,
        core_need="The substations report to a control room that may lose one of its two lines, and must not notice.",
        intent="Product had planned redundancy for spring; sales read the plan as a promise. Nobody was asked twice.",
        impact="Helios can't put the second control room into service, and pays for guards at night until then.",
        by=chloe,
        at=at,
    )
    add = _adder(plan, ada, at)
    add(
        Kind.CAUSE,
        code="product-limitation",
        words="The gateway knows one master at a time.",
        points=60,
        teams=1,
        peers_would=True,
    )
    add(
        Kind.CAUSE,
        code="handover",
        words="A plan of the product was read as if it were there.",
        points=40,
        teams=2,
        peers_would=False,
    )
    spike = add(
        Kind.ACTION,
        title="Try two masters on the bench",
        function="product",
        owner=priya.number,
        due=today - timedelta(days=2),
    )
    add(
        Kind.ACTION,
        title="Write the switch-over",
        function="product",
        owner=priya.number,
        due=today + timedelta(days=9),
        after=spike,
    )
    add(
        Kind.ACTION,
        title="Free the bench for two weeks",
        function="operations",
        owner=ada.number,
        due=today - timedelta(days=1),
    )
    add(
        Kind.ACTION,
        title="Agree on the test of the customer",
        function="customer-success",
        owner=chloe.number,
        due=today + timedelta(days=6),
    )
    add(
        Kind.ACTION,
        title="Put the night guards into the offer",
        function="sales",
        owner=marco.number,
        due=today + timedelta(days=3),
    )
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
        owner=priya.number,
    )
    spare = add(Kind.CONTINGENCY, title="Two gateways side by side until spring", trigger="milestone", milestone=stone)
    add(
        Kind.STEP,
        contingency=spare,
        title="Take two gateways from the shelf",
        function="operations",
        owner=ada.number,
        days=2,
    )
    hire = add(Kind.CONTINGENCY, title="Bring in the protocol lab", trigger="kept-below", threshold=0.1)
    add(
        Kind.STEP, contingency=hire, title="Order three days of the lab", function="product", owner=priya.number, days=1
    )
    _tell(add, promise, chloe, today)
    services.finish_action(
        number=spike,
        evidence="Bench log: two masters for six hours, no frame lost.",
        by=priya,
        at=at + timedelta(days=2),
    )


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
        text="The date is in danger because the gateway can't do this yet. What we try first, and when we know.",
    )


def _talk(plan: int, promise: int, people: People, at: datetime) -> None:
    """Be in the middle of the dialogue: the need and the causes are there, the way out is not."""
    jonas, marco, chloe, priya = (people[name] for name in ("jonas", "marco", "chloe", "priya"))
    services.describe_plan(number=plan, version=0, core_need=NEED, intent=INTENT, impact=IMPACT, by=chloe, at=at)
    other = Promise.objects.filter(key="HEL-171").values_list("pk", flat=True).first()
    if other is not None and other != promise:
        services.add_to_scope(number=plan, promise=other, by=jonas, at=at + timedelta(hours=1))
    add = _adder(plan, jonas, at + timedelta(hours=2))
    add(
        Kind.CAUSE,
        code="capacity",
        words="Assembly was sold for seven weeks when the date was given.",
        points=50,
        teams=1,
        peers_would=True,
    )
    add(
        Kind.CAUSE,
        code="supplier",
        words="The housings of two of the last three orders came nine days late.",
        points=30,
        teams=2,
        peers_would=False,
    )
    add(
        Kind.CAUSE,
        code="commercial-pressure",
        words="The date of the order before was taken over, to close in time.",
        points=20,
        teams=1,
        peers_would=False,
    )
    say = services.comment_on_plan
    say(
        number=plan,
        stage="intent",
        by=marco,
        at=at + timedelta(hours=3),
        text="I took the date from the order before. I should like to see before I sell what Assembly has left.",
    )
    say(
        number=plan,
        stage="options",
        by=chloe,
        at=at + timedelta(hours=4),
        is_proposal=True,
        text="Half of the sensors let line 2 run by day. I can ask Karin whether that does for the holidays.",
    )
    say(
        number=plan,
        stage="options",
        by=jonas,
        at=at + timedelta(hours=5),
        text="@priya can the last 40 do without the second seal? That frees the bench for two days.",
    )
    say(
        number=plan,
        stage="causes",
        by=priya,
        at=at + timedelta(hours=6),
        text="The seal stays, IP67 is in the contract. The leak test could run at night.",
    )


def _adder(plan: int, by: Viewer, at: datetime) -> Callable[..., int]:
    def add(kind: Kind, **said: Any) -> int:  # noqa: ANN401  # checked by its kind
        return services.add_piece(plan=plan, kind=kind, by=by, at=at, **said)

    return add
