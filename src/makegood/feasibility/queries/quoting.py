"""Reading what was asked that could be promised, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from makegood.capability.models import Team
from makegood.feasibility.models import LeadTime, Override, Quote, Reservation, Standing
from makegood.feasibility.states import QuoteState, ReservationState
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.promises.models import Promise
from makegood.work.queries import TemplateRow, template_steps, templates


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of work that was asked about."""

    name: str
    team: int
    team_name: str
    hours: str
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Endangers:
    """A promise whose P(kept) would fall by more than two points."""

    promise: int
    key: str
    title: str
    customer_name: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Helps:
    """A change that would make the wished date more likely, and whom it would endanger instead."""

    change: Mapping[str, Any]
    """Its code and its values."""
    p_kept: float
    safe: bool
    endangers: tuple[Endangers, ...]


@dataclass(frozen=True, slots=True)
class LeadTimeRow:
    """How soon work like a template would be done, if somebody asked today; dates are None where nobody can say."""

    template: int
    name: str
    steps: tuple[str, ...]
    """What is done, in its order."""
    as_of: date | None
    p50: date | None
    p85: date | None
    p95: date | None

    @property
    def days(self) -> int | None:
        """Return the calendar days until the date that is safe at 85 %."""
        return None if self.p85 is None or self.as_of is None else (self.p85 - self.as_of).days


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """What somebody asked, and the answer; ``details`` are as of a forecast."""

    number: int
    at: datetime
    by_name: str
    customer: int | None
    customer_name: str
    wished: date
    rank_class: int
    like: str
    work: tuple[Piece, ...]
    terms: tuple[Mapping[str, Any], ...]
    state: QuoteState
    answered_at: datetime | None
    computed_at: datetime | None
    is_behind: bool
    has_moved: bool
    p_kept: float | None
    p50: date | None
    p85: date | None
    p95: date | None
    place: int
    details: Mapping[str, Any]
    problems: tuple[Mapping[str, Any], ...]
    endangers: tuple[Endangers, ...] | None
    """None while nobody knows yet, which takes a moment longer than the dates."""
    would_help: tuple[Helps, ...] | None
    """None while nobody knows yet."""


@dataclass(frozen=True, slots=True)
class ReservationRow:
    """A wish to keep capacity, and what became of it."""

    number: int
    quote: int
    at: datetime
    by_name: str
    due: date
    until: datetime
    state: ReservationState
    p_kept: float | None
    said: str
    promise: int | None


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """Why a date below the quoting level was let be promised, and what we will do if it fails."""

    due: date
    level: float
    p_kept: float | None
    reason: str
    fallback: str
    at: datetime
    by_name: str


def find_quote(number: int, viewer: Viewer) -> QuoteRow:
    """Return what was asked with its answer; NotFound."""
    found = _visible(viewer).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such quote."))
    teams = dict(Team.objects.filter(pk__in={piece["team"] for piece in found.work}).values_list("pk", "name"))
    latest = Standing.objects.values_list("computed_at", flat=True).first()
    return _row(found, teams, latest)


def latest_quotes(viewer: Viewer, limit: int = 10) -> list[QuoteRow]:
    """Return what the viewer asked last, the latest first, without what it would endanger."""
    found = _visible(viewer).filter(by=viewer.number).order_by("-pk")[:limit]
    return [_row(quote, {}, None, whole=False) for quote in found]


def reservations_of(quote: int, viewer: Viewer) -> list[ReservationRow]:
    """Return the wishes to keep capacity for a quote, the latest first."""
    if EVERYONE not in viewer.audiences:
        return []
    found = Reservation.objects.filter(quote=quote).select_related("by").order_by("-pk")
    return [_reservation(one) for one in found]


def find_reservation(number: int, viewer: Viewer) -> ReservationRow:
    """Return a wish to keep capacity; NotFound."""
    found = Reservation.objects.filter(pk=number).select_related("by").first()
    if found is None or EVERYONE not in viewer.audiences:
        raise NotFound(_("There is no such reservation."))
    return _reservation(found)


def reservation_of(promise: int, viewer: Viewer) -> ReservationRow | None:
    """Return the reservation that a promise came from; None where there was none."""
    found = Reservation.objects.filter(promise=promise).select_related("by").first()
    return None if found is None or EVERYONE not in viewer.audiences else _reservation(found)


def lead_times(viewer: Viewer) -> list[LeadTimeRow]:
    """Return how soon work like each template in use would be done, the soonest first; what nobody can say last."""
    if EVERYONE not in viewer.audiences:
        return []
    known = {one.template_id: one for one in LeadTime.objects.all()}
    steps = template_steps(viewer)
    rows = [_lead_time(one, steps.get(one.number, ()), known.get(one.number)) for one in templates(viewer)]
    return sorted(rows, key=lambda one: (one.p85 or date.max, one.name))


def _lead_time(of: TemplateRow, steps: tuple[str, ...], known: LeadTime | None) -> LeadTimeRow:
    dates = (None,) * 4 if known is None else (known.as_of, known.p50, known.p85, known.p95)
    return LeadTimeRow(of.number, of.name, steps, *dates)


def overrides_of(promise: int, viewer: Viewer) -> list[OverrideRow]:
    """Return who let dates of a promise be relied on below the quoting level, the latest first."""
    if EVERYONE not in viewer.audiences:
        return []
    found = Override.objects.filter(promise=promise).select_related("by").order_by("-pk")
    return [
        OverrideRow(one.due, one.level, one.p_kept, one.reason, one.fallback, one.at, one.by.name if one.by else "")
        for one in found
    ]


def _visible(viewer: Viewer) -> QuerySet[Quote]:
    quotes = Quote.objects.select_related("by", "customer")
    return quotes if EVERYONE in viewer.audiences else quotes.none()


def _row(quote: Quote, teams: Mapping[int, str], latest: datetime | None, *, whole: bool = True) -> QuoteRow:
    answer = quote.answer
    helps = answer.get("would_help", [])
    named = _named([one["promise"] for one in _harmed(answer.get("endangers", []), helps)]) if whole else {}
    return QuoteRow(
        number=quote.pk,
        at=quote.at,
        by_name=quote.by.name if quote.by else "",
        customer=quote.customer_id,
        customer_name=quote.customer.name if quote.customer else "",
        wished=quote.wished,
        rank_class=quote.rank_class,
        like=quote.like,
        work=tuple(_piece(piece, teams) for piece in quote.work),
        terms=tuple(quote.terms),
        state=QuoteState(quote.state),
        answered_at=quote.answered_at,
        computed_at=quote.computed_at,
        is_behind=quote.is_behind,
        has_moved=latest is not None and quote.computed_at is not None and latest != quote.computed_at,
        p_kept=quote.p_kept,
        p50=quote.p50,
        p85=quote.p85,
        p95=quote.p95,
        place=quote.place,
        details=answer.get("details", {}),
        problems=tuple(answer.get("problems", ())),
        endangers=None
        if quote.state in {QuoteState.WAITING, QuoteState.DATED}
        else _endangered(answer.get("endangers", []), named),
        would_help=_helps(quote, named),
    )


def _helps(quote: Quote, named: Mapping[int, tuple[str, str, str]]) -> tuple[Helps, ...] | None:
    if quote.helped_at is None and quote.p_kept is not None and quote.p_kept < settings.QUOTING_LEVEL:
        return None
    return tuple(
        Helps(one["change"], one["p_kept"], one["safe"], _endangered(one["endangers"], named))
        for one in quote.answer.get("would_help", [])
    )


def _harmed(endangers: list[dict[str, Any]], helps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [*endangers, *(one for change in helps for one in change["endangers"])]


def _named(numbers: Collection[int]) -> dict[int, tuple[str, str, str]]:
    """Return key, title and customer of promises, by number."""
    found = Promise.objects.filter(pk__in=set(numbers)).annotate(customer_name=F("customer__name"))
    rows = found.values_list("pk", "key", "title", "customer_name")
    return {number: (key, title, customer) for number, key, title, customer in rows}


def _endangered(kept: list[dict[str, Any]], named: Mapping[int, tuple[str, str, str]]) -> tuple[Endangers, ...]:
    return tuple(
        Endangers(one["promise"], *named[one["promise"]], one["before"], one["after"])
        for one in kept
        if one["promise"] in named
    )


def _piece(piece: Mapping[str, Any], teams: Mapping[int, str]) -> Piece:
    hours = [piece.get(name) for name in ("p10", "p50", "p90")]
    said = "–".join(f"{hour:g}" for hour in hours if hour is not None)
    return Piece(piece["name"], piece["team"], teams.get(piece["team"], ""), said, tuple(piece.get("after", ())))


def _reservation(one: Reservation) -> ReservationRow:
    return ReservationRow(
        number=one.pk,
        quote=one.quote_id,
        at=one.at,
        by_name=one.by.name if one.by else "",
        due=one.due,
        until=one.until,
        state=ReservationState(one.state),
        p_kept=one.p_kept,
        said=one.said,
        promise=one.promise_id,
    )
