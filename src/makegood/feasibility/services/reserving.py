"""Keeping capacity for what was quoted: asked by a person, answered one after another by who holds the forecast.

There is one process that answers, and it answers each wish against everything that it has held before. So of two
people who ask for the last capacity at the same moment exactly one gets it, and the other is told at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.customers.models import Customer
from makegood.engine.remedies import Endangered
from makegood.feasibility.models import Quote, Reservation, Standing
from makegood.feasibility.policies import check_override, check_reserve
from makegood.feasibility.services.level import MOST_TEXT, below_level, is_below_level, pushes_below, record_override
from makegood.feasibility.states import LONGEST_HOLD_DAYS, USUAL_HOLD_DAYS, QuoteState, ReservationState
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.foundation.texts import kept_text
from makegood.foundation.timers.services import start
from makegood.promises.models import Promise
from makegood.promises.services import add_term, capture_promise, free_reserved, reserve_promise
from makegood.promises.states import Severity, State
from makegood.work.services import list_quoted

EXPIRES = "reservation"
"""The kind of timer by which a reservation runs out."""


class UnableToReserve(Problem):
    """There is nothing to hold capacity for, somebody took it, or the date is below the quoting level."""

    code = "unable-to-reserve"


@transaction.atomic
def ask_to_reserve(
    *,
    quote: int,
    customer: int | None,
    wording: str,
    due: date,
    today: date,
    days: int = USUAL_HOLD_DAYS,
    reason: str = "",
    fallback: str = "",
    by: Viewer,
    at: datetime,
) -> int:
    """Ask for capacity to be kept for a quote, until so many ``days`` from now; return the number of the wish.

    It is held as a promise of these words for ``due``. Below the quoting level it needs a ``reason`` and a
    ``fallback`` from somebody who may let it be promised all the same. Denied, NotFound, UnableToReserve.
    """
    check_reserve(by)
    asked = Quote.objects.filter(pk=quote).first()
    if asked is None:
        raise NotFound(_("There is no such quote."))
    why = kept_text(reason, field="reason", most=MOST_TEXT, refusal=UnableToReserve)
    otherwise = kept_text(fallback, field="fallback", most=MOST_TEXT, refusal=UnableToReserve)
    to = _checked(asked, customer, due, today, days)
    if bool(why) != bool(otherwise):
        missing = "fallback" if why else "reason"
        raise UnableToReserve(_("Below the level it takes both: why, and what we will do if it fails."), field=missing)
    if why:
        check_override(by)
    wish = Reservation.objects.create(
        quote=asked,
        by_id=by.number,
        at=at,
        customer_id=to,
        wording=kept_text(wording, field="wording", most=MOST_TEXT, refusal=UnableToReserve, needed=True),
        due=due,
        until=at + timedelta(days=days),
        reason=why,
        fallback=otherwise,
    )
    facts = {"reservation": wish.pk, "due": due.isoformat(), "until": wish.until.isoformat()}
    record(verb="quote.reserve", subject=("quote", quote), actor=by.actor, at=at, facts=facts)
    return wish.pk


def waiting_reservations() -> list[Reservation]:
    """Return the wishes that nobody has answered yet, the first first."""
    waiting = Reservation.objects.filter(state=ReservationState.WAITING).select_related("quote", "customer", "by")
    return list(waiting.order_by("pk"))


@transaction.atomic
def hold(
    wish: Reservation, p_kept: float | None, pushed: Sequence[Endangered] = (), *, by: Viewer, at: datetime
) -> int | None:
    """Hold what is wished as a promise in the state reserved, with its work and terms; return its number.

    Or say why not: whoever asked is told how likely it is by now, or that others, ``pushed`` below the level by it,
    rely on this capacity. None where it is refused, or answered already.
    Denied and other Problems where it can't become a promise by now; nothing is done then.
    """
    if is_below_level(p_kept) and not wish.reason:
        refuse(wish, below_level(p_kept), p_kept=p_kept, at=at)
        return None
    if pushed and not wish.reason:
        refuse(wish, pushes_below(pushed), p_kept=p_kept, at=at)
        return None
    if not Reservation.objects.select_for_update().filter(pk=wish.pk, state=ReservationState.WAITING).exists():
        return None
    number = capture_promise(
        customer=wish.customer_id, wording=wish.wording, channel="call", due=wish.due,
        severity=Severity(f"S{min(wish.quote.rank_class, 4)}").value, by=by, at=at,
    )  # fmt: skip
    for term in wish.quote.terms:
        add_term(promise=number, **term, by=by, at=at)
    list_quoted(promise=number, pieces=wish.quote.work, by=by, at=at)
    reserve_promise(number=number, by=by, at=at)
    if wish.reason:
        record_override(number, wish.due, p_kept, (wish.reason, wish.fallback), by=by, at=at)
    Reservation.objects.filter(pk=wish.pk).update(
        state=ReservationState.HELD, promise=number, p_kept=p_kept, answered_at=at
    )
    start(kind=EXPIRES, subject=("promise", number), due_at=wish.until, key=f"reservation:{wish.pk}")
    facts = {"promise": number, "p_kept": p_kept, "until": wish.until.isoformat()}
    record(verb="quote.held", subject=("quote", wish.quote_id), actor=by.actor, at=at, facts=facts)
    return number


def refuse(wish: Reservation, said: str, *, p_kept: float | None = None, at: datetime) -> None:
    """Say why capacity can't be kept."""
    Reservation.objects.filter(pk=wish.pk, state=ReservationState.WAITING).update(
        state=ReservationState.REFUSED, answered_at=at, p_kept=p_kept, said=said
    )


@transaction.atomic
def run_out(*, wish: int, at: datetime) -> bool:
    """Free the capacity of a wish whose time is over; return whether it was still held: then it is an offer again."""
    found = Reservation.objects.filter(pk=wish, state=ReservationState.HELD, until__lte=at).first()
    if found is None or found.promise_id is None:
        return False
    return free(found.promise_id, at=at)


def lock_capacity() -> None:
    """Let nobody else keep capacity until the transaction ends: what was kept before is known by then."""
    Standing.objects.select_for_update().first()


def free(promise: int, *, at: datetime) -> bool:
    """Keep capacity for a promise no longer because the time is over; return whether it was still kept."""
    held = Promise.objects.select_for_update().filter(pk=promise, state=State.RESERVED)
    if not held.exists():
        return False
    free_reserved(number=promise, at=at)
    return True


def check_days(days: int) -> None:
    """Refuse to keep capacity for longer than it may be, or for no time at all; UnableToReserve."""
    if not 1 <= days <= LONGEST_HOLD_DAYS:
        text = _("Capacity can be kept for 1 to %(most)s days.") % {"most": LONGEST_HOLD_DAYS}
        raise UnableToReserve(text, field="days")


def _checked(asked: Quote, customer: int | None, due: date, today: date, days: int) -> int:
    """Return for which customer it is to be held."""
    to = asked.customer_id if customer is None else customer
    if asked.state not in {QuoteState.DATED, QuoteState.DONE}:
        raise UnableToReserve(_("It is not answered yet."), field="quote")
    if not asked.work:
        raise UnableToReserve(_("Without work there is no capacity to keep. List what has to be done."), field="work")
    if to is None or not Customer.objects.filter(pk=to).exists():
        raise UnableToReserve(_("Please choose a customer."), field="customer")
    if due < today:
        raise UnableToReserve(_("This date is past."), field="due")
    check_days(days)
    return to
