"""Asking what could be promised: what is asked is kept, and answered by the process that holds the forecast."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, TypedDict, Unpack

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from makegood.capability.models import Team
from makegood.customers.models import Customer
from makegood.feasibility.models import Quote
from makegood.feasibility.policies import check_see_forecast
from makegood.feasibility.states import LONGEST_ASKED_DAYS, MOST_CLASS, MOST_PIECES, USUAL_CLASS, QuoteState
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.promises.services import checked_terms
from makegood.work.models import Template
from makegood.work.services import checked_pieces, pieces_of


class UnableToQuote(Problem):
    """What is asked can't be answered: no date, a team that is none, effort that makes no sense; ``field`` names it."""

    code = "unable-to-quote"


class Wish(TypedDict, total=False):
    """What is asked; ``work`` are pieces as of items, each after others by name, behind those of a ``template``."""

    wished: date
    work: Sequence[Mapping[str, Any]]
    template: int | None
    terms: Sequence[Mapping[str, Any]]
    customer: int | None
    rank_class: int


@transaction.atomic
def ask_quote(*, today: date, by: Viewer, at: datetime, **wish: Unpack[Wish]) -> int:
    """Ask what could be promised; return the number of the quote, which is answered in a moment.

    Without work it is answered from what became of promises like it. Denied, NotFound for a customer or a template,
    UnableToQuote, UnableToAddTerm.
    """
    check_see_forecast(by)
    customer, chosen = wish.get("customer"), wish.get("template")
    if customer is not None and not Customer.objects.filter(pk=customer).exists():
        raise NotFound(_("There is no such customer."))
    template = None if chosen is None else _template(chosen)
    pieces = [*([] if template is None else pieces_of(template)), *wish.get("work", ())]
    if len(pieces) > MOST_PIECES:
        raise UnableToQuote(_("That is very much work for one promise. Split it first."), field="work")
    quote = Quote.objects.create(
        by_id=by.number,
        at=at,
        customer_id=customer,
        wished=_day(wish.get("wished"), today),
        rank_class=_class(wish.get("rank_class", USUAL_CLASS)),
        work=checked_pieces(pieces, today=today, refusal=UnableToQuote),
        terms=checked_terms(wish.get("terms", ())),
        like="" if template is None else template.name,
    )
    facts = {"wished": quote.wished.isoformat(), "customer": customer or 0, "items": len(pieces)}
    record(verb="quote.ask", subject=("quote", quote.pk), actor=by.actor, at=at, facts=facts)
    return quote.pk


@transaction.atomic
def ask_again(*, number: int, by: Viewer, at: datetime) -> int:
    """Ask the same anew, because what can be promised has moved; return the number of the new quote.

    Denied, NotFound.
    """
    check_see_forecast(by)
    asked = Quote.objects.filter(pk=number).first()
    if asked is None:
        raise NotFound(_("There is no such quote."))
    again = Quote.objects.create(
        by_id=by.number, at=at, **{name: getattr(asked, name) for name in
        ("customer_id", "wished", "rank_class", "work", "terms", "like")}
    )  # fmt: skip
    record(verb="quote.ask", subject=("quote", again.pk), actor=by.actor, at=at, facts={"again": number})
    return again.pk


def waiting_quotes() -> list[Quote]:
    """Return what nobody has answered yet, the first first."""
    waiting = Quote.objects.filter(state=QuoteState.WAITING).select_related("customer", "by")
    return list(waiting.order_by("pk"))


def dated_quotes() -> list[Quote]:
    """Return what is answered, but for whom it would endanger; the first first."""
    dated = Quote.objects.filter(state=QuoteState.DATED).select_related("customer", "by")
    return list(dated.order_by("pk"))


def unhelped_quotes() -> list[Quote]:
    """Return what was answered below the level, and nobody knows yet what would help; the first first."""
    waiting = Quote.objects.filter(state=QuoteState.DONE, helped_at=None, p_kept__lt=settings.QUOTING_LEVEL)
    return list(waiting.select_related("customer", "by").order_by("pk"))


def team_keys_of(quotes: Collection[Quote]) -> dict[int, str]:
    """Return the keys of the teams that quotes need, by number."""
    wanted = {piece["team"] for quote in quotes for piece in quote.work}
    return dict(Team.objects.filter(pk__in=wanted, closed_at=None).values_list("pk", "key"))


def _template(template: int) -> Template:
    found = Template.objects.filter(pk=template, retired_at=None).first()
    if found is None:
        raise NotFound(_("There is no such template, or it is retired."))
    return found


def _day(wished: date | None, today: date) -> date:
    if wished is None:
        raise UnableToQuote(_("Which date is wished?"), field="wished")
    if wished < today:
        raise UnableToQuote(_("This date is past."), field="wished")
    if wished > today + timedelta(days=LONGEST_ASKED_DAYS):
        raise UnableToQuote(_("Nobody can say that far ahead: a year at most."), field="wished")
    return wished


def _class(rank_class: int) -> int:
    if not 1 <= rank_class <= MOST_CLASS:
        raise UnableToQuote(_("A class from 1, the first, to 5."), field="rank_class")
    return rank_class
