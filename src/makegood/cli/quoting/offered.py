"""From the question and the files to an offer: its work as typed, as of another promise, or none at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from makegood.cli.quoting.request import QuoteRequest
from makegood.cli.quoting.wishes import parse_levels, parse_specifications, parse_work
from makegood.cli.usage import UsageProblem, with_suggestion
from makegood.engine.portfolio import Portfolio, Promise, WorkItem
from makegood.engine.quoting import Offer

Basis = Literal["work", "like", "past", "nothing"]
KEY = "new"


@dataclass(frozen=True, slots=True)
class Asked:
    """An offer, and what its work was taken from."""

    offer: Offer
    basis: Basis
    """Work as typed, work of another promise, what became of earlier promises alone, or nothing at all."""
    like: str | None


def asked_for(request: QuoteRequest, portfolio: Portfolio) -> Asked:
    """Return what ``request`` offers; UsageProblem where that can't be understood."""
    key = _unused(KEY, (promise.key for promise in portfolio.promises))
    items = () if request.work is None else parse_work(request.work, key, portfolio, request.language)
    basis: Basis = "work" if items else "past" if portfolio.history else "nothing"
    attributes: Mapping[str, str] = MappingProxyType({})
    if request.like is not None:
        copied, attributes = _like(request.like, key, portfolio, request)
        basis = "like" if copied and not items else basis
        items = items or copied
    specifications = parse_specifications(request.specifications, key, portfolio, request.language)
    levels = parse_levels(request.levels, key, portfolio, request.wished, request.language)
    if basis == "nothing" and not specifications and not levels:
        raise UsageProblem(
            request.language.say("Say what it takes, with --work or --like: there is no history to answer from.")
        )
    promise = replace(_promise(key, request, portfolio), attributes=attributes)
    return Asked(
        Offer(promise=promise, items=items, specifications=specifications, service_levels=levels), basis, request.like
    )


def _promise(key: str, request: QuoteRequest, portfolio: Portfolio) -> Promise:
    """Return the promise, in the customer's zone and tier where one of their promises says so."""
    theirs = [one for one in portfolio.promises if one.customer.casefold() == request.customer.casefold()]
    known = theirs[-1] if theirs and request.customer else None
    return Promise(
        key=key,
        customer=request.customer if known is None else known.customer,
        due=request.wished,
        made_at=request.as_of,
        priority_class=request.priority_class,
        tier=None if known is None else known.tier,
        zone=None if known is None else known.zone,
    )


def _like(
    wanted: str, key: str, portfolio: Portfolio, request: QuoteRequest
) -> tuple[tuple[WorkItem, ...], Mapping[str, str]]:
    """Return the whole work of an earlier promise as if nothing of it were done, and what else it is known by."""
    promises = {promise.key: promise for promise in portfolio.promises}
    history = {row.promise: row for row in portfolio.history}
    if wanted not in promises and wanted not in history:
        problem = request.language.say("There is no promise {promise}.", promise=wanted)
        raise UsageProblem(with_suggestion(problem, wanted, [*promises, *history], request.language))
    attributes = dict(history[wanted].attributes) if wanted in history else dict(promises[wanted].attributes)
    own = portfolio.items_by_promise.get(wanted, ())
    names = {item.key: f"{key}/{item.name}" for item in own}
    return tuple(
        replace(
            item,
            key=names[item.key],
            promise=key,
            after=tuple(names[before] for before in item.after if before in names),
            not_before=None,
            wait=None if item.wait is None else replace(item.wait, started=None),
            done_share=0.0,
        )
        for item in own
    ), MappingProxyType({name: value for name, value in attributes.items() if name != "title"})


def _unused(key: str, known: Iterable[str]) -> str:
    taken, number, name = set(known), 1, key
    while name in taken:
        number += 1
        name = f"{key} {number}"
    return name
