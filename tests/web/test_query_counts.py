"""A list costs the same number of queries however long it is."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from makegood.capability import services as capability
from makegood.capability.models import ProductAttribute, ServiceMeasure, Team
from makegood.customers.models import Customer
from makegood.customers.services import add_contact, add_customer, log_touchpoint
from makegood.engine import Settings
from makegood.feasibility.models import PolicyDraft, Quote, Scenario, Trial
from makegood.feasibility.services import (
    Desk,
    Forecaster,
    ask_quote,
    begin_scenario,
    freeze_baseline,
    look_for_best_set,
    propose_policy,
    share_scenario,
    try_draft,
    try_place,
    try_scenario,
)
from makegood.feasibility.states import TrialKind
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.foundation.kept_files import keep_file
from makegood.glossary.services import add_term
from makegood.people.models import User
from makegood.people.queries import find_viewer
from makegood.promises.models import Promise
from makegood.promises.services import (
    add_evidence,
    add_indicator,
    capture_promise,
    read_indicator,
    record_commitment,
)
from makegood.promises.services import add_term as add_promised
from makegood.remediation.models import Contingency, CriteriaLock, Plan
from makegood.remediation.services import add_piece, comment_on_plan, lock_criteria, open_plan, propose_option
from makegood.remediation.states import Kind
from makegood.revisions.models import Revision
from makegood.revisions.services import begin_revision
from makegood.tables.models import ImportRun
from makegood.trackers.models import Pull, Tracker
from makegood.trackers.services import connect_tracker, map_project
from makegood.work.models import WorkItem
from makegood.work.services import add_item, add_risk
from tests.staff import AT, person

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

QUERIES = {
    "/customers/": 7,
    "/promises/": 8,
    "/items/": 10,
    "/risks/": 8,
    "/board/": 11,
    "/sold/": 5,
    "/forecast/attribute/1/": 6,
    "/forecast/measure/1/": 6,
    "/board/lines/": 7,
    "/board/calendar/": 6,
    "/me/calendars/": 5,
    "/forecast/": 10,
    "/forecast/policy/": 5,
    "/quotes/": 13,
    "/quotes/1/": 7,
    "/forecast/policy/drafts/1/": 6,
    "/forecast/trials/1/": 12,
    "/forecast/best/1/": 5,
    "/forecast/place/1/": 10,
    "/plans/": 6,
    "/plans/1/": 9,
    "/plans/1/at/scope/": 14,
    "/plans/1/at/causes/": 10,
    "/plans/1/at/plan/": 15,
    "/plans/1/at/agreement/": 13,
    "/plans/waiting/": 15,
    "/plans/1/decision/": 15,
    "/plans/1/decision/judge/": 11,
    "/plans/1/options/add/place/": 7,
    "/criteria/": 5,
    "/revisions/": 5,
    "/revisions/1/": 8,
    "/what-ifs/": 7,
    "/what-ifs/1/": 10,
    "/what-ifs/1/add/place/": 8,
    "/forecast/team/1/": 15,
    "/forecast/of/1/": 13,
    "/items/of/1/": 12,
    "/trackers/": 4,
    "/trackers/1/": 7,
    "/trackers/notice/": 4,
    "/glossary/": 7,
    "/teams/": 6,
    "/teams/1/": 7,
    "/absences/": 6,
    "/attributes/": 6,
    "/measures/": 7,
    "/measures/1/": 9,
    "/measures/1/measurements/": 7,
    "/imports/": 5,
    "/imports/1/": 6,
    "/people/": 7,
    "/": 15,
    "/dashboard/": 9,
    "/dashboard/record/": 8,
    "/reliability/": 13,
    "/reliability/answers/": 7,
    "/reliability/of/1/": 4,
    "/reliability/of-team/1/": 7,
    "/dashboard/pdf/": 13,  # two parts of the start on one paper
    "/search/?q=some": 4,
    "/customers/1/": 13,
    "/customers/1/touchpoints/": 7,
    "/history/?room=customers": 8,
    "/promises/1/": 14,
    "/promises/1/pdf/": 14,
    "/promises/1/story/pdf/": 10,
}
"""Three of them say who is looking: the session, the account, and whom they stand in for."""
FIRST: dict[str, type[Model]] = {
    "/promises": Promise,
    "/items/of": Promise,
    "/teams": Team,
    "/forecast/team": Team,
    "/forecast/policy/drafts": PolicyDraft,
    "/forecast/trials": Trial,
    "/forecast/best": Trial,
    "/what-ifs": Scenario,
    "/quotes": Quote,
    "/plans": Plan,
    "/revisions": Revision,
    "/forecast/place": Promise,
    "/reliability/of": Promise,
    "/reliability/of-team": Team,
    "/forecast/of": Promise,
    "/measures": ServiceMeasure,
    "/trackers": Tracker,
    "/forecast/measure": ServiceMeasure,
    "/forecast/attribute": ProductAttribute,
    "/imports": ImportRun,
}
CHOSEN = {"/forecast/trials": {"kind": TrialKind.POLICY}, "/forecast/best": {"kind": TrialKind.BEST}}
"""Which of them, where not all have the same page."""


SOME_TEAMS = b"team,slots\nSome Others,2\n"


def rank(promise: int, one: int, by: Viewer) -> None:
    """Propose another policy and try it, and one promise in another place."""
    said: Any = {"name": f"Some policy {one}", "rules": ["value"], "offers": "ranked", "reason": "So."}
    try_draft(number=propose_policy(**said, by=by, at=AT), by=by, at=AT)
    try_place(promise=promise, rank_class=one, by=by, at=AT)
    suppose(promise, one, by)
    look_for_best_set(promise=promise, protected=[promise], by=by, at=AT)
    desk = Desk()
    forecaster = Forecaster(Settings(samples=16), then=desk.take)
    forecaster.renew(at=AT)
    forecaster.answer_trials(at=AT)
    desk.warm_up()
    work = {"name": "build", "team": Team.objects.earliest("pk").pk, "p50": 4000.0}
    ask_quote(today=AT.date(), wished=AT.date() + timedelta(days=40), work=[work], rank_class=1, by=by, at=AT)
    desk.answer_quotes(at=AT)
    desk.look_behind(at=AT)


def suppose(promise: int, one: int, by: Viewer) -> None:
    """Begin a what-if and try it, with as many changes as there are, and the first one once more."""
    added = {"kind": "added-slots", "team": Team.objects.earliest("pk").pk, "start": AT.date(), "end": AT.date()}
    changes = [{"kind": "place", "promise": promise, "rank_class": one}]
    changes += [{**added, "slots": 1.0 + more} for more in range(one + 1)]
    made = begin_scenario(name=f"Some what-if {one}", changes=changes, by=by, at=AT)
    share_scenario(number=made, by=by, at=AT)
    for number in {made, Scenario.objects.earliest("pk").pk}:
        try_scenario(number=number, by=by, at=AT)


def bring_in(keeper: Viewer) -> None:
    """Begin to bring in a table of teams."""
    table = capability.read_table(SOME_TEAMS, "teams.csv", "teams")
    capability.begin_import(
        kind="teams",
        table=table,
        mapping={"team": 0, "slots": 1},
        name="teams.csv",
        digest=keep_file(SOME_TEAMS),
        by=keeper,
        at=AT,
        today=AT.date(),
    )


def grow(one: int) -> None:
    """Add one of everything, and something that belongs to the first customer."""
    keeper = person("administrator", name=f"Some Body {one}")
    customer = add_customer(key=f"S{one}", name=f"Some Company {one}", owner=keeper.number, by=keeper, at=AT)
    first = customer - one
    contact = add_contact(customer=first, name=f"Some One {one}", is_main=one == 0, by=keeper, at=AT)
    add_contact(customer=customer, name=f"Another {one}", by=keeper, at=AT)
    log_touchpoint(
        customer=first, contact=contact, kind="call", direction="to-customer", text="Some words", by=keeper, at=AT
    )
    promise = capture_promise(
        customer=first, wording=f"Some words {one}", channel="call", due=AT.date(), by=keeper, at=AT
    )
    add_evidence(promise=promise, kind="note", title="A call", text="Some words", by=keeper, at=AT)
    weighs: dict[str, Any] = {"subject": "weight", "operator": "<=", "value": f"{one}", "unit": "kg"}
    add_promised(promise=promise, kind="specification", **weighs, by=keeper, at=AT)
    team = capability.add_team(name=f"Some Team {one}", slots=3, by=keeper, at=AT)
    soon = present().date()
    for day in range(one + 1):
        capability.plan_capacity(team=team - one, start=AT.date() + timedelta(days=day), slots=2, by=keeper, at=AT)
    capability.add_absence(team=team - one, start=soon, end=soon, by=keeper, at=AT)
    capability.add_attribute(name=f"Some Weight {one}", value="1", by=keeper, at=AT)
    measured = capability.add_measure(name=f"Some Answer {one}", by=keeper, at=AT)
    seen = [capability.Observation(AT + timedelta(hours=hour), 1.0) for hour in range(one + 1)]
    capability.measure(number=measured - one, observations=seen, by=keeper, at=AT)
    indicator = add_indicator(
        promise=promise,
        name="Scrap",
        unit="percent",
        direction="lower",
        amber=Decimal(3),
        red=Decimal(5),
        by=keeper,
        at=AT,
    )
    for value in range(one + 1):
        read_indicator(number=indicator, on=AT.date(), value=Decimal(value), today=AT.date(), by=keeper, at=AT)
    pulled_from(keeper, team, one)
    if not one:
        add_item(promise=promise, name="what comes first", team=team, by=keeper, at=AT)
    before = [WorkItem.objects.earliest("pk").pk]
    work = add_item(promise=promise - one, name=f"some work {one}", team=team, after=before, by=keeper, at=AT)
    add_risk(name=f"some risk {one}", probability=0.5, delay_days=3, items=[work], by=keeper, at=AT)
    rank(promise - one, one, keeper)
    find_a_way_back(customer, one, keeper)
    bring_in(keeper)
    add_term(name=f"some term {one}", definition="Some meaning.", language="en", by=keeper, at=AT)


def find_a_way_back(customer: int, one: int, keeper: Viewer) -> None:
    """Open a plan for another promise."""
    said: Any = {"wording": f"Some words {one}", "channel": "call", "due": AT.date() + timedelta(days=9)}
    owed = capture_promise(customer=customer, **said, by=keeper, at=AT)
    record_commitment(number=owed, by=keeper, at=AT)
    begin_revision(promise=owed, by=keeper, at=AT)
    plan = open_plan(promise=owed, people={"product": keeper.number}, by=keeper, at=AT)
    fill_plan(Plan.objects.earliest("pk").pk, one, keeper)
    if not CriteriaLock.objects.exists():
        lock_criteria(plan=plan, by=keeper, at=AT)
    change = {"kind": "place", "promise": owed, "rank_class": 5}
    first, money = CriteriaLock.objects.get().plan_id, dict[str, Any](cost=Decimal(one), currency="EUR")
    propose_option(plan=first, title=f"Some way out {one}", changes=[change], **money, by=keeper, at=AT)


def fill_plan(plan: int, one: int, keeper: Viewer) -> None:
    """Add one of everything to a plan, and say something about it."""
    today, me = AT.date(), keeper.number
    code = ("capacity", "supplier", "handover", "governance-gap")[one]
    pieces: dict[Kind, dict[str, Any]] = {
        Kind.CAUSE: {"code": code, "words": "Some words", "points": 1},
        Kind.ACTION: {"title": "Some act", "function": "product", "owner": me, "due": today},
        Kind.MILESTONE: {"title": "Some day", "due": today, "acceptance": "Seen"},
        Kind.RISK: {"title": "Some risk", "probability": "low", "effect": "low", "mitigation": "Call", "owner": me},
        Kind.CONTINGENCY: {"title": "Some way", "trigger": "date", "day": today},
        Kind.MESSAGE: {
            "teller": me, "to_whom": "Some One", "on": today, "channel": "call", "text": "Some words",
            "next_update": today + timedelta(days=1),
        },
    }  # fmt: skip
    for kind, said in pieces.items():
        add_piece(plan=plan, kind=kind, by=keeper, at=AT, **said)
    way = Contingency.objects.latest("pk").pk
    add_piece(
        plan=plan, kind=Kind.STEP, by=keeper, at=AT, contingency=way, title="Some step", function="product", owner=me,
        days=1,
    )  # fmt: skip
    comment_on_plan(number=plan, text="Some words", by=keeper, at=AT)


def pulled_from(keeper: Viewer, team: int, one: int) -> None:
    """Connect a tracker that fails, and let the first one have another project and another pull."""
    tracker = connect_tracker(
        kind="redmine", name=f"Some Tracker {one}", address="http://127.0.0.1:9", key="abc", by=keeper, at=AT
    )
    first = Tracker.objects.earliest("pk")
    Tracker.objects.filter(pk=tracker).update(is_on=True, failures=1, error="Some words", failed_at=AT)
    map_project(tracker=first.pk, project=f"{one}", team=team, by=keeper, at=AT)
    Pull.objects.create(tracker=first, began_at=AT, ended_at=AT, was_whole=False, error="Some words")


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)


def queries_of_all(client: Client) -> dict[str, int]:
    """Return how often each page asks when what is kept between requests is kept already."""
    found = {}
    for address in QUERIES:
        place = address.partition("/1/")[0]
        where = address.replace("/1/", f"/{first_of(FIRST.get(place, Customer), **CHOSEN.get(place, {}))}/")
        client.get(where)
        found[address] = queries_of(client, where)
    return found


def test_a_page_with_three_rows_asks_as_often_as_one_with_one() -> None:
    person("sales", name="A Colleague")
    grow(0)
    client = Client()
    client.force_login(User.objects.latest("pk"))
    assert queries_of_all(client) == QUERIES
    grow(1)
    grow(2)
    assert queries_of_all(client) == QUERIES


def first_of(model: type[Model], **chosen: str) -> int:
    return int(model._default_manager.filter(**chosen).order_by("pk").values_list("pk", flat=True)[0])


def test_a_comparison_with_three_rows_asks_as_often_as_one_with_one() -> None:
    grow(0)
    keeper = User.objects.latest("pk")
    number = freeze_baseline(name="Review", by=find_viewer(keeper.pk, at=AT), at=AT)
    client = Client()
    client.force_login(keeper)
    where = f"/forecast/compare/?then=b{number}"
    grow(1)
    client.get(where)
    alone = queries_of(client, where)
    grow(2)
    grow(3)
    client.get(where)
    assert (alone, queries_of(client, where)) == (15, 15)
