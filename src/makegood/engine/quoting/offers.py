"""What is asked: a promise that nobody has made yet, with the work and the terms that it would bring."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from makegood.engine.portfolio import Portfolio, Promise, ServiceLevelTerm, SpecificationTerm, WorkItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A promise as it would be made: its wished date is ``promise.due``, its place follows from the policy.

    Keys of promise and items must be new; items may come after one another and after those of other promises. The
    promise's ``release`` is the day before which no work can start.
    """

    promise: Promise
    items: tuple[WorkItem, ...] = ()
    specifications: tuple[SpecificationTerm, ...] = ()
    service_levels: tuple[ServiceLevelTerm, ...] = ()

    @property
    def key(self) -> str:
        """The promise's key."""
        return self.promise.key


def inserted(portfolio: Portfolio, offers: Iterable[Offer]) -> Portfolio:
    """Return ``portfolio`` as if ``offers`` were promised; the one given stays as it is."""
    asked = tuple(offers)
    return replace(
        portfolio,
        promises=(*portfolio.promises, *(offer.promise for offer in asked)),
        items=(*portfolio.items, *(item for offer in asked for item in offer.items)),
        specifications=(*portfolio.specifications, *(term for offer in asked for term in offer.specifications)),
        service_levels=(*portfolio.service_levels, *(term for offer in asked for term in offer.service_levels)),
    )
