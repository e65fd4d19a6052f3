"""Letting a promise read as a revision that is in force says: the one way to another date or other terms.

The first date stays for ever. Called by the room of revisions alone, inside the transaction in which the last gate was
passed; the database refuses it without (docs/adr/0028).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.services import record
from makegood.promises.models import AgreedDate, Promise, PromiseTerm
from makegood.promises.services import checking
from makegood.promises.services.news import tell_of
from makegood.promises.states import State


class UnableToRevise(Problem):
    """Nobody relies on the promise, or it was delivered or cancelled meanwhile."""

    code = "unable-to-revise"


@transaction.atomic
def revise_promise(
    *,
    number: int,
    due: date,
    origin: str,
    terms: Sequence[dict[str, Any]],
    owner: int | None,
    evidence: int | None,
    revision: int,
    by: Viewer,
    at: datetime,
) -> None:
    """Put another date in force, append it to those agreed, and promise exactly ``terms`` besides it.

    ``terms`` are as :func:`~makegood.promises.services.terms.said_terms` returns them; one that was promised before
    keeps that it was checked. NotFound, UnableToRevise.
    """
    promise = checking.locked_promise(number)
    if promise.state != State.COMMITTED:
        raise UnableToRevise(_("This promise has ended or was delivered: there is nothing to revise."))
    before, told = promise.due, {"revision": revision, "origin": origin}
    if due != before:
        promise.due, promise.date_checked_at = due, None
        AgreedDate.objects.create(promise=promise, due=due, origin=origin, evidence_id=evidence, at=at)
        told["due"] = [before.isoformat() if before else "", due.isoformat()]
    gone, added = _change_terms(promise, terms)
    promise.owner_id = owner or promise.owner_id
    promise.version += 1
    promise.save()
    tell_of([number], at=at)
    facts = {**told, "gone": gone, "added": added}
    record(verb="promise.revise", subject=("promise", number), actor=by.actor, at=at, facts=facts)


def said_terms(promise: int) -> list[dict[str, Any]]:
    """Return what is promised besides the date, in JSON values as ``checked_terms`` returns them."""
    return [_said(one) for one in PromiseTerm.objects.filter(promise=promise).order_by("pk")]


def _change_terms(promise: Promise, wanted: Sequence[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """Take off what is not wanted any more and add what is new; return both in words."""
    left, gone = list(wanted), []
    for one in promise.terms.order_by("pk"):
        said = _said(one)
        if said in left:
            left.remove(said)
        else:
            gone.append(_told(said))
            one.delete()
    for said in left:
        share = None if said["target"] is None else Decimal(said["target"])
        PromiseTerm.objects.create(promise=promise, **{**said, "target": share})
    return gone, [_told(said) for said in left]


def _said(term: PromiseTerm) -> dict[str, Any]:
    return {
        "kind": term.kind,
        "subject": term.subject,
        "operator": term.operator,
        "value": term.value,
        "unit": term.unit,
        "target": None if term.target is None else str(term.target),
        "window_days": term.window_days,
    }


def _told(said: dict[str, Any]) -> str:
    return " ".join(filter(None, (said["subject"], said["operator"], said["value"], said["unit"])))
