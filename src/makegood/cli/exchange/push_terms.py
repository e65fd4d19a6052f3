"""Pushing what is promised besides dates: each term by its promise, its kind, what it is about and how it compares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from makegood.cli.exchange.fates import Texts, Told
from makegood.cli.exchange.interface import Interface, NotDone
from makegood.engine.portfolio import Portfolio, ServiceLevelTerm, SpecificationTerm
from makegood.phrases import Language

Fields = dict[str, Any]
Term = Mapping[str, Any]


def push_terms(
    portfolio: Portfolio,
    promises: Mapping[str, int],
    texts: Texts,
    interface: Interface,
    *,
    dry: bool,
    language: Language,
) -> Iterator[Told]:
    """Yield what became of each term. ``promises`` are by key, 0 for those that a dry run did not make."""
    made = {promise.key: promise.made_at or promise.due for promise in portfolio.promises}
    wanted: dict[str, list[Fields]] = {}
    for _sheet, _place, promise, fields in _terms(portfolio, made):
        wanted.setdefault(promise, []).append(fields)
    left: dict[int, list[Term]] = {}
    for sheet, place, promise, fields in _terms(portfolio, made):
        at = (texts.file(sheet), texts.row(sheet, place), f"{promise}  {fields['subject']}")
        number = promises.get(promise)
        if number is None:
            yield Told(*at, "refused", language.say("refused: the server has no {name}", name=promise))
            continue
        try:
            if number and number not in left:
                left[number] = interface.get(f"promises/{number}")["terms"]
            there = _taken_out(left.get(number, []), fields, wanted[promise])
            fate, said = _one(number, there, fields, interface, dry=dry, language=language)
        except NotDone as refused:
            fate, said = "refused", language.say("refused: {reason}", reason=refused)
        yield Told(*at, fate, said)


def _taken_out(left: list[Term], fields: Fields, wanted: Sequence[Fields]) -> Term | None:
    """Take from those that are ``left`` the term that says the same, else the one that ``fields`` correct, if any.

    One that another of the ``wanted`` terms says is left for that: a lower and an upper bound, or two levels of one
    measure, stand side by side.
    """
    found = next((one for one in left if not _changes(fields, one)), None) or next(
        (one for one in left if _about(one) == _about(fields) and all(_changes(other, one) for other in wanted)), None
    )
    if found is not None:
        left.remove(found)
    return found


def _about(term: Mapping[str, Any]) -> tuple[str, str, str]:
    return term["kind"], term["subject"].casefold(), term["operator"]


def _changes(fields: Fields, there: Term) -> list[str]:
    return [name for name, value in fields.items() if not _same(value, there[name])]


def _one(
    promise: int,
    there: Term | None,
    fields: Fields,
    interface: Interface,
    *,
    dry: bool,
    language: Language,
) -> tuple[str, str]:
    """Add a term, or put it in the place of one that says something else: that one goes when the new one is there."""
    if there is not None:
        changes = _changes(fields, there)
        if not changes:
            return "same", language.say("as it was")
        fate, said = "changed", language.say("changed: {fields}", fields=", ".join(changes))
    else:
        fate, said = "new", language.say("new")
    if not dry:
        interface.send("POST", f"promises/{promise}/terms", fields)
        if there is not None:
            interface.send("POST", f"promises/terms/{there['number']}/remove", {})
    return fate, said


def _terms(portfolio: Portfolio, made: Mapping[str, date]) -> Iterator[tuple[str, int, str, Fields]]:
    for place, one in enumerate(portfolio.specifications):
        yield "specifications", place, one.promise, _specification(one)
    for place, level in enumerate(portfolio.service_levels):
        yield "service_levels", place, level.promise, _level(level, made.get(level.promise, level.start))


def _specification(term: SpecificationTerm) -> Fields:
    return {
        "kind": "specification",
        "subject": term.attribute,
        "operator": term.operator,
        "value": term.value,
        "unit": term.unit,
    }


def _level(term: ServiceLevelTerm, made: date) -> Fields:
    return {
        "kind": "service-level",
        "subject": term.measure,
        "operator": term.operator,
        "value": f"{term.threshold:.15g}",
        "unit": term.unit,
        "target": f"{Decimal(repr(term.target)):f}".rstrip("0").rstrip(".") or "0",
        "window_days": max((term.end - made).days, 1),
    }


def _same(ours: object, theirs: object) -> bool:
    if ours == theirs:
        return True
    try:
        return Decimal(str(ours)) == Decimal(str(theirs))
    except ArithmeticError:
        return False
