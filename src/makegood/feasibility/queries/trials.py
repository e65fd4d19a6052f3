"""Reading what was tried: who would win and who would lose, and whether the forecast has moved since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from makegood.feasibility.models import Application, Placement, Policy, PolicyDraft, Standing, Trial, TrialRow
from makegood.feasibility.queries.outlooks import is_behind
from makegood.feasibility.queries.ranking import rules_of
from makegood.feasibility.states import Offers, Rule, TrialKind, TrialState
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.pages import Page, ordered, part_of

LEAST = 0.005
"""Half a point of P(kept), from which on a promise wins or loses."""
ORDERS = {
    "points": (F("points"), F("pk")),
    "harm": (F("harm_after"), F("pk")),
    "title": (F("promise__words"), F("pk")),
    "customer": (F("promise__customer__words"), F("pk")),
    "place": (F("place_after"), F("pk")),
    "before": (F("kept_before"), F("pk")),
    "after": (F("kept_after"), F("pk")),
}


@dataclass(frozen=True, slots=True)
class TrialSummary:
    """Something that was tried, and what it would do to all promises together."""

    number: int
    kind: TrialKind
    promise: int | None
    promise_title: str
    draft: int | None
    scenario: int | None
    scenario_name: str
    revision: int
    rank_class: int | None
    rules: tuple[Rule, ...]
    offers: Offers
    at: datetime
    by_name: str
    state: TrialState
    answered_at: datetime | None
    as_of: date | None
    policy: int
    before_hash: str
    after_hash: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    groups: tuple[Mapping[str, Any], ...]
    winners: int
    losers: int


@dataclass(frozen=True, slots=True)
class Effect:
    """One promise before and after; shares are from 0 to 1."""

    promise: int
    key: str
    title: str
    customer_name: str
    place_before: int
    place_after: int
    kept_before: float | None
    kept_after: float | None
    safe_before: date | None
    safe_after: date | None
    harm_before: float
    harm_after: float
    points: float

    @property
    def side(self) -> str:
        """Return whether it wins or loses half a point at least."""
        return "won" if self.points >= LEAST else "lost" if self.points <= -LEAST else ""


def find_trial(number: int, viewer: Viewer) -> TrialSummary:
    """Return something that was tried; NotFound."""
    found = visible_trials(viewer).filter(pk=number).first()
    if found is None:
        raise NotFound(_("Nothing of that number was tried."))
    return trial_summary(found)


def latest_trial(viewer: Viewer, *, draft: int | None = None, promise: int | None = None) -> TrialSummary | None:
    """Return what was tried last of a proposal as it reads now, or of a promise's place; None where nothing was."""
    found = visible_trials(viewer).order_by("-pk")
    if draft is not None:
        said = PolicyDraft.objects.get(pk=draft)
        found = found.filter(draft=draft, rules=said.rules, offers=said.offers)
    else:
        found = found.filter(kind=TrialKind.PLACE, promise=promise)
    one = found.first()
    return None if one is None else trial_summary(one)


def trials_of(promise: int, viewer: Viewer, limit: int = 20) -> tuple[TrialSummary, ...]:
    """Return what was tried with a promise's place, by whom, the latest first: what people saw before they decided."""
    found = visible_trials(viewer).filter(kind=TrialKind.PLACE, promise=promise).order_by("-pk")[:limit]
    return tuple(map(trial_summary, found))


def effects(
    number: int, viewer: Viewer, *, sort: str = "points", side: str = "", page: int = 1, size: int = 50
) -> Page[Effect]:
    """Return one page of the promises that a trial moves, who loses the most first; ``side`` is won or lost."""
    seen = visible_trials(viewer).filter(pk=number).order_by().values("pk")
    found = TrialRow.objects.filter(trial__in=seen, **SIDES.get(side, {})).select_related("promise__customer")
    rows, total = part_of(found.order_by(*ordered(ORDERS, sort, default="points")), number=page, size=size)
    return Page(tuple(map(_effect, rows)), total, max(page, 1), size)


def has_moved(trial: TrialSummary) -> bool:
    """Say whether the forecast is another one than that a trial was held against, or will be in a moment."""
    return trial.before_hash != ground()


def ground() -> str | None:
    """Return the fingerprint of what the forecast was made from; None where there is none, or another in a moment."""
    standing, more_to_come = Standing.objects.only("inputs_hash").first(), is_behind()
    return None if more_to_come or standing is None else standing.inputs_hash


def was_applied(number: int) -> bool:
    """Say whether what was tried was published, or applied."""
    return any(of.objects.filter(trial=number).exists() for of in (Policy, Placement, Application))


def found_by(number: int, viewer: Viewer) -> tuple[int, ...]:
    """Return the what-ifs with which a search for what would help was answered, in the order they were found."""
    seen = visible_trials(viewer).filter(pk=number, kind=TrialKind.HELP)
    return tuple(seen.filter(found__isnull=False).order_by("found").values_list("found", flat=True))


def draft_name(number: int | None) -> str:
    """Return what a proposal is called, whether or not it is one still."""
    return PolicyDraft.objects.filter(pk=number or 0).values_list("name", flat=True).first() or ""


PRIVATE = (TrialKind.SCENARIO, TrialKind.HELP)
SIDES: Mapping[str, Mapping[str, Any]] = {"won": {"points__gte": LEAST}, "lost": {"points__lte": -LEAST}}


def visible_trials(viewer: Viewer) -> QuerySet[Trial]:
    """Return what the viewer may know was tried: not what-ifs that nobody shared, unless they are their own."""
    if EVERYONE not in viewer.audiences:
        return Trial.objects.none()
    own = Q(scenario__made_by=viewer.number) | Q(by=viewer.number)
    seen = Trial.objects.filter(~Q(kind__in=PRIVATE) | Q(scenario__shared_at__isnull=False) | own)
    return seen.select_related("by", "promise", "scenario")


def trial_summary(one: Trial) -> TrialSummary:
    """Return a trial as it is shown; whatever it is of must have been read with it."""
    return TrialSummary(
        number=one.pk,
        kind=TrialKind(one.kind),
        promise=one.promise_id,
        promise_title=one.promise.title if one.promise else "",
        draft=one.draft_id,
        scenario=one.scenario_id,
        scenario_name=one.scenario.name if one.scenario else "",
        revision=one.revision,
        rank_class=one.rank_class,
        rules=rules_of(one.rules),
        offers=Offers(one.offers),
        at=one.at,
        by_name=one.by.name if one.by else "",
        state=TrialState(one.state),
        answered_at=one.answered_at,
        as_of=one.as_of,
        policy=one.policy,
        before_hash=one.before_hash,
        after_hash=one.after_hash,
        before=one.before,
        after=one.after,
        groups=tuple(one.groups),
        winners=one.winners,
        losers=one.losers,
    )


def _effect(one: TrialRow) -> Effect:
    promise = one.promise
    return Effect(
        promise=promise.pk,
        key=promise.key,
        title=promise.title,
        customer_name=promise.customer.name,
        place_before=one.place_before,
        place_after=one.place_after,
        kept_before=one.kept_before,
        kept_after=one.kept_after,
        safe_before=one.safe_before,
        safe_after=one.safe_after,
        harm_before=one.harm_before,
        harm_after=one.harm_after,
        points=one.points,
    )
