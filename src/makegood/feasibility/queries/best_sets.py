"""Reading the best sets of changes that were looked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from makegood.feasibility.models import Trial
from makegood.feasibility.queries.trials import visible_trials
from makegood.feasibility.states import TrialKind, TrialState
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound
from makegood.promises.models import Promise


@dataclass(frozen=True, slots=True)
class BestSetRow:
    """The best set of changes for a promise, as it was looked for and found; money is in the promise's currency."""

    trial: int
    promise: int
    promise_key: str
    promise_title: str
    currency: str
    demands: Mapping[str, Any]
    """What it had to respect, as ``services.SetDemands`` but for numbers instead of decimals."""
    by_name: str
    at: datetime
    state: TrialState
    answered_at: datetime | None
    scenario: int | None
    """The what-if that it is; None where to change nothing is best, or before it is known."""
    scenario_trial: int | None
    """What that comes to for every promise."""
    cost: float
    saved: float
    """Expected value that is lost without it and not with it."""
    kept_before: float | None
    kept_after: float | None
    chosen: tuple[Mapping[str, Any], ...]
    """Each with its ``name`` as a what-if (or none), ``changes`` (``about`` and ``said``) and ``cost``."""
    out: tuple[Mapping[str, Any], ...]
    """What was not chosen, and ``why``."""
    is_settled: bool
    """Whether the search came to its end; otherwise it is the best of what was simulated."""
    short_of: float | None
    """P(kept) that no set reaches, though it was demanded; None where nothing is short."""


def find_best_set(number: int, viewer: Viewer) -> BestSetRow:
    """Return a search for the best set by its trial; NotFound."""
    found = _found(viewer).filter(pk=number).first()
    if found is None:
        raise NotFound(_("Nothing of that number was tried."))
    return _row(found)


def latest_best_set(promise: int, viewer: Viewer) -> BestSetRow | None:
    """Return the search for a promise that was asked for last; None where there is none. In one query."""
    found = _found(viewer).filter(promise=promise).order_by("-pk").first()
    return None if found is None else _row(found)


def keys_of(promises: Sequence[int]) -> tuple[tuple[int, str], ...]:
    """Return number and key of each promise that a search had to protect; in one query."""
    return tuple(Promise.objects.filter(pk__in=promises).order_by("key").values_list("pk", "key"))


def _found(viewer: Viewer) -> QuerySet[Trial]:
    """Return searches with the what-if that each found, and the latest trial of that."""
    found = Trial.found.through.objects.filter(trial=OuterRef("pk")).values("scenario")[:1]
    tried = Trial.objects.filter(scenario=OuterRef("set_found")).order_by("-pk").values("pk")[:1]
    searches = visible_trials(viewer).filter(kind=TrialKind.BEST)
    return searches.annotate(set_found=Subquery(found)).annotate(set_tried=Subquery(tried))


def _row(one: Trial) -> BestSetRow:
    if one.promise is None:
        raise RuntimeError(f"the search {one.pk} is of no promise")
    said = one.after
    before, after = said.get("kept", (None, None))
    short = said.get("short", ())
    return BestSetRow(
        trial=one.pk,
        promise=one.promise.pk,
        promise_key=one.promise.key,
        promise_title=one.promise.title,
        currency=one.promise.currency,
        demands=one.demands,
        by_name=one.by.name if one.by else "",
        at=one.at,
        state=TrialState(one.state),
        answered_at=one.answered_at,
        scenario=one.set_found,  # type: ignore[attr-defined]  # annotated
        scenario_trial=one.set_tried,  # type: ignore[attr-defined]  # see above
        cost=said.get("cost", 0.0),
        saved=said.get("saved", 0.0),
        kept_before=before,
        kept_after=after,
        chosen=tuple(said.get("chosen", ())),
        out=tuple(said.get("out", ())),
        is_settled=said.get("is_settled", True),
        short_of=short[0]["wanted"] if short else None,
    )
