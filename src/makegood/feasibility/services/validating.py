"""Whether a promise could be kept with another date: simulated at that moment, and watched while somebody builds on it.

Somebody asks, and the process that holds the forecast answers, as for a commitment: everything that anybody entered is
in the answer, or it is done again at the next look. Nothing is bound by it.

It is watched until it is released. Each new forecast is held against the one as it stood then, for the same date: what
that moved by is taken off, or put on, what was simulated here, and where the rest is below the level the answer
lapses (a convention; the draws are common, so what moves is the ground and not chance).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from makegood.engine import InvalidPortfolio
from makegood.feasibility.models import Validation
from makegood.feasibility.policies import check_see_forecast
from makegood.feasibility.queries import HANDLERS, inputs, is_behind
from makegood.feasibility.services.keeping import keep_pieces, packed_pieces, to_compute_again
from makegood.feasibility.services.rehearsing import Rehearsal
from makegood.feasibility.states import REVISED_LEVEL, ValidationState
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.foundation.outbox.queries import latest_for
from makegood.foundation.outbox.services import announce
from makegood.promises.models import Promise
from makegood.promises.states import State

ANSWERED, LAPSED = "validation.answered", "validation.lapsed"
"""News with the number of the ``validation``."""
PATIENCE = timedelta(seconds=5)
"""For so long everything that anybody entered has to be in the answer (a convention)."""
ACCEPTED_FALL = 0.10
"""By so much an answer below the level may fall before nobody can build on it any more, as a plan may (domain, 3)."""
Rehearse = Callable[[Validation], tuple[Rehearsal, float | None] | None]
"""Simulates; returns what is known, and what the forecast as it stands says of the same date."""


class UnableToValidate(Problem):
    """Nobody relies on the promise."""

    code = "unable-to-validate"


@transaction.atomic
def ask_to_validate(*, promise: int, due: date, terms: Sequence[Mapping[str, Any]], by: Viewer, at: datetime) -> int:
    """Ask whether a committed promise would be kept with another date and ``terms``; return the question's number.

    Asked twice it is the same; asked for another date, what was asked before is not answered any more. Denied,
    NotFound, UnableToValidate.
    """
    check_see_forecast(by)
    found = Promise.objects.filter(pk=promise).first()
    if found is None:
        raise NotFound(_("There is no such promise."))
    if found.state != State.COMMITTED:
        raise UnableToValidate(_("The customer does not rely on this promise: there is nothing to revise."))
    asked = list(map(dict, terms))
    waiting = Validation.objects.filter(promise=promise, state=ValidationState.WAITING)
    there = waiting.first()
    if there is not None and (there.due, there.terms) == (due, asked):
        waiting.update(released_at=None)  # whoever asked first may have given it up
        return there.pk
    waiting.update(state=ValidationState.FAILED, answered_at=at)
    try:
        with transaction.atomic():
            made = Validation.objects.create(promise=found, due=due, terms=asked, by_id=by.number, at=at)
    except IntegrityError:  # somebody else asked at this moment
        return waiting.get().pk
    facts = {"validation": made.pk, "due": due.isoformat()}
    record(verb="promise.ask-to-validate", subject=("promise", promise), actor=by.actor, at=at, facts=facts)
    return made.pk


@transaction.atomic
def release_validation(*, number: int, at: datetime) -> None:
    """Say that nobody builds on an answer any more."""
    Validation.objects.filter(pk=number, released_at=None).update(released_at=at)


def waiting_validations() -> list[Validation]:
    """Return what nobody has answered yet, the first first."""
    return list(Validation.objects.filter(state=ValidationState.WAITING).order_by("pk"))


def validate(asked: Validation, rehearse: Rehearse, *, at: datetime) -> bool:
    """Answer a question; return whether it is answered, else it is to be tried again."""
    strictly = at - asked.at < PATIENCE
    if strictly and is_behind():
        return False
    try:
        found = rehearse(asked)
    except InvalidPortfolio:
        found = None
    if found is None:
        return _fail(asked, at)
    known, ground = found
    return _answer(asked, known, ground, packed_pieces(known), strictly=strictly, at=at)


def watch(share: Callable[[str, date], float | None], *, at: datetime) -> int:
    """Hold what somebody builds on against a new forecast; return how many answers lapse.

    ``share`` says of a promise, by its key, how likely it is done by a day; None where nobody can say any more.
    """
    watched = Validation.objects.filter(state=ValidationState.DONE, released_at=None, lapsed_at=None, p_kept__gte=0)
    lapsed = 0
    for one in watched.select_related("promise").order_by("pk"):
        now = share(one.promise.key, one.due)
        likely = None if now is None or one.ground is None else (one.p_kept or 0.0) + now - one.ground
        if likely is None or likely < _ground_of(one.p_kept or 0.0):
            lapsed += _lapse(one.pk, likely, at)
    return lapsed


def _ground_of(p_kept: float) -> float:
    """Return the share below which an answer lapses: the level, or what somebody accepted below it and ten points."""
    return REVISED_LEVEL if p_kept >= REVISED_LEVEL else p_kept - ACCEPTED_FALL


@transaction.atomic
def _lapse(number: int, likely: float | None, at: datetime) -> int:
    moved = None if likely is None else min(1.0, max(0.0, likely))
    changed = Validation.objects.filter(pk=number, lapsed_at=None, released_at=None).update(
        lapsed_at=at, moved_to=moved
    )
    if changed:
        announce(event=LAPSED, subject=("validation", number), payload={"validation": number}, at=at)
    return changed


@transaction.atomic
def _fail(asked: Validation, at: datetime) -> bool:
    changed = Validation.objects.filter(pk=asked.pk, state=ValidationState.WAITING).update(
        state=ValidationState.FAILED, answered_at=at
    )
    if changed:
        announce(event=ANSWERED, subject=("validation", asked.pk), payload={"validation": asked.pk}, at=at)
    return True


@transaction.atomic
def _answer(
    asked: Validation,
    known: Rehearsal,
    ground: float | None,
    packed: Mapping[str, bytes],
    *,
    strictly: bool,
    at: datetime,
) -> bool:
    """Write what was simulated if nothing was entered meanwhile; return whether it is answered."""
    Promise.objects.select_for_update().filter(pk=asked.promise_id).first()
    if strictly and latest_for(HANDLERS) != known.mark:
        return False
    keep_pieces(packed)
    changed = Validation.objects.filter(pk=asked.pk, state=ValidationState.WAITING).update(
        state=ValidationState.DONE, answered_at=at, p90=known.p90, ground=ground, **to_compute_again(known)
    )
    if changed:
        announce(event=ANSWERED, subject=("validation", asked.pk), payload={"validation": asked.pk}, at=at)
    return True


def terms_asked(asked: Validation) -> list[inputs.TermInput]:
    """Return the terms that a question supposes, as the forecast reads terms."""
    return [
        inputs.TermInput(
            promise=asked.promise_id,
            kind=one["kind"],
            subject=one["subject"],
            operator=one["operator"],
            value=one["value"],
            unit=one["unit"],
            target=None if one["target"] is None else Decimal(one["target"]),
            window_days=one["window_days"],
        )
        for one in asked.terms
    ]
