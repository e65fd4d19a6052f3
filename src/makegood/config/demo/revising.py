"""The demo company's revisions: one in force, one whose message is being approved, one that waits for a sponsor.

Nothing of it can be done before there is a forecast, and a gate is passed by what the forecast answers: so one task
looks how far each is, does what comes next, and looks again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import formats

from makegood.feasibility.queries import outlook_of
from makegood.feasibility.states import ValidationState
from makegood.foundation.actors import Viewer
from makegood.foundation.approvals.queries import standing_of
from makegood.foundation.jobs.services import enqueue
from makegood.foundation.jobs.task import task
from makegood.people.queries import find_viewer
from makegood.promises.models import Promise
from makegood.revisions import services
from makegood.revisions.models import Revision
from makegood.revisions.queries import find_revision
from makegood.revisions.states import RevisionState, Side

GO_ON = "makegood.config.demo.revising.go_on"
AGAIN = timedelta(seconds=20)
SLACK = timedelta(days=28)
"""Days behind the first date that nine of ten futures reach: the line of those who wait moves with the date."""
People = Mapping[str, Viewer]


@dataclass(frozen=True, slots=True)
class Case:
    """A promise that is revised: by whom, why, and how far that has come."""

    key: str
    proposer: str
    until: RevisionState
    rationale: str
    changes: str
    stays: str
    risks: str
    sponsor_says: str
    warned: str


CASES = (
    Case(
        key="KES-163",
        proposer="ada",
        until=RevisionState.IN_FORCE,
        rationale="The maker of the lorries sends its data feed three weeks late, and the report needs it.",
        changes="The report is in the portal later than agreed, with the worst sensor of each lorry as you asked.",
        stays="One click for each lorry, what the auditors see, and the price.",
        risks="A feed without the worst sensor: seen in the sample of the first lorry.",
        sponsor_says="Auditors come once a year: Kestrel needs a date that holds, not one that sounds good.",
        warned="That the feed is late, that the report may be too, and that we name a day once we can stand for it.",
    ),
    Case(
        key="SKE-149",
        proposer="jonas",
        until=RevisionState.VALIDATED,
        rationale="The sensors wait for Assembly behind two orders that were promised before them.",
        changes="All 80 tower sensors come later than agreed, in one delivery.",
        stays="Number, twenty thousand samples a second, and price.",
        risks="A fitter who falls ill would cost four days: seen in the weekly load of Assembly.",
        sponsor_says="They still plan with the first date. They have to know it now, and only once.",
        warned="Called Bree Walsh: her date is in danger. She asks for a day that she can build on.",
    ),
    Case(
        key="ALD-152",
        proposer="priya",
        until=RevisionState.PROPOSED,
        rationale="The documents need one more round with the notified body, which answers within ten working days.",
        changes="The complete set comes after that round instead of before it.",
        stays="The scope of the set, and the price.",
        risks="A finding of the notified body: seen on the day of its answer.",
        sponsor_says="",
        warned="",
    ),
)


def revise(promises: Mapping[str, int], people: People, *, at: datetime) -> None:
    """Have the revisions made once there is a forecast."""
    numbers = {name: viewer.number for name, viewer in people.items()}
    enqueue(task=GO_ON, arguments={"promises": {one.key: promises[one.key] for one in CASES}, "people": numbers},
            at=at + AGAIN)  # fmt: skip


@task(slow=True, attempts=3, routine=True)
def go_on(*, promises: dict[str, int], people: dict[str, int], at: datetime) -> None:
    """Do with each revision what can be done now; look again as long as one of them waits for the forecast."""
    known = {name: find_viewer(number, at=at) for name, number in people.items()}
    waiting = [_go_on(one, promises[one.key], known, at) for one in CASES]
    if any(waiting):
        enqueue(task=GO_ON, arguments={"promises": promises, "people": people}, at=at + AGAIN)


def _go_on(case: Case, promise: int, people: People, at: datetime) -> bool:
    """Take one revision as far as it goes; return whether the forecast has to answer first."""
    by = people[case.proposer]
    number = Revision.objects.filter(promise=promise).values_list("pk", flat=True).first()
    if number is None:
        if outlook_of(promise, by) is None:
            return True
        _begin(case, promise, people, at)
        return case.until != RevisionState.PROPOSED
    revision = find_revision(number, by)
    if revision.state == RevisionState.WARNED and revision.validation is not None:
        return revision.validation.state == ValidationState.WAITING or revision.validation.reaches
    if revision.state == RevisionState.VALIDATED:
        _word(case, number, people, at)
    return False


def _begin(case: Case, promise: int, people: People, at: datetime) -> None:
    """Write a revision, and pass the gates before the forecast's."""
    by = people[case.proposer]
    number = services.begin_revision(promise=promise, by=by, at=at)
    due = Revision.objects.values_list("due", flat=True).get(pk=number) + SLACK
    services.change_revision(
        number=number,
        version=0,
        due=due,
        rationale=case.rationale,
        changes=case.changes,
        stays=case.stays,
        risks=case.risks,
        message=_message(case, promise, due),
        by=by,
        at=at,
    )
    services.propose_revision(number=number, version=1, by=by, at=at)
    if case.until == RevisionState.PROPOSED:
        return
    services.sponsor_revision(number=number, version=1, reason=case.sponsor_says, by=people["evelyn"], at=at)
    services.warn_customer(number=number, how="call", told_at=at, note=case.warned, by=people["chloe"], at=at)
    services.ask_for_validation(number=number, by=by, at=at)


def _word(case: Case, number: int, people: People, at: datetime) -> None:
    """Approve the message, by sales alone where the others are waited for; and tell the customer."""
    speakers = {Side.SALES: "marco"}
    if case.until == RevisionState.IN_FORCE:
        speakers |= {Side.DELIVERY: "priya", Side.CARE: "tomasz"}
    lines = {line.role: line for line in standing_of(subject=("revision", number))}
    for side, name in speakers.items():
        if lines[side].said_at is None:
            seen = dict(lines[side].now)
            services.approve_message(number=number, side=side, seen=seen, by=people[name], at=at)
    if case.until == RevisionState.IN_FORCE:
        shown = "Called Joan Price: she moves the audit, and is glad that she knows it this early."
        services.tell_customer(
            number=number, version=1, how="call", told_at=at, evidence=shown, by=people["chloe"], at=at
        )


def _message(case: Case, promise: int, due: date) -> str:
    title, before = Promise.objects.values_list("title", "due").get(pk=promise)
    days = {name: formats.date_format(day, "DATE_FORMAT") for name, day in (("before", before), ("due", due)) if day}
    return (
        f"{title} will not arrive on {days.get('before', '')}. The new date is {days['due']}.\n\n"
        f"{case.changes} We regret what this means for your plans.\n\nWhat stays as agreed: {case.stays}\n\n"
        "In nine of ten calculations with everything that is on order, this date is kept. Chloé Martin answers your "
        "questions, and writes again within a week."
    )
