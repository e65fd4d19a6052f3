"""The gate that a simulation passes: asked for by a person, answered by the forecast, closed again by it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.feasibility.queries import find_validation
from makegood.feasibility.services import ask_to_validate, release_validation
from makegood.foundation.actors import HOUSE, Viewer
from makegood.revisions.models import Revision
from makegood.revisions.policies import check_see_revisions
from makegood.revisions.queries import latest_records
from makegood.revisions.services.gates import (
    Pass,
    after,
    check_relied_on,
    close_again,
    is_old,
    locked_revision,
    pass_gate,
    tell,
)
from makegood.revisions.states import ENDED, PASSES, TRANSITIONS, Gate, RevisionState, Verb


@transaction.atomic
def ask_for_validation(*, number: int, by: Viewer, at: datetime) -> int:
    """Have the forecast simulate the revised promise now; return the number of the question.

    What it answers passes the gate by itself, or says how far it is off. Denied, NotFound, UnableToPass.
    """
    check_see_revisions(by)
    revision = locked_revision(number)
    _open_again(revision, by, at)
    after(revision, Verb.VALIDATE)
    check_relied_on(revision)
    before = revision.validation_id
    asked = ask_to_validate(promise=revision.promise_id, due=revision.due, terms=revision.terms, by=by, at=at)
    revision.validation_id = asked
    revision.save()
    if before is not None and before != asked:
        release_validation(number=before, at=at)
    tell(revision, "ask", by.actor, at, {"validation": asked, "due": revision.due.isoformat()})
    return asked


def _open_again(revision: Revision, by: Viewer, at: datetime) -> None:
    """Close the gate where it was passed on a simulation that is too old by now: it is passed on the new one."""
    record = latest_records(revision.pk).get(Gate.VALIDATION)
    if record is None or record.validation is None or Verb.LAPSE not in TRANSITIONS[RevisionState(revision.state)]:
        return
    if record.passed and is_old(record.validation.answered_at, at):
        close_again(revision, {Gate.VALIDATION: _("The simulation is more than a week old.")}, at, by=by.number)


@transaction.atomic
def hear_answer(*, validation: int, at: datetime) -> bool:
    """Pass the gate if the forecast calls the date safe enough; return whether it does. Twice, nothing changes."""
    number = _open_on(validation)
    if number is None:
        return False
    revision, answer = locked_revision(number), find_validation(validation)
    is_of_this = (answer.due, answer.terms) == (revision.due, revision.terms)
    if (
        revision.validation_id != validation
        or PASSES[Gate.VALIDATION] not in TRANSITIONS[RevisionState(revision.state)]
    ):
        return False
    if not is_of_this or not answer.reaches:
        return False
    pass_gate(revision, Gate.VALIDATION, Pass(None, validation=validation), at)
    facts = {"validation": validation, "p_kept": answer.p_kept, "samples": answer.samples, "inputs": answer.inputs_hash}
    tell(revision, "validate", HOUSE, at, facts)
    return True


@transaction.atomic
def hear_lapse(*, validation: int, at: datetime) -> bool:
    """Close the gate again because its ground has moved; return whether it was passed on that."""
    number = _open_on(validation)
    if number is None:
        return False
    revision, answer = locked_revision(number), find_validation(validation)
    record = latest_records(number).get(Gate.VALIDATION)
    if record is None or not record.passed or record.validation_id != validation:
        return False
    if answer.moved_to is None:
        reason = _("The forecast has moved: nobody can say any more how likely this date is.")
    else:
        reason = _("The forecast has moved: this date would be kept with %(share)s %% only by now.") % {
            "share": int(100 * answer.moved_to)
        }
    close_again(revision, {Gate.VALIDATION: reason}, at, by=None)
    revision.save()
    tell(revision, "lapse", HOUSE, at, {"validation": validation, "p_kept": answer.moved_to, "reason": reason})
    return True


def _open_on(validation: int) -> int | None:
    """Return the revision that is on its way and asked this last; None where none did."""
    found = Revision.objects.filter(validation=validation).exclude(state__in=ENDED)
    return found.values_list("pk", flat=True).first()
