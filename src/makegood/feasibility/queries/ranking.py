"""Reading how promises rank: the policy in force and its versions, what is proposed, and where a promise stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from makegood.feasibility.models import Outlook, Placement, Policy, PolicyDraft
from makegood.feasibility.states import DEFAULT_RULES, Offers, Rule, class_in
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.promises.models import Promise
from makegood.promises.states import OPEN, State


@dataclass(frozen=True, slots=True)
class RankingRow:
    """How promises rank: by which rules in which order, and where offers stand."""

    number: int
    """0 is what the house was delivered with."""
    name: str
    rules: tuple[Rule, ...]
    offers: Offers
    reason: str = ""
    at: datetime | None = None
    proposed_by: str = ""
    by_name: str = ""
    trial: int | None = None
    has_moved: bool = False


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A policy that is proposed."""

    number: int
    name: str
    rules: tuple[Rule, ...]
    offers: Offers
    reason: str
    by: int | None
    by_name: str
    at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class PlacementRow:
    """A promise that somebody gave another class."""

    rank_class: int | None
    reason: str
    at: datetime
    by_name: str
    trial: int
    has_moved: bool


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """Where a promise stands among those that want capacity, and why."""

    promise: int
    key: str
    title: str
    customer_name: str
    severity: str
    tier: str
    value: Decimal | None
    currency: str
    due: date | None
    first_due: date | None
    said_at: datetime
    is_owed: bool
    place: int | None
    """None before it is forecast."""
    of: int
    ranking: RankingRow
    rank_class: int | None
    """The class that it was given by name; None for the one of its severity."""
    effective_class: int
    """The class that it has after all: 0 before everything, 5 behind everything."""
    placements: tuple[PlacementRow, ...]
    """The latest first."""
    before: tuple[int, str] | None
    """Number and title of the promise that gets capacity just before it."""
    after: tuple[int, str] | None


DELIVERED = RankingRow(0, "", DEFAULT_RULES, Offers.LAST)


def ranking_in_force() -> RankingRow:
    """Return by which rules promises rank; in one query."""
    found = Policy.objects.select_related("by", "proposed_by").order_by("-number").first()
    return DELIVERED if found is None else _ranking(found)


def rules_in(version: int) -> tuple[Rule, ...]:
    """Return the rules of a version; in one query, or in none for the one that the house was delivered with."""
    return rules_of(Policy.objects.get(number=version).rules) if version else DEFAULT_RULES


def rankings(viewer: Viewer) -> tuple[RankingRow, ...]:
    """Return every published version, the one in force first, and last what the house was delivered with."""
    if EVERYONE not in viewer.audiences:
        return ()
    found = Policy.objects.select_related("by", "proposed_by").order_by("-number")
    return (*map(_ranking, found), DELIVERED)


def find_ranking(number: int, viewer: Viewer) -> RankingRow:
    """Return one version; NotFound."""
    row = next((one for one in rankings(viewer) if one.number == number), None)
    if row is None:
        raise NotFound(_("There is no such version of the policy."))
    return row


def drafts(viewer: Viewer) -> tuple[DraftRow, ...]:
    """Return what is proposed, the latest first."""
    if EVERYONE not in viewer.audiences:
        return ()
    return tuple(map(_draft, PolicyDraft.objects.filter(ended_at=None).select_related("by").order_by("-pk")))


def find_draft(number: int, viewer: Viewer) -> DraftRow:
    """Return one proposal that is neither published nor taken back; NotFound."""
    row = next((one for one in drafts(viewer) if one.number == number), None)
    if row is None:
        raise NotFound(_("There is no such proposal, or it is one no more."))
    return row


def place_of(promise: int, viewer: Viewer) -> PlaceRow:
    """Return where an open promise with a date stands; NotFound."""
    staff = EVERYONE in viewer.audiences
    found = Promise.objects.filter(pk=promise, state__in=OPEN, due__isnull=False).select_related("customer")
    row = found.first() if staff else None
    if row is None:
        raise NotFound(_("Only open promises with a date have a place."))
    placed = Placement.objects.filter(promise=promise).select_related("by").order_by("-pk")[:20]
    placements = tuple(
        PlacementRow(one.rank_class, one.reason, one.at, one.by.name if one.by else "", one.trial_id, one.has_moved)
        for one in placed
    )
    place = Outlook.objects.filter(pk=promise).values_list("place", flat=True).first()
    is_owed = row.state in {State.COMMITTED, State.RESERVED}
    ranking = ranking_in_force()
    given = placements[0].rank_class if placements else None
    beside = {}
    if place is not None:
        near = Outlook.objects.filter(place__in=(place - 1, place + 1)).order_by("pk").select_related("promise")
        beside = {one.place: (one.promise_id, one.promise.title) for one in near}
    return PlaceRow(
        promise=row.pk,
        key=row.key,
        title=row.title,
        customer_name=row.customer.name,
        severity=row.severity,
        tier=row.customer.tier,
        value=row.value,
        currency=row.currency,
        due=row.due,
        first_due=row.first_due or row.due,
        said_at=row.said_at,
        is_owed=is_owed,
        place=place,
        of=Outlook.objects.count(),
        ranking=ranking,
        rank_class=given,
        effective_class=class_in(row.severity, is_owed=is_owed, given=given, offers=ranking.offers),
        placements=placements,
        before=beside.get((place or 0) - 1),
        after=beside.get((place or 0) + 1),
    )


def rules_of(values: list[str]) -> tuple[Rule, ...]:
    """Return rules as they are kept as rules."""
    return tuple(map(Rule, values))


def _ranking(one: Policy) -> RankingRow:
    return RankingRow(
        number=one.number,
        name=one.name,
        rules=rules_of(one.rules),
        offers=Offers(one.offers),
        reason=one.reason,
        at=one.at,
        proposed_by=one.proposed_by.name if one.proposed_by else "",
        by_name=one.by.name if one.by else "",
        trial=one.trial_id,
        has_moved=one.has_moved,
    )


def _draft(one: PolicyDraft) -> DraftRow:
    return DraftRow(
        number=one.pk,
        name=one.name,
        rules=rules_of(one.rules),
        offers=Offers(one.offers),
        reason=one.reason,
        by=one.by_id,
        by_name=one.by.name if one.by else "",
        at=one.made_at,
        version=one.version,
    )
