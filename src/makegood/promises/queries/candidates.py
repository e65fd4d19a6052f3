"""The days and amounts that a mail names, in its text, as values that a draft could take over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from makegood.files.mails import MOST_FOUND, find_amounts, find_dates

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Offer:
    """What a place in a text may mean: a day, or an amount with its currency where the text says it."""

    day: date | None = None
    amount: Decimal | None = None
    currency: str = ""

    @property
    def fields(self) -> Mapping[str, str]:
        """Return the fields of a promise that it fills, as a form holds them."""
        if self.day is not None:
            return {"due": self.day.isoformat()}
        amount = {"value": str(self.amount)}
        return {**amount, "currency": self.currency} if self.currency else amount


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; the pieces together are the text. Those with ``offers`` name a day or an amount."""

    text: str
    offers: tuple[Offer, ...] = ()


def pieces_of(text: str, written_on: date) -> tuple[Piece, ...]:
    """Return ``text`` in pieces; a day without a year is the next one from ``written_on`` on."""
    pieces: list[Piece] = []
    done = 0
    for start, end, offers in sorted(_found(text, written_on), key=lambda one: one[:2]):
        if start < done:
            continue  # what looks like a day and like an amount is the one that begins first
        if start > done:
            pieces.append(Piece(text[done:start]))
        pieces.append(Piece(text[start:end], offers))
        done = end
    return (*pieces, Piece(text[done:])) if done < len(text) else tuple(pieces)


def _found(text: str, written_on: date) -> Iterator[tuple[int, int, tuple[Offer, ...]]]:
    for day in list(find_dates(text, written_on))[:MOST_FOUND]:
        yield day.start, day.end, tuple(Offer(day=one) for one in day.days)
    for amount in list(find_amounts(text))[:MOST_FOUND]:
        offer = Offer(amount=amount.amount.quantize(CENT), currency=amount.currency)
        yield amount.start, amount.end, (offer,)
