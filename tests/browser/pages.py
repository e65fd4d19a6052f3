"""Every page of the house with an address that shows something: what a look at all of them begins with."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.http import int_to_base36

from makegood.capability.models import Absence, CapacityChange, ProductAttribute, ServiceMeasure, Team
from makegood.capability.services import begin_import, read_table
from makegood.capability.tasks import bring_in
from makegood.config.demo.filling import fill_demo
from makegood.customers.models import Contact, Customer, Touchpoint
from makegood.customers.services import add_contact, add_customer
from makegood.engine import Settings
from makegood.feasibility.models import Baseline, Commitment, PolicyDraft, Quote, Scenario, ScenarioChange, Trial
from makegood.feasibility.services import Desk, Forecaster, begin_scenario, freeze_baseline
from makegood.feasibility.states import CommitmentState, TrialKind
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.foundation.jobs.models import Job
from makegood.foundation.jobs.states import JobState
from makegood.glossary.models import Term
from makegood.glossary.services import add_term
from makegood.people.models import User
from makegood.people.queries import find_viewer
from makegood.people.services import keep_view, make_token
from makegood.people.states import Function
from makegood.promises.models import Evidence, Indicator, Promise, PromiseTerm
from makegood.promises.services import add_evidence, keep_file
from makegood.promises.states import EvidenceKind
from makegood.remediation.models import CriteriaDraft, Decision, Option, PlanAction, PlanMilestone, PlannedMessage
from makegood.revisions.models import Revision
from makegood.revisions.services import begin_revision
from makegood.tables.models import ImportRun
from makegood.trackers.models import Place, Tracker
from makegood.work.models import Risk, Template, WorkItem
from tests.browser.house import session_of, staff
from tests.feasibility.what_ifs import best_set
from tests.remediation.whole_case import make_executive, safest, whole_case
from tests.trackers.bench import shown
from tests.web.test_access_table import ADDRESSES, TABLE

KEEPER, SELLER = "ada@demo.example", "marco@demo.example"
SEARCHED = (
    "/search/?q=north",
    "/customers/?q=north&sort=-key",
    "/customers/?q=xyzzy",
    "/people/?state=all",
    "/promises/?state=all&finding=no-owner",
    "/attributes/?q=range&readiness=later",
    "/reliability/?by=team&window=18",
    "/reliability/promises/?figure=open",
    "/calibration/?horizon=D-7",
)
"""Pages that look otherwise where something is asked for."""
MISSING = "/nowhere/"
TABLE_TO_BRING_IN = b"""CRM id;Customer;Promise text;Due date;Channel
7;Northwind Rail;Spares;2027-03-31;call
8;Nobody;x;;
"""


TEAMS_TO_BRING_IN = b"team,slots,country\nAssembly,9,DE\nPacking,none,XX\n"


def settle() -> Viewer:
    """Let two people and one customer in; return the administrator, who has a second step."""
    at = present()
    keeper = staff("administrator", "legal", name="Ada Lindqvist", email=KEEPER)
    staff("sales", name="Marco Santos", email=SELLER)
    _guard(keeper)
    add_term(name="commitment", definition="A promise with a date.", language="en", by=keeper, at=at)
    number = add_customer(
        key="NWR", name="Northwind Rail", tier="strategic", note="Wants a commitment.", by=keeper, at=at
    )
    add_contact(customer=number, name="Karin Holm", email="holm@example.com", is_main=True, by=keeper, at=at)
    return keeper


def furnish() -> Viewer:
    """Fill in the demo company, with something in every corner; return its administrator, who has a second step."""
    at = present()
    fill_demo(at=at)
    make_executive(KEEPER)
    desk = Desk()
    forecaster = Forecaster(Settings(samples=64), then=desk.take)
    forecaster.renew(at=at)
    forecaster.answer_trials(at=at)
    desk.warm_up()
    desk.answer_quotes(at=at)
    desk.look_behind(at=at)
    freeze_baseline(name="Review of this week", by=find_viewer(User.objects.get(email=KEEPER).pk, at=at), at=at)
    viewer = find_viewer(User.objects.get(email=KEEPER).pk, at=at)
    _guard(viewer)
    make_token(name="ERP", scopes=["customers:read"], expires_at=at + timedelta(days=90), by=viewer, at=at)
    promise = PromiseTerm.objects.earliest("pk").promise_id
    add_evidence(promise=promise, kind="note", title="Call", text="So", by=viewer, at=at)
    shown(viewer, promise=Promise.objects.get(pk=promise).key, at=at)
    bring_in_tables(viewer, at=at)
    change = {"kind": "place", "promise": promise, "rank_class": 0}
    begin_scenario(name="First of all", changes=[change], promise=promise, by=viewer, at=at)
    best_set(promise, viewer, at=at, vetoed=("added-slots", "place"))
    whole_case(safest(), viewer, forecaster, at=at)
    begin_revision(promise=Promise.objects.filter(state="committed").earliest("pk").pk, by=viewer, at=at)
    keep_view(page="customers", name="Strategic ones", query="tier=strategic", by=viewer)
    Commitment.objects.create(
        promise_id=promise, by_id=viewer.number, at=at, state=CommitmentState.REFUSED, answered_at=at, code="denied",
        said="Only sales, executives and administrators may commit.",
    )  # fmt: skip
    Job.objects.update(state=JobState.FAILED, ended_at=at, error="ConnectionRefusedError: [Errno 111]", attempt=8)
    return viewer


def bring_in_tables(viewer: Viewer, *, at: datetime) -> None:
    """Bring in a table with a row that is refused, and begin with another."""
    for content in (TEAMS_TO_BRING_IN, TEAMS_TO_BRING_IN + b"Shipping,3,DE\n"):
        table, mapping = read_table(content, "teams.csv", "teams"), {"team": 0, "slots": 1, "country": 2}
        number = begin_import(
            kind="teams",
            table=table,
            mapping=mapping,
            name="teams.csv",
            digest=keep_file(content),
            by=viewer,
            at=at,
            today=at.date(),
        )
        if content == TEAMS_TO_BRING_IN:
            bring_in.function(run=number, at=at)


def _guard(viewer: Viewer) -> None:
    person = User.objects.get(pk=viewer.number)
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)


def numbers_of(viewer: Viewer, agreed: PromiseTerm) -> dict[str, int | str]:
    """Return of each room the number of something that is there."""
    return {
        "customers": Customer.objects.get(key="NWR").pk,
        "contacts": Contact.objects.order_by("pk").values_list("pk", flat=True)[0],
        "touchpoints": Touchpoint.objects.order_by("pk").values_list("pk", flat=True)[0],
        "glossary": Term.objects.filter(language="en").order_by("pk").values_list("pk", flat=True)[0],
        "people": User.objects.get(email=SELLER).pk,
        "promises": agreed.promise_id,
        "quotes": Quote.objects.earliest("pk").pk,
        "promises/indicators": Indicator.objects.order_by("pk").values_list("pk", flat=True)[0],
        "promises/of": Customer.objects.get(key="NWR").pk,
        "promises/import": keep_file(TABLE_TO_BRING_IN),
        "capability/import/teams": keep_file(TEAMS_TO_BRING_IN),
        "imports": ImportRun.objects.earliest("pk").pk,
        "teams": Team.objects.earliest("pk").pk,
        "capacity": CapacityChange.objects.earliest("pk").pk,
        "absences": Absence.objects.earliest("pk").pk,
        "attributes": ProductAttribute.objects.earliest("pk").pk,
        "measures": ServiceMeasure.objects.earliest("pk").pk,
        "items": WorkItem.objects.order_by("pk").values_list("pk", flat=True)[0],
        "items/of": agreed.promise_id,
        "reliability/of": agreed.promise_id,
        "reliability/of-team": Team.objects.earliest("pk").pk,
        "trackers": Tracker.objects.earliest("pk").pk,
        "trackers/places": Place.objects.earliest("pk").pk,
        "risks": Risk.objects.order_by("pk").values_list("pk", flat=True)[0],
        "templates": Template.objects.order_by("pk").values_list("pk", flat=True)[0],
        "forecast/of": agreed.promise_id,
        "forecast/attribute": ProductAttribute.objects.earliest("pk").pk,
        "forecast/measure": ServiceMeasure.objects.earliest("pk").pk,
        "forecast/team": Team.objects.earliest("pk").pk,
        "forecast/baselines": Baseline.objects.earliest("pk").pk,
        "forecast/commitments": Commitment.objects.earliest("pk").pk,
        "forecast/policy": 1,
        "forecast/policy/drafts": PolicyDraft.objects.get(ended_at=None).pk,
        "plans": Decision.objects.earliest("pk").plan_id,
        "plans/of": agreed.promise_id,
        "revisions": Revision.objects.get(made_by=viewer.number).pk,
        "revisions/of": agreed.promise_id,
        "plans/open": agreed.promise_id,
        "plans/pieces/action": PlanAction.objects.filter(done_at=None).earliest("pk").pk,
        "plans/actions": PlanAction.objects.filter(done_at=None).earliest("pk").pk,
        "plans/milestones": PlanMilestone.objects.earliest("pk").pk,
        "plans/messages": PlannedMessage.objects.earliest("pk").pk,
        "plans/options": Option.objects.exclude(scenario=None).earliest("pk").pk,
        "criteria/drafts": CriteriaDraft.objects.earliest("pk").pk,
        "criteria": 0,
        "what-ifs": Scenario.objects.filter(made_by=viewer.number).earliest("pk").pk,
        "what-ifs/changes": ScenarioChange.objects.filter(scenario__made_by=viewer.number).earliest("pk").pk,
        "forecast/trials": Trial.objects.exclude(draft=None).get().pk,
        "forecast/best": Trial.objects.get(kind=TrialKind.BEST).pk,
        "forecast/place": Trial.objects.get(kind=TrialKind.PLACE).promise_id or 0,
        "evidence": Evidence.objects.filter(kind=EvidenceKind.NOTE).order_by("pk").values_list("pk", flat=True)[0],
    }


def pages_of(viewer: Viewer) -> dict[str, str]:
    """Return the address of every page that an administrator may look at, by the name of its route."""
    agreed = PromiseTerm.objects.order_by("pk").first()
    assert agreed is not None
    numbers = numbers_of(viewer, agreed)
    client, found = Client(), {}
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(viewer)
    for name, admitted in TABLE.items():
        if Function.ADMINISTRATOR in admitted and "stranger" not in admitted:
            room, has_number, rest = ADDRESSES[name].partition("/1/")
            within = rest if room == "/plans" else rest.replace("/1/", f"/{agreed.pk}/")
            address = f"{room}/{numbers.get(room.strip('/'), 1)}/{within}" if has_number else room
            address += "?name=promises.csv&source=CRM" if name == "promises-import-check" else ""
            if is_page(client, address):
                found[name] = address
    return found


def is_page(client: Client, address: str) -> bool:
    """Say whether there is something to look at: not a part of a page, a file, or a place to send things to."""
    answer = client.get(address)
    assert answer.status_code in {200, 302, 405}, f"{address} needs the number of something that is there"
    return answer.status_code == 200 and b"<html" in answer.content


def pages_of_newcomers() -> dict[str, str]:
    """Return the pages that only somebody sees who has neither a password nor a second step."""
    return {name: reverse(name) for name in ("account_set_password", "mfa_activate_totp")}


def pages_of_strangers(token: str) -> dict[str, str]:
    """Return the address of every page that somebody may look at who is not signed in."""
    person = User.objects.get(email=SELLER)
    key = f"{int_to_base36(person.pk)}-{default_token_generator.make_token(person)}"
    return {
        "account_login": "/account/login/",
        "account_inactive": "/account/inactive/",
        "account_reset_password": "/account/password/reset/",
        "account_reset_password_done": "/account/password/reset/done/",
        "account_reset_password_from_key": f"/account/password/reset/key/{key}/",
        "a link that works no more": "/account/password/reset/key/1-nonsense/",
        "account_reset_password_from_key_done": "/account/password/reset/key/done/",
        "socialaccount_login_cancelled": reverse("socialaccount_login_cancelled"),
        "socialaccount_login_error": reverse("socialaccount_login_error"),
        "join": f"/welcome/{token}/",
        "an invitation that works no more": "/welcome/nonsense/",
        "a page that is not there": MISSING,
    }
