"""The one template of every revised promise: what it needs, what it changes, and how its story tells that."""

from __future__ import annotations

from datetime import date

import pytest

from makegood.foundation.errors import Denied
from makegood.promises.models import PromiseTerm
from makegood.promises.services import add_term, check_term, record_commitment, said_terms
from makegood.revisions import services
from makegood.revisions.queries import find_revision
from makegood.revisions.services import UnableToPropose, UnableToRevise
from tests.promises.desk import admin, customer, draft
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
