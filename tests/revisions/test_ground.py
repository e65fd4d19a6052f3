"""What a gate was passed on, and that it closes, or is asked anew, once that is another thing."""

from __future__ import annotations

from datetime import date

import pytest

from makegood.capability.services import add_absence
from makegood.feasibility.models import Validation
from makegood.foundation.errors import Denied
from makegood.people.services import send_away
from makegood.promises.models import Promise
from makegood.promises.services import change_owner, give_notice
from makegood.revisions import services
from makegood.revisions.bridge import names_day
from makegood.revisions.models import GateRecord, Revision
from makegood.revisions.services import UnableToPass, change_revision
from makegood.revisions.states import Gate, Side
from makegood.work.models import WorkItem
from tests.revisions.way import A_DAY, A_MINUTE, LATER, Company, seen, state_of, version
from tests.staff import AT, person

pytestmark = pytest.mark.django_db
NEVER = date(2027, 6, 30)


def test_a_simulation_that_is_too_old_is_asked_anew_and_what_was_approved_stands() -> None:
    company = Company()
    number = company.go(company.begin(), until="worded")
    later = AT + 8 * A_DAY
    with pytest.raises(UnableToPass, match="more than a week old"):
        company.tell(number, later)
    company.validate(number, later)
    assert state_of(number) == "worded"
    assert Validation.objects.count() == 2
    company.tell(number, later)
    assert state_of(number) == "in-force"


def test_a_fresh_simulation_is_not_thrown_away() -> None:
    company = Company()
    number = company.go(company.begin(), until="validated")
    with pytest.raises(UnableToPass):
        company.validate(number, AT + A_DAY)
    assert state_of(number) == "validated"


def test_an_answer_that_came_while_it_was_a_draft_again_passes_the_gate_once_it_is_its_turn() -> None:
    company = Company()
    number = company.go(company.begin(), until="warned")
    services.ask_for_validation(number=number, by=company.proposer, at=AT)
    change_revision(number=number, version=0, risks="Another one", by=company.proposer, at=AT)
    company.look()
    assert state_of(number) == "draft"
    company.propose(number)
    company.sponsor(number)
    assert state_of(number) == "validated"


def test_an_exception_closes_again_when_the_date_is_much_less_likely_than_the_executive_knew() -> None:
    company = Company()
    number = company.begin(due=date(2027, 2, 12), message="On 12 February 2027.")
    company.go(number, until="warned")
    company.validate(number)
    known = Validation.objects.get()
    assert known.p_kept is not None
    assert 0.1 < known.p_kept < 0.9
    services.go_on_below_level(number=number, version=version(number), reason="They have no choice",
                               by=company.executive, at=AT)  # fmt: skip
    assert state_of(number) == "validated"
    team = WorkItem.objects.get().team_id
    add_absence(team=team, start=date(2027, 1, 5), end=NEVER, slots=None, by=company.keeper, at=AT)
    company.look(AT + A_DAY)
    assert state_of(number) == "warned"
    closed = GateRecord.objects.filter(revision=number, gate=Gate.VALIDATION).latest("pk")
    assert not closed.passed


def test_a_question_that_somebody_gave_up_is_watched_again_for_whoever_asks_the_same() -> None:
    company = Company()
    first = company.go(company.begin(), until="warned")
    services.ask_for_validation(number=first, by=company.proposer, at=AT)
    services.withdraw_revision(number=first, reason="Wait", by=company.proposer, at=AT)
    second = company.go(company.begin(), until="warned")
    company.validate(second)
    assert state_of(second) == "validated"
    asked = Revision.objects.get(pk=second).validation
    assert asked is not None
    assert asked.released_at is None


def test_words_about_what_changes_are_signed_by_all_who_sign() -> None:
    company = Company()
    number = company.go(company.begin(), until="worded")
    closed = change_revision(number=number, version=0, changes="Only ten arrive.", by=company.proposer, at=AT)
    assert closed == [Gate.RATIONALE, Gate.SPONSOR, Gate.MESSAGE]
    company.propose(number)
    company.sponsor(number)
    assert state_of(number) == "validated"  # the warning and the simulation stand, the message is read again
    company.approve(number)
    assert state_of(number) == "worded"


def test_a_warning_is_of_the_date_in_force_and_names_no_other() -> None:
    company = Company()
    number = company.go(company.begin(), until="sponsored")
    told: dict[str, object] = {"number": number, "how": "call", "by": company.success, "at": AT}
    with pytest.raises(UnableToPass, match="was agreed after that"):
        services.warn_customer(told_at=AT - A_DAY, note="They know", **told)  # type: ignore[arg-type]  # see above
    with pytest.raises(UnableToPass, match="names no new date"):
        services.warn_customer(told_at=AT, note=f"Perhaps {LATER}", **told)  # type: ignore[arg-type]  # see above


def test_the_new_date_is_told_after_the_warning() -> None:
    company = Company()
    number = company.go(company.begin(), until="sponsored")
    company.warn(number, AT + 4 * A_MINUTE)
    company.go(number, until="worded", at=AT + 4 * A_MINUTE)
    with pytest.raises(UnableToPass, match="first the warning"):
        company.tell(number, AT + 5 * A_MINUTE, told_at=AT + A_MINUTE)


@pytest.mark.parametrize("text", ["On 21 May 2027.", "Am 21.5.2027.", "12027-05-01"])
def test_a_day_that_only_ends_like_another_is_another(text: str) -> None:
    assert not names_day(text, date(2027, 5, 1))
    assert names_day("On 1 May 2027.", date(2027, 5, 1))


def test_nobody_speaks_for_two_sides_by_somebody_who_stands_in_for_them() -> None:
    company = Company()
    both = person("sales", "customer-success", name="Two Roles")
    delegate = person("product", name="Del Egate")
    send_away(lender=both.number, delegate=delegate.number, begins_at=AT, ends_at=AT + A_DAY, by=both, at=AT)
    number = company.go(company.begin(), until="validated")
    services.approve_message(number=number, side="sales", seen=seen(number, Side.SALES), by=both, at=AT)
    with pytest.raises(Denied, match="same person"):
        services.approve_message(number=number, side="care", seen=seen(number, Side.CARE), by=delegate, at=AT)


def test_who_answers_for_it_by_now_stays_where_the_revision_names_nobody_else() -> None:
    company = Company()
    number = company.go(company.begin(), until="worded")
    change_owner(numbers=[company.promise], owner=company.sales.number, by=company.keeper, at=AT)
    company.tell(number)
    assert Promise.objects.get().owner_id == company.sales.number


def test_a_message_that_nobody_touched_follows_the_date() -> None:
    company = Company()
    number = services.begin_revision(promise=company.promise, due=LATER, by=company.proposer, at=AT)
    change_revision(number=number, version=0, due=LATER + A_DAY, by=company.proposer, at=AT)
    assert names_day(Revision.objects.get(pk=number).message, LATER + A_DAY)


def test_a_warning_that_they_had_already_counts_once_it_is_of_this_date() -> None:
    company = Company()
    number = company.go(company.begin(), until="sponsored")
    with pytest.raises(UnableToPass):
        services.build_on_notice(number=number, by=company.success, at=AT)
    give_notice(promise=company.promise, date_told=None, how="call", told_at=AT, note="In danger", by=company.success,
                at=AT)  # fmt: skip
    services.build_on_notice(number=number, by=company.success, at=AT)
    assert state_of(number) == "warned"
