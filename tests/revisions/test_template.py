"""The one template of every revised promise: what it needs, what it changes, and how its story tells that."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from makegood.foundation.errors import Denied
from makegood.people.queries import find_viewer
from makegood.promises.models import PromiseTerm
from makegood.promises.services import add_term, check_term, record_commitment, said_terms
from makegood.remediation.queries import find_decision
from makegood.remediation.services import decide_case, reopen_decision, submit_decision
from makegood.revisions import services
from makegood.revisions.queries import find_revision
from makegood.revisions.services import UnableToPropose, UnableToRevise
from tests.promises.desk import admin, customer, draft
from tests.remediation.cases import judged, option, with_options
from tests.revisions.way import DUE, LATER, Company
from tests.staff import AT
from tests.work.bench import item, team

pytestmark = pytest.mark.django_db


def test_terms_change_and_what_stays_keeps_that_it_was_checked() -> None:
    by = admin()
    promise = draft(by, customer(by), due=DUE)
    for subject, value in (("IP rating", "67"), ("Weight", "2")):
        number = add_term(promise=promise, kind="specification", subject=subject, operator=">=", value=value, unit="",
                          by=by, at=AT)  # fmt: skip
        check_term(number=number, note="Scales", by=by, at=AT)
    record_commitment(number=promise, by=by, at=AT)
    item(by, promise, team(by, slots=1.0), p10=200.0, p50=220.0, p90=250.0)
    company = Company(keeper=by, promise=promise)
    number = company.begin(
        terms=[{**one, "value": "65" if one["value"] == "67" else "2"} for one in said_terms(promise)]
    )
    row = find_revision(number, company.sales)
    assert [(one.subject, one.before, one.after) for one in row.changed_terms] == [("IP rating", ">= 67", ">= 65")]
    company.go(number)
    kept = dict(PromiseTerm.objects.filter(promise=company.promise).values_list("subject", "value"))
    assert kept == {"IP rating": "65", "Weight": "2"}
    assert PromiseTerm.objects.get(subject="Weight").check_note == "Scales"


def test_the_template_has_to_be_whole() -> None:
    company = Company()
    number = company.begin(rationale="", changes="", stays="", risks="", due=DUE)
    with pytest.raises(UnableToPropose) as refused:
        company.propose(number)
    assert refused.value.details == {"missing": ["rationale", "changes", "stays", "risks", "due"]}
    with pytest.raises(UnableToRevise):
        services.change_revision(number=number, version=0, origin="first", by=company.proposer, at=AT)
    with pytest.raises(UnableToRevise):
        services.change_revision(number=number, version=0, due=date(2057, 1, 1), by=company.proposer, at=AT)
    with pytest.raises(Denied):
        services.change_revision(number=number, version=0, due=LATER, by=company.sales, at=AT)


def test_it_begins_with_what_the_joint_plan_was_decided_for() -> None:
    of = with_options()
    agreed = of.row.due
    assert agreed is not None
    later = agreed + timedelta(days=6)
    way = option(of, "Six days later", {"kind": "later-date", "promise": of.promise, "due": later})
    of.forecaster.answer_trials(at=AT)
    for who in of.four.values():
        judged(of, who)
    number = submit_decision(plan=of.plan, decider=None, by=of.four["sales"], at=AT)
    decider = find_viewer(find_decision(of.plan, number, of.boss).decider, at=AT)
    decide_case(plan=of.plan, number=number, option=way, reason="They can live with six days", by=decider, at=AT)

    begun = services.begin_revision(promise=of.promise, by=of.four["operations"], at=AT)
    row = find_revision(begun, of.boss)
    assert (row.due, row.plan) == (later, of.plan)
    assert "“Six days later”: They can live with six days" in row.rationale

    services.withdraw_revision(number=begun, reason="Once more", by=of.four["operations"], at=AT)
    reopen_decision(plan=of.plan, number=number, reason="They can't", by=of.boss, at=AT)
    begun = services.begin_revision(promise=of.promise, by=of.four["operations"], at=AT)
    assert "Six days later" not in find_revision(begun, of.boss).rationale
