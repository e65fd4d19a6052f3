"""What an executive says: that a revision has a sponsor, that it is refused, or that it goes on below the level."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.feasibility.states import ValidationState
from makegood.foundation.actors import Viewer
from makegood.foundation.texts import kept_text
from makegood.foundation.versions import check_version
from makegood.revisions.policies import check_sponsor
from makegood.revisions.services.drafting import MOST_TEXT, end
from makegood.revisions.services.gates import (
    Pass,
    UnableToPass,
    after,
    check_fresh,
    check_relied_on,
    locked_revision,
    pass_gate,
    tell,
)
from makegood.revisions.states import Gate, Verb


@transaction.atomic
def sponsor_revision(*, number: int, version: int, by: Viewer, at: datetime, reason: str = "") -> None:
    """Stand for a revision as an executive; where we have moved the promise before, decide it with a reason.

    Whoever proposes it can't, nor who stands in for them. Denied, NotFound, Stale, UnableToPass.
    """
    revision = locked_revision(number)
    name = check_sponsor(by, made_by=revision.made_by_id, at=at)
    after(revision, Verb.SPONSOR)
    check_relied_on(revision)
    check_version(seen=version, current=revision.version, wanted={}, now={})
    why = kept_text(reason, field="reason", most=MOST_TEXT, refusal=UnableToPass)
    if revision.is_second and not why:
        raise UnableToPass(
            _("We have moved this promise before: say why a second time is right for the customer."), field="reason"
        )
    pass_gate(revision, Gate.SPONSOR, Pass(by.number, name, reason=why), at)
    tell(revision, "sponsor", by.actor, at, {"reason": why, "in_name_of": name, "decides": revision.is_second})


@transaction.atomic
def refuse_revision(*, number: int, reason: str, by: Viewer, at: datetime) -> None:
    """Refuse a revision as an executive: the promise stays as it is. Denied, NotFound, UnableToPass."""
    revision = locked_revision(number)
    name = check_sponsor(by, made_by=revision.made_by_id, at=at)
    why = kept_text(reason, field="reason", most=MOST_TEXT, refusal=UnableToPass, needed=True)
    end(revision, Verb.REFUSE, why, by.number, at)
    tell(revision, "refuse", by.actor, at, {"reason": why, "in_name_of": name})


@transaction.atomic
def go_on_below_level(*, number: int, version: int, reason: str, by: Viewer, at: datetime) -> None:
    """Let a date pass that the simulation calls too unlikely: the exception of an executive, on record with the figure.

    It takes an answer of the forecast of this week for this date. Denied, NotFound, Stale, UnableToPass.
    """
    revision = locked_revision(number)
    name = check_sponsor(by, made_by=revision.made_by_id, at=at)
    after(revision, Verb.VALIDATE)
    check_relied_on(revision)
    check_version(seen=version, current=revision.version, wanted={}, now={})
    asked = revision.validation
    if (
        asked is None
        or asked.state != ValidationState.DONE
        or (asked.due, asked.terms) != (revision.due, revision.terms)
    ):
        raise UnableToPass(_("Have this date simulated first: an exception is made knowing the figure."))
    check_fresh(revision, None, at)
    why = kept_text(reason, field="reason", most=MOST_TEXT, refusal=UnableToPass, needed=True)
    pass_gate(revision, Gate.VALIDATION, Pass(by.number, name, validation=asked.pk, reason=why), at)
    facts = {"reason": why, "in_name_of": name, "p_kept": asked.p_kept, "due": revision.due.isoformat()}
    tell(revision, "exception", by.actor, at, facts)
