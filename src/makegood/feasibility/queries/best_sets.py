"""Reading the best sets of changes that were looked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from makegood.feasibility.models import Scenario, Trial, TrialRow
from makegood.feasibility.queries.trials import visible_trials
from makegood.feasibility.states import TrialKind, TrialState
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.jobs.queries import is_open
from makegood.promises.models import Promise

JOB = "best-set-"


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
    """Waiting as long as a worker may still look for it: where it gave up, it has failed."""
    answered_at: datetime | None
    scenario: int | None
    """The what-if that it is; None where nothing was chosen, or what was can't be one what-if."""
    is_open: bool
    """Whether that what-if is as it was found, and neither applied nor taken back."""
    scenario_trial: int | None
    """What it comes to for every promise."""
    cost: float
    kept_before: float | None
    """P(kept) of the promise in the forecast that the what-if was tried on; None before that is known."""
    kept_after: float | None
    """The same with the set; before it was tried as the solver expects it."""
    lost_before: float | None
    """Value in danger over all promises in that currency; None before it is known."""
    lost_after: float | None
    chosen: tuple[Mapping[str, Any], ...]
    """Each with its ``name`` as a what-if (or none), ``changes`` (``about`` and ``said``) and ``cost``."""
    out: tuple[Mapping[str, Any], ...]
    """What was not chosen, and ``why``."""
    is_settled: bool
    """Whether the search came to its end; otherwise it is the best of what was simulated."""

    @property
    def short_of(self) -> float | None:
        """Return the P(kept) that was demanded where nothing reaches it; None where it is reached, or not demanded."""
        reach = self.demands.get("reach")
        is_short = reach is not None and self.state == TrialState.DONE and (self.kept_after or 0.0) < reach
        return reach if is_short else None


def job_of(trial: int) -> str:
    """Return what the job is called that looks for a best set."""
    return f"{JOB}{trial}"


def waiting_best_set(promise: int, demands: Mapping[str, Any]) -> int | None:
    """Return a search for a promise under the same demands that somebody works on; None where there is none."""
    found: Iterable[Any] = _searches().filter(promise=promise, state=TrialState.WAITING).order_by("pk")
    return next((one.pk for one in found if one.set_works and one.demands == demands), None)


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
    """Return searches with the what-if that each found, the latest trial of that, and what this said."""
    whole = Scenario.objects.filter(pk=OuterRef("set_found"), revision=1, ended_at=None, application=None)
    tried = Trial.objects.filter(pk=OuterRef("set_tried"), state=TrialState.DONE)
    own = TrialRow.objects.filter(trial=OuterRef("set_tried"), promise=OuterRef("promise"))
    return (
        _searches()
        .filter(pk__in=visible_trials(viewer).order_by().values("pk"))
        .select_related("promise", "by")
        .annotate(
            set_open=Exists(whole),
            lost_before=Subquery(tried.values("before")[:1]),
            lost_after=Subquery(tried.values("after")[:1]),
            own_before=Subquery(own.values("kept_before")[:1]),
            own_after=Subquery(own.values("kept_after")[:1]),
        )
    )


def _searches() -> QuerySet[Trial]:
    found = Trial.found.through.objects.filter(trial=OuterRef("pk")).values("scenario")[:1]
    tried = Trial.objects.filter(scenario=OuterRef("set_found")).order_by("-pk").values("pk")[:1]
    key = Concat(Value(JOB), Cast(OuterRef("pk"), CharField()))
    searches = Trial.objects.filter(kind=TrialKind.BEST).annotate(set_works=is_open(key))
    return searches.annotate(set_found=Subquery(found)).annotate(set_tried=Subquery(tried))


def _row(one: Any) -> BestSetRow:  # noqa: ANN401  # a trial with what was annotated
    said, currency = one.after, one.promise.currency
    lost = [(each or {}).get("expected_loss", {}).get(currency) for each in (one.lost_before, one.lost_after)]
    state = TrialState(one.state)
    if state is TrialState.WAITING and not one.set_works:
        state = TrialState.FAILED
    return BestSetRow(
        trial=one.pk,
        promise=one.promise.pk,
        promise_key=one.promise.key,
        promise_title=one.promise.title,
        currency=currency,
        demands=one.demands,
        by_name=one.by.name if one.by else "",
        at=one.at,
        state=state,
        answered_at=one.answered_at,
        scenario=one.set_found,
        is_open=one.set_open,
        scenario_trial=one.set_tried,
        cost=said.get("cost", 0.0),
        kept_before=one.own_before,
        kept_after=said.get("kept") if one.own_after is None else one.own_after,
        lost_before=lost[0],
        lost_after=lost[1],
        chosen=tuple(said.get("chosen", ())),
        out=tuple(said.get("out", ())),
        is_settled=said.get("is_settled", True),
    )
