"""Giving one promise another place than its severity's: tried first, then applied, with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.feasibility.models import Placement, Trial
from makegood.feasibility.policies import check_place, check_see_forecast
from makegood.feasibility.queries import PlaceRow, find_trial, place_of
from makegood.feasibility.services.ranking import MOST_REASON, UnableToRank, check_done
from makegood.feasibility.states import MOST_CLASS, TrialKind
from makegood.foundation.actors import Viewer
from makegood.foundation.history.services import record
from makegood.foundation.outbox.services import announce
from makegood.foundation.texts import kept_text
from makegood.promises.models import Promise

PLACED = "placement.changed"


@transaction.atomic
def try_place(*, promise: int, rank_class: int | None, by: Viewer, at: datetime) -> int:
    """Ask what another class of one promise would do to all; return the number of the trial, answered in a moment.

    ``rank_class`` is 0 for before everything, 1 to 4 as the severities, 5 for behind everything; None for the class of
    its severity. Everybody on staff may ask, and what was asked is kept. Denied, NotFound, UnableToRank.
    """
    check_see_forecast(by)
    row = place_of(promise, by)
    if rank_class is not None and not 0 <= rank_class <= MOST_CLASS:
        raise UnableToRank(_("Choose a class from 0 to 5."), field="rank_class")
    if rank_class == row.rank_class:
        raise UnableToRank(_("It has that class already."), field="rank_class")
    trial = Trial.objects.create(
        kind=TrialKind.PLACE, promise_id=promise, rank_class=rank_class, by_id=by.number, at=at
    )
    facts = {"trial": trial.pk, "after": rank_class}
    record(verb="promise.try-place", subject=("promise", promise), actor=by.actor, at=at, facts=facts)
    return trial.pk


@transaction.atomic
def place_promise(*, trial: int, reason: str, although_moved: bool = False, by: Viewer, at: datetime) -> None:
    """Give a promise the class that was tried, from the next forecast on.

    Where the forecast has moved since it was tried, HasMoved, unless it is applied ``although_moved``. Denied,
    NotFound, UnableToRank.
    """
    check_place(by)
    tried = find_trial(trial, by)
    if tried.promise is None or tried.kind != TrialKind.PLACE:
        raise UnableToRank(_("What was tried is the place of no promise."), field="trial")
    Promise.objects.select_for_update().get(pk=tried.promise)
    row = place_of(tried.promise, by)
    moved = check_done(trial, by, although_moved=although_moved)
    if row.rank_class == tried.rank_class:
        raise UnableToRank(_("It has that class already."), field="rank_class")
    why = kept_text(reason, field="reason", most=MOST_REASON, refusal=UnableToRank, needed=True)
    give_place(row, tried.rank_class, why, trial=trial, moved=moved, by=by, at=at)


def give_place(
    row: PlaceRow, rank_class: int | None, why: str, *, trial: int, moved: bool, by: Viewer, at: datetime
) -> None:
    """Give a locked promise a class that was tried; part of a transaction that has checked who does."""
    Placement.objects.create(
        promise_id=row.promise,
        rank_class=rank_class,
        reason=why,
        at=at,
        by_id=by.number,
        trial_id=trial,
        has_moved=moved,
    )
    announce(event=PLACED, subject=("promise", row.promise), payload={"promises": [row.promise]}, at=at)
    facts = {"before": row.rank_class, "after": rank_class, "reason": why, "trial": trial, "moved": moved}
    record(verb="promise.place", subject=("promise", row.promise), actor=by.actor, at=at, facts=facts)
