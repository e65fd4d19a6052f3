"""The way of a revision through its gates, and everything that closes one of them again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from makegood.capability.services import add_absence
from makegood.customers.models import Touchpoint
from makegood.feasibility.models import Validation
from makegood.feasibility.services import compute_again
from makegood.foundation.actors import Viewer
from makegood.foundation.approvals.queries import standing_of
from makegood.foundation.errors import Denied, NotFound, Problem, Stale
from makegood.foundation.history.queries import story
from makegood.people.queries import find_viewer
from makegood.people.services import send_away
from makegood.promises.models import AgreedDate, Notice, Promise
from makegood.promises.queries import find_promise
from makegood.promises.services import (
    add_evidence,
    cancel_promise,
    withdraw_evidence,
)
from makegood.revisions import services
from makegood.revisions.models import GateRecord, Revision
from makegood.revisions.queries import find_revision, supplier_revisions
from makegood.revisions.services import UnableToApprove, UnableToPass, UnableToPropose, UnableToRevise
from makegood.revisions.states import Gate, Side
from makegood.work.models import WorkItem
from tests.promises.desk import draft
from tests.revisions.way import A_DAY, DUE, LATER, Company, seen, state_of, version
from tests.staff import AT, person

pytestmark = pytest.mark.django_db


def away(lender: Viewer, delegate: Viewer) -> None:
    """Let somebody stand in for a day."""
    send_away(lender=lender.number, delegate=delegate.number, begins_at=AT, ends_at=AT + A_DAY, by=lender, at=AT)


def test_a_promise_reads_otherwise_behind_all_six_gates_and_its_first_date_stays() -> None:
    company = Company()
    number = company.begin()
    states = []
    for step in (company.propose, company.sponsor, company.warn, company.validate, company.approve, company.tell):
        step(number)
        states.append(state_of(number))
        assert (Promise.objects.get().due == LATER) is (states[-1] == "in-force")
    assert states == ["proposed", "sponsored", "warned", "validated", "worded", "in-force"]
    promise = Promise.objects.get()
    assert (promise.first_due, promise.due, promise.state) == (DUE, LATER, "committed")
    assert list(AgreedDate.objects.order_by("pk").values_list("due", "origin")) == [(DUE, "first"), (LATER, "us")]
    told = list(Notice.objects.order_by("pk").values_list("date_told", "how"))
    assert told[-2:] == [(None, "call"), (LATER, "call")]
    assert Touchpoint.objects.filter(customer=promise.customer).count() == 2
    assert [one.title for one in promise.evidence.all()] == ["What the customer was told"]
    assert GateRecord.objects.filter(passed=True).count() == 6
    verbs = [one.verb for one in story(subject=("promise", company.promise), viewer=company.sales)]
    assert verbs.index("revision.in-force") < verbs.index("promise.revise") < verbs.index("revision.begin")
    assert find_promise(company.promise, company.sales, today=AT.date()).told == LATER


def test_the_form_begins_with_what_is_on_record() -> None:
    company = Company()
    number = services.begin_revision(promise=company.promise, by=company.proposer, at=AT)
    row = find_revision(number, company.proposer)
    assert row.due > DUE
    assert row.data["p90"] < row.due.isoformat()  # as far behind it as few samples may err
    assert "0 %" in row.rationale
    assert row.owner == company.keeper.number
    assert str(row.due.year) in row.message
    assert (row.due_before, row.first_due) == (DUE, DUE)


def test_validation_is_a_fresh_simulation_of_eight_thousand_samples_that_can_be_computed_again() -> None:
    company = Company()
    number = company.go(company.begin(), until="warned")
    company.validate(number)
    row = Validation.objects.get()
    assert (row.samples, row.due) == (8_192, LATER)
    assert row.p_kept is not None
    assert row.p_kept >= 0.9
    again = compute_again(row).of(row.promise.key)
    assert (again.p_kept, again.due, compute_again(row).inputs_hash) == (row.p_kept, LATER, row.inputs_hash)
    assert row.p90 is not None
    assert DUE < row.p90 <= LATER
    record = GateRecord.objects.get(gate=Gate.VALIDATION)
    assert (record.validation_id, record.by_id) == (row.pk, None)


def test_a_date_that_nobody_can_keep_does_not_pass_but_for_an_executive_who_says_why() -> None:
    company = Company()
    number = company.go(
        company.begin(due=DUE + timedelta(days=3), message="It comes on 1 February 2027."), until="warned"
    )
    with pytest.raises(UnableToPass):
        services.go_on_below_level(number=number, version=0, reason="I know better.", by=company.executive, at=AT)
    company.validate(number)
    assert state_of(number) == "warned"
    for by in (company.proposer, company.sales):
        with pytest.raises(Denied):
            services.go_on_below_level(number=number, version=0, reason="Trust me.", by=by, at=AT)
    with pytest.raises(UnableToPass):
        services.go_on_below_level(number=number, version=0, reason=" ", by=company.executive, at=AT)
    why = "Night shifts begin on Monday; they are not entered yet."
    services.go_on_below_level(number=number, version=0, reason=why, by=company.executive, at=AT)
    assert state_of(number) == "validated"
    assert find_revision(number, company.sales).gates[3].reason == why
    company.go(number)
    assert Promise.objects.get().due == DUE + timedelta(days=3)


def test_nobody_passes_a_gate_out_of_turn() -> None:
    company = Company()
    number = company.begin()
    for step in (company.sponsor, company.warn, company.validate, company.tell):
        with pytest.raises(UnableToPass):
            step(number)
    company.go(number, until="sponsored")
    for step in (company.propose, company.sponsor, company.validate, company.tell):
        with pytest.raises(UnableToPass):
            step(number)
    with pytest.raises(UnableToPass):
        company.approve(number)
    assert [one.gate for one in GateRecord.objects.order_by("pk")] == [1, 2]


def test_nobody_approves_what_is_theirs_nor_does_who_stands_in_for_them() -> None:
    company = Company()
    company.proposer = person("executive", "operations", name="Both Hats")
    number = company.go(company.begin(), until="proposed")
    with pytest.raises(Denied):
        services.sponsor_revision(number=number, version=0, by=company.proposer, at=AT)
    helper = person("support", name="Deputy Dawn")
    away(company.proposer, helper)
    with pytest.raises(Denied):
        services.sponsor_revision(number=number, version=0, by=find_viewer(helper.number, at=AT), at=AT)
    away(company.executive, helper)
    services.sponsor_revision(number=number, version=0, by=find_viewer(helper.number, at=AT), at=AT)
    gate = find_revision(number, company.sales).gates[1]
    assert (gate.by_name, gate.in_name_of) == ("Deputy Dawn", "Eve Boss")


def test_each_side_approves_by_another_person() -> None:
    company = Company()
    both = person("sales", "customer-success", name="Two Roles")
    number = company.go(company.begin(), until="validated")
    services.approve_message(number=number, side="sales", seen=seen(number, Side.SALES), by=both, at=AT)
    with pytest.raises(Denied):
        services.approve_message(number=number, side="care", seen=seen(number, Side.CARE), by=both, at=AT)
    with pytest.raises(Denied):
        services.approve_message(number=number, side="delivery", seen=seen(number, Side.DELIVERY), by=company.proposer,
                                 at=AT)  # fmt: skip
    with pytest.raises(Denied):
        services.approve_message(number=number, side="sales", seen={}, by=company.operations, at=AT)
    company.approve(number, sides=(Side.DELIVERY,))
    assert state_of(number) == "validated"
    company.approve(number, sides=(Side.CARE,))
    assert state_of(number) == "worded"


def test_a_message_that_blames_or_hides_the_date_is_not_approved() -> None:
    company = Company()
    number = company.begin(message="Your team failed us, so it comes later.")
    company.go(number, until="validated")
    with pytest.raises(UnableToApprove) as refused:
        company.approve(number, sides=(Side.SALES,))
    assert len(refused.value.details["wrong"]) == 2  # type: ignore[arg-type]  # JSON values
    services.change_revision(
        number=number, version=0, message="Es kommt am 30. April 2027.", by=company.proposer, at=AT
    )
    company.approve(number)
    assert state_of(number) == "worded"


def test_another_message_takes_back_approvals_of_the_message_alone() -> None:
    company = Company()
    number = company.go(company.begin(), until="worded")
    closed = services.change_revision(
        number=number, version=0, message="All 40 units arrive on 30 April 2027.", by=company.proposer, at=AT
    )
    assert closed == [Gate.MESSAGE]
    assert state_of(number) == "validated"
    assert {line.standing.value for line in standing_of(subject=("revision", number))} == {"reset"}
    gates = find_revision(number, company.sales).gates
    assert [one.is_passed for one in gates] == [True, True, True, True, False, False]
    assert "message" in gates[4].reason
    company.go(number)
    assert state_of(number) == "in-force"


def test_another_date_closes_what_was_passed_on_the_date_and_the_warning_stands() -> None:
    company = Company()
    number = company.go(company.begin(), until="worded")
    closed = services.change_revision(
        number=number, version=0, due=LATER + 7 * A_DAY, message="The units arrive on 7 May 2027.",
        by=company.proposer, at=AT,
    )  # fmt: skip
    assert closed == [Gate.RATIONALE, Gate.SPONSOR, Gate.VALIDATION, Gate.MESSAGE]
    assert state_of(number) == "draft"
    company.propose(number)
    company.sponsor(number)
    assert state_of(number) == "warned"  # nobody has to call again only to say that the date is in danger
    assert find_revision(number, company.sales).gates[2].stands
    company.go(number)
    assert Promise.objects.get().due == LATER + 7 * A_DAY


def test_only_the_side_that_a_change_concerns_says_it_again() -> None:
    company = Company()
    number = company.go(company.begin(), until="worded")
    services.change_revision(number=number, version=0, stays="Number and price.", by=company.proposer, at=AT)
    standing = {line.role: line.standing.value for line in standing_of(subject=("revision", number))}
    assert standing == {"sales": "approved", "delivery": "approved", "care": "reset"}
    company.propose(number)
    assert state_of(number) == "validated"  # sponsor, warning and simulation stand
    company.approve(number, sides=(Side.CARE,))
    assert state_of(number) == "worded"


def test_a_gate_closes_by_itself_when_its_ground_moves_and_says_why() -> None:
    company = Company()
    number = company.go(company.begin(), until="worded")
    assembly = WorkItem.objects.get().team_id
    add_absence(team=assembly, start=date(2027, 2, 1), end=date(2027, 4, 20), slots=None, by=company.keeper, at=AT)
    company.look()
    assert state_of(number) == "warned"
    row = find_revision(number, company.sales)
    assert "%" in row.gates[3].reason
    assert {line.standing.value for line in standing_of(subject=("revision", number))} == {"approved"}
    with pytest.raises(UnableToPass):
        company.tell(number)
    services.change_revision(number=number, version=0, due=date(2027, 9, 30),
                             message="The units arrive on 30 September 2027.", by=company.proposer, at=AT)  # fmt: skip
    company.go(number)
    assert Promise.objects.get().due == date(2027, 9, 30)


def test_what_stands_in_a_new_forecast_is_not_asked_again() -> None:
    company = Company()
    number = company.go(company.begin(), until="worded")
    company.look(AT + A_DAY)
    assert state_of(number) == "worded"
    Validation.objects.filter().update(lapsed_at=AT, moved_to=0.5)
    services.hear_lapse(validation=Validation.objects.get().pk, at=AT)
    assert state_of(number) == "warned"
    services.hear_lapse(validation=Validation.objects.get().pk, at=AT)  # heard twice
    assert GateRecord.objects.filter(passed=False).count() == 1
    company.validate(number)
    assert state_of(number) == "worded"  # the message is what was approved: nobody reads it again


def test_a_simulation_of_last_week_is_too_old_to_tell_a_customer_a_date() -> None:
    company = Company()
    number = company.go(company.begin(), until="worded")
    with pytest.raises(UnableToPass):
        company.tell(number, at=AT + 8 * A_DAY)
    company.tell(number, at=AT + 6 * A_DAY)
    assert state_of(number) == "in-force"


def test_what_the_customer_wants_takes_their_own_words() -> None:
    company = Company()
    number = company.begin(origin="customer")
    with pytest.raises(UnableToPropose) as refused:
        company.propose(number)
    assert refused.value.field == "request"
    words = add_evidence(promise=company.promise, kind="mail", title="Mail", text="Please deliver in spring.",
                         by=company.sales, at=AT)  # fmt: skip
    services.change_revision(number=number, version=0, request=words, by=company.proposer, at=AT)
    company.go(number)
    agreed = AgreedDate.objects.order_by("-pk")[0]
    assert (agreed.origin, agreed.evidence_id) == ("customer", words)
    assert supplier_revisions(company.promise) == 0
    with pytest.raises(Problem):
        withdraw_evidence(number=words, reason="Oops", by=company.sales, at=AT)


def test_what_both_want_names_who_accepted_it() -> None:
    company = Company()
    words = add_evidence(promise=company.promise, kind="mail", title="Mail", text="May suits us.", by=company.sales,
                         at=AT)  # fmt: skip
    number = company.go(company.begin(origin="both", request=words), until="worded")
    with pytest.raises(UnableToPass) as refused:
        company.tell(number)
    assert refused.value.field == "accepted_by"
    company.tell(number, accepted_by="Karin Holm")
    assert AgreedDate.objects.order_by("-pk")[0].origin == "both"


def test_a_second_revision_by_us_is_decided_by_an_executive_with_a_reason() -> None:
    company = Company()
    company.go(company.begin())
    company.look(AT + A_DAY)
    second = company.begin(AT + A_DAY, due=LATER + 7 * A_DAY, message="They arrive on 7 May 2027.")
    company.propose(second, AT + A_DAY)
    assert Revision.objects.get(pk=second).is_second
    with pytest.raises(UnableToPass) as refused:
        company.sponsor(second, AT + A_DAY)
    assert refused.value.field == "reason"
    company.go(second, at=AT + A_DAY, reason="They prefer a date that holds; I have called them.")
    promise = Promise.objects.get()
    assert (promise.first_due, promise.due) == (DUE, LATER + 7 * A_DAY)
    assert AgreedDate.objects.count() == 3


def test_one_revision_of_a_promise_at_a_time_and_none_before_anybody_relies_on_it() -> None:
    company = Company()
    number = company.begin()
    with pytest.raises(UnableToRevise) as refused:
        company.begin()
    assert refused.value.details == {"revision": number}
    offer = draft(company.keeper, Promise.objects.get().customer_id, due=DUE)
    with pytest.raises(UnableToRevise):
        services.begin_revision(promise=offer, by=company.proposer, at=AT)
    with pytest.raises(NotFound):
        services.begin_revision(promise=0, by=company.proposer, at=AT)
    services.withdraw_revision(number=number, reason="We can keep it after all.", by=company.proposer, at=AT)
    assert company.begin() != number


def test_who_is_refused_or_gives_up_leaves_the_promise_as_it_is() -> None:
    company = Company()
    refused = company.go(company.begin(), until="validated")
    for by in (company.proposer, company.sales):
        with pytest.raises(Denied):
            services.refuse_revision(number=refused, reason="No", by=by, at=AT)
    services.refuse_revision(number=refused, reason="We move the other order instead.", by=company.executive, at=AT)
    withdrawn = company.begin()
    with pytest.raises(Denied):
        services.withdraw_revision(number=withdrawn, reason="No", by=company.sales, at=AT)
    services.withdraw_revision(number=withdrawn, reason="It works.", by=company.keeper, at=AT)
    assert (state_of(refused), state_of(withdrawn)) == ("refused", "withdrawn")
    assert Promise.objects.get().due == DUE
    assert not Validation.objects.filter(released_at=None).exists()
    with pytest.raises(UnableToRevise):
        services.change_revision(number=refused, version=0, due=LATER + A_DAY, by=company.proposer, at=AT)


def test_a_revision_of_what_has_ended_is_given_up_by_itself() -> None:
    company = Company()
    number = company.go(company.begin(), until="sponsored")
    cancel_promise(number=company.promise, by_customer=False, reason="We can't.", by=company.keeper, at=AT)
    with pytest.raises(UnableToPass):
        company.warn(number)
    company.look()
    assert state_of(number) == "withdrawn"


def test_who_acts_on_what_was_changed_meanwhile_is_told_so() -> None:
    company = Company()
    number = company.go(company.begin(), until="proposed")
    services.change_revision(number=number, version=0, risks="None that we know.", by=company.proposer, at=AT)
    with pytest.raises(Stale):
        services.change_revision(number=number, version=0, risks="Many.", by=company.proposer, at=AT)
    with pytest.raises(Stale):
        services.propose_revision(number=number, version=0, by=company.proposer, at=AT)
    company.go(number, until="validated")
    before = seen(number, Side.SALES)
    services.change_revision(number=number, version=1, message="On 30 April 2027.", by=company.proposer, at=AT)
    with pytest.raises(Stale):
        services.approve_message(number=number, side="sales", seen=before, by=company.sales, at=AT)


def test_nobody_but_who_talks_to_customers_says_what_they_heard() -> None:
    company = Company()
    number = company.go(company.begin(), until="sponsored")
    with pytest.raises(Denied):
        services.warn_customer(number=number, how="call", told_at=AT, note="", by=person("product"), at=AT)
    with pytest.raises(UnableToPass):
        services.warn_customer(number=number, how="mail", told_at=AT, note="", by=company.sales, at=AT)
    services.warn_customer(number=number, how="mail", told_at=AT, note="Nobody answers since Friday.", by=company.sales,
                           at=AT)  # fmt: skip
    company.go(number, until="worded")
    with pytest.raises(UnableToPass):  # what they were told was approved afterwards
        company.tell(number, told_at=AT - A_DAY)
    assert version(number) == 0
