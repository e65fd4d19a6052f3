"""Answering what could be promised, from a forecast that is held warm beside the one that pages read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from threading import Event, Lock
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from makegood.engine import InvalidPortfolio, Portfolio, PromiseForecast, Settings
from makegood.engine.combined import Moved, combined
from makegood.engine.past import Learnt
from makegood.engine.quoting import Hearing, Offer, WarmParts, alone, inserted, would_help
from makegood.engine.remedies import Endangered
from makegood.engine.two_views import Frame
from makegood.feasibility import bridge
from makegood.feasibility.bridge.offers import Asked, offer_of
from makegood.feasibility.models import Quote, Reservation
from makegood.feasibility.queries import inputs, is_behind, promises_behind
from makegood.feasibility.services.leading import keep_lead_times
from makegood.feasibility.services.level import pushed_below
from makegood.feasibility.services.quoting import dated_quotes, team_keys_of, unhelped_quotes, waiting_quotes
from makegood.feasibility.services.reserving import hold, lock_capacity, refuse, waiting_reservations
from makegood.feasibility.states import LONGEST_ASKED_DAYS, QuoteState
from makegood.foundation.errors import Problem
from makegood.people.queries import find_viewer

RESTS = 3
"""How many times as long as it warmed up it rests after: a quarter of a processor, at most."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The forecast that answers are held against."""

    portfolio: Portfolio
    numbers: Mapping[str, int]
    """The number of each promise by its key."""
    as_of: date
    """The day looked from."""
    settings: Settings
    computed_at: datetime
    moved: Moved
    """How far the past moved each promise."""
    learnt: Learnt | None
    """What became of promises before, to be asked about another one."""


class Desk:
    """Answers from the latest :class:`Ground`.

    Four threads use it: one gives it each new forecast, one makes that ready, which takes long, one answers all the
    while from the one before, and one looks whom the answers would endanger.
    """

    def __init__(self, *, compiled: bool | None = None) -> None:
        """Know nothing yet; ``compiled`` as for :func:`makegood.engine.forecast`."""
        self._compiled = compiled
        self._lock = Lock()
        self._newer: Ground | None = None
        """What answers do not rest on yet."""
        self._standing: tuple[Ground, WarmParts] | None = None
        self._rests_until = 0.0
        self._held: dict[int, Offer] = {}
        """What was reserved since the forecast was computed, by number of the promise."""
        self._undisturbed = Event()
        self._undisturbed.set()
        self._led: Ground | None = None
        """What the lead times rest on that were written last."""

    def take(self, ground: Ground) -> None:
        """Answer from another forecast from now on, as soon as it is warm."""
        with self._lock:
            self._newer = ground

    @contextmanager
    def stepping_back(self) -> Iterator[None]:
        """Make nothing ready while the forecast is renewed, but what has begun: both would wait for each other."""
        self._undisturbed.clear()
        try:
            yield
        finally:
            self._undisturbed.set()

    def warm_up(self) -> bool:
        """Make the forecast that was taken last ready to answer; return whether there was a new one.

        Only what has work in common with what changed is made ready again. Where something changes all the time it
        leaves most of the time to others, unless somebody waits for it.
        """
        ground, begun = self._newer, monotonic()
        if ground is None or (begun < self._rests_until and not waiting_reservations()):
            return False
        warm = WarmParts.of(
            ground.portfolio,
            as_of=ground.as_of,
            settings=ground.settings,
            until=ground.as_of + timedelta(days=LONGEST_ASKED_DAYS),
            compiled=self._compiled,
            before=None if self._standing is None else self._standing[1],
            between=self._undisturbed.wait,
        )
        with self._lock:
            unknown = inputs.owed_among(self._held.keys() - set(ground.numbers.values()))
            self._held = {number: offer for number, offer in self._held.items() if number in unknown}
            self._standing = ground, warm.with_offer(*self._held.values()) if self._held else warm
            if self._newer is ground:
                self._newer = None
        self._rests_until = monotonic() + RESTS * (monotonic() - begun)
        return True

    def answer_quotes(self, *, at: datetime) -> int:
        """Answer by when what is asked would be done, each with what it rests on; return how many.

        Whom that would endanger is said by :meth:`look_behind`: a date is needed while somebody is on the phone, and
        takes a fraction of the time. Nothing is answered before it is warm.
        """
        waiting = waiting_quotes()
        if not waiting or self._standing is None:
            return 0
        teams, something_changed = team_keys_of(waiting), is_behind()
        for quote in waiting:
            with self._lock:
                ground, warm = self._standing
                has_newer = self._newer is not None
            said = _answered(quote, ground, warm, teams)
            Quote.objects.filter(pk=quote.pk, state=QuoteState.WAITING).update(
                answered_at=at, as_of=ground.as_of, computed_at=ground.computed_at,
                is_behind=something_changed or has_newer, **said,
            )  # fmt: skip
        return len(waiting)

    def look_behind(self, *, at: datetime) -> int:
        """Say whom the first would endanger of which only the dates are known; return for how many.

        Where the forecast is another one than the dates rest on, both are said anew: a quote rests on one forecast.
        """
        dated = dated_quotes()[:1]
        if not dated or self._standing is None:
            return 0
        teams, something_changed = team_keys_of(dated), is_behind()
        for quote in dated:
            with self._lock:
                ground, warm = self._standing
                has_newer = self._newer is not None
            said = _answered(quote, ground, warm, teams, endangers=True)
            rests: dict[str, Any] = {"as_of": ground.as_of, "computed_at": ground.computed_at}
            if quote.computed_at != ground.computed_at:
                rests |= {"answered_at": at, "is_behind": something_changed or has_newer}
            Quote.objects.filter(pk=quote.pk, state=QuoteState.DATED).update(**rests, **said)
        return len(dated)

    def settle_reservations(self, *, at: datetime) -> int:
        """Hold or refuse what is wished, one after another; return how many.

        It waits for the forecast to know of everything else that changed, so that nothing is sold twice.
        """
        waiting = waiting_reservations()
        if not waiting:
            return 0
        settled = 0
        for wish in waiting:
            with self._lock, transaction.atomic():
                lock_capacity()
                if self._standing is None or self._newer is not None or not self._knows_all():
                    break
                self._settle(wish, self._standing, at)
                settled += 1
        return settled

    def _knows_all(self) -> bool:
        """Say whether nothing is on its way to the forecast but what was held here."""
        pending = promises_behind()
        return pending is not None and not pending - self._held.keys()

    def _settle(self, wish: Reservation, standing: tuple[Ground, WarmParts], at: datetime) -> None:
        ground, warm = standing
        try:
            by = find_viewer(wish.by_id or 0, at=at)
            with translation.override(by.language):
                asked = replace(_asked(wish.quote), wished=wish.due, customer=wish.customer.name)
                offer = _renamed(offer_of(asked, team_keys_of([wish.quote]), ground.as_of), wish.pk)
                read = warm.quote(offer)
                p_kept = _heard(ground, warm, offer, read.promise).both.p_kept
                pushed = pushed_below(self._owed(ground, read.endangers))
                number = hold(wish, p_kept, pushed, by=by, at=at)
        except Problem as problem:
            refuse(wish, problem.message, at=at)
        except (InvalidPortfolio, KeyError):
            refuse(wish, _("What was asked contradicts itself by now. Ask again."), at=at)
        else:
            if number is not None:
                self._held[number] = offer
                self._standing = ground, warm.with_offer(offer)

    def _owed(self, ground: Ground, endangers: Iterable[Endangered]) -> list[Endangered]:
        """Return those among the endangered whom others rely on, as both views see them."""
        held = {offer.key: number for number, offer in self._held.items()}
        known = {one.promise: ground.numbers.get(one.promise) or held[one.promise] for one in endangers}
        owed = inputs.owed_among(known.values())
        return [
            replace(one, promise=owed[known[one.promise]])
            for one in ground.moved.endangered(endangers)
            if known[one.promise] in owed
        ]

    def help_quotes(self, *, at: datetime) -> int:
        """Find out what would make safe the first that was answered, and is not; return for how many.

        It takes longer, and nobody is answered meanwhile: so one at a time.
        """
        waiting = unhelped_quotes()[:1]
        if not waiting or self._standing is None:
            return 0
        ground, warm = self._standing
        teams = team_keys_of(waiting)
        for quote in waiting:
            Quote.objects.filter(pk=quote.pk).update(
                answer={**quote.answer, "would_help": _helping(quote, ground, warm, teams)}, helped_at=at
            )
        return len(waiting)

    def keep_lead_times(self) -> int:
        """Write how soon work like each template would be done, once for each forecast; return for how many."""
        if self._standing is None or self._led is self._standing[0]:
            return 0
        ground, warm = self._standing
        self._led = ground

        def answered(offer: Offer) -> PromiseForecast:
            return _heard(ground, warm, offer, warm.quote(offer, endangers=False).promise).both

        return keep_lead_times(answered, as_of=ground.as_of, computed_at=ground.computed_at)


def _answered(
    quote: Quote, ground: Ground, warm: WarmParts, teams: Mapping[int, str], *, endangers: bool = False
) -> dict[str, Any]:
    """Return what a quote comes to, as columns have it; ``endangers`` where others are looked at as well."""
    try:
        offer = offer_of(_asked(quote), teams, ground.as_of)
        read = warm.quote(offer, endangers=endangers)
    except KeyError as closed:
        return _failed([bridge.kept_message("unknown team", {"team": str(closed.args[0])})])
    except InvalidPortfolio as invalid:
        return _failed([bridge.kept_message(one.code, one.values) for one in invalid.problems])
    promise = _heard(ground, warm, offer, read.promise).both
    answer: dict[str, Any] = {"details": bridge.details_of(promise)}
    if endangers:
        answer["endangers"] = _endangered(ground, read.endangers)
    return {
        "state": QuoteState.DONE if endangers else QuoteState.DATED,
        "p_kept": promise.p_kept,
        "p50": promise.p50,
        "p85": promise.p85,
        "p95": promise.p95,
        "place": promise.place,
        "answer": answer,
    }


def _helping(quote: Quote, ground: Ground, warm: WarmParts, teams: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return the changes that would help, the safe ones first; nothing where the ground has moved under it."""
    try:
        offer = offer_of(_asked(quote), teams, ground.as_of)
        hearing = _heard(ground, warm, offer, warm.quote(offer, endangers=False).promise)
        found = would_help(warm, offer, hearing)
    except (KeyError, InvalidPortfolio):
        return []
    return [
        {
            "change": bridge.change_kept(one.change),
            "p_kept": one.p_kept,
            "safe": one.safe,
            "endangers": _endangered(ground, one.endangers),
        }
        for one in found
    ]


def _endangered(ground: Ground, endangers: Iterable[Endangered]) -> list[dict[str, Any]]:
    """Return whom an answer endangers as both views see it, by number; what was held a moment ago has none."""
    return [
        {"promise": ground.numbers[one.promise], "before": one.before, "after": one.after}
        for one in ground.moved.endangered(endangers)
        if one.promise in ground.numbers
    ]


def _heard(ground: Ground, warm: WarmParts, offer: Offer, played: PromiseForecast) -> Hearing:
    """Return what was played beside what both views say of it."""
    frame = Frame(warm.as_of, warm.horizon, warm.settings.samples)
    past = {} if ground.learnt is None else ground.learnt.of([offer.promise], horizon=warm.horizon)
    if not past:
        return Hearing(played, played, None, frame)
    both = combined(
        alone(played, warm.as_of, warm.horizon, warm.settings), inserted(Portfolio(), [offer]), past, warm.settings
    )
    return Hearing(played, both.promises[0], past.get(offer.key), frame)


def _failed(problems: list[dict[str, Any]]) -> dict[str, Any]:
    return {"state": QuoteState.FAILED, "answer": {"problems": problems}}


def _asked(quote: Quote) -> Asked:
    customer = quote.customer
    return Asked(
        number=quote.pk,
        customer="" if customer is None else customer.name,
        tier="" if customer is None else customer.tier,
        zone="" if customer is None else customer.zone,
        wished=quote.wished,
        rank_class=quote.rank_class,
        work=quote.work,
        terms=quote.terms,
        by="" if quote.by is None else quote.by.name,
    )


def _renamed(offer: Offer, wish: int) -> Offer:
    """Return an offer under a key of the wish: the same may be held twice."""
    key = f"{offer.key}/{wish}"
    names = {item.key: f"{key}/{item.name}" for item in offer.items}
    return replace(
        offer,
        promise=replace(offer.promise, key=key),
        items=tuple(
            replace(item, key=names[item.key], promise=key, after=tuple(names[before] for before in item.after))
            for item in offer.items
        ),
        specifications=tuple(replace(term, promise=key) for term in offer.specifications),
        service_levels=tuple(replace(term, promise=key) for term in offer.service_levels),
    )
