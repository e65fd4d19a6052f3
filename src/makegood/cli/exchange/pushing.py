"""``makegood push``: what a folder says goes to a server, row by row, and again and again without doubling."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from rich.text import Text

from makegood.cli.exchange.fates import FATES, LEFT, Texts, Told, texts_of
from makegood.cli.exchange.interface import Interface, NotDone, token_of
from makegood.cli.exchange.push_customers import push_customers
from makegood.cli.exchange.push_policy import push_policy
from makegood.cli.exchange.push_tables import push_tables
from makegood.cli.exchange.push_terms import push_terms
from makegood.cli.exchange.push_work import push_work
from makegood.cli.exchange.rows import SOURCE, changed, fields_of, is_of_folder, not_carried
from makegood.cli.file_errors import render_errors
from makegood.cli.terminal import open_terminal
from makegood.cli.usage import BAD_USAGE, UsageProblem
from makegood.engine.portfolio import Portfolio, Promise
from makegood.files import InvalidFiles, read_portfolio
from makegood.phrases import Language

REFUSED = 1
Say = Callable[..., str]


def run_push(path: Path, address: str, *, as_of: date, dry: bool, language: Language) -> int:
    """Push what is at ``path``; return 0, 1 where the server refused a row, 2 where the files can't be read."""
    terminal = open_terminal(language, color=True)
    try:
        portfolio = read_portfolio(path, as_of=as_of).portfolio
    except InvalidFiles as invalid:
        terminal.write(render_errors(terminal, invalid.errors))
        return BAD_USAGE
    interface = Interface(address, token_of(os.environ, language), language)
    fates: Counter[str] = Counter()
    for told in _push(portfolio, texts_of(path), interface, dry=dry, language=language):
        fates[told.fate] += told.count
        terminal.write([Text(told.line(language), style="red" if told.fate == "refused" else "")])
    terminal.write([Text(), Text(language.say(
        "New: {new}. Changed: {changed}. As they were: {same}. Refused: {refused}.",
        **{fate: fates[fate] for fate in FATES},
    ))])  # fmt: skip
    if dry:
        terminal.write([Text(language.say("Nothing was sent: this was a dry run."))])
    return REFUSED if fates["refused"] else 0


def _push(portfolio: Portfolio, texts: Texts, interface: Interface, *, dry: bool, language: Language) -> Iterator[Told]:
    """Yield what became of every row, in the order in which the server can know what a row names."""
    try:
        numbers: dict[str, int] = {}
        customers: dict[str, int] = {}
        yield from push_tables(texts, interface, dry=dry, language=language)
        yield from push_customers(portfolio.promises, customers, texts, interface, dry=dry, language=language)
        yield from _promises(portfolio.promises, customers, numbers, texts, interface, dry=dry, say=language.say)
        yield from push_terms(portfolio, numbers, texts, interface, dry=dry, language=language)
        yield from push_work(portfolio, numbers, texts, interface, dry=dry, language=language)
        yield from push_policy(texts, interface, dry=dry, language=language)
    except NotDone as refused:
        raise UsageProblem(str(refused)) from refused


def _promises(
    promises: tuple[Promise, ...],
    customers: Mapping[str, int],
    numbers: dict[str, int],
    texts: Texts,
    interface: Interface,
    *,
    dry: bool,
    say: Say,
) -> Iterator[Told]:
    """Yield what became of each promise, and keep under which number it is there; last, what a server has no place for.

    An owner is found by name. One whom nobody there is called like, or several are, is named and left out.
    """
    people = _people(interface)
    for place, promise in enumerate(promises):
        at = (texts.file("promises"), texts.row("promises", place), promise.key)
        customer = customers[promise.customer.casefold()]
        if not customer and not dry:
            yield Told(*at, "refused", say("refused: the server has no customer {name}", name=promise.customer))
            continue
        owner = people.get(promise.owner.casefold()) if promise.owner else None
        try:
            fate, said = _one(promise, fields_of(promise, customer, owner), numbers, interface, dry=dry, say=say)
        except NotDone as refused:
            yield Told(*at, "refused", say("refused: {reason}", reason=refused))
            continue
        yield Told(*at, fate, said)
        if promise.owner and owner is None:
            yield Told(*at, LEFT, say("owner not carried: no one person there is called {name}", name=promise.owner))
    if left := not_carried(promises):
        columns = ", ".join(f"{name} ({count})" for name, count in sorted(left.items()))
        said = say("not carried: {columns}. The server has no such fields; the team is that of the work.",
                   columns=columns)  # fmt: skip
        yield Told(texts.file("promises"), None, texts.file("promises"), LEFT, said)


def _people(interface: Interface) -> dict[str, int | None]:
    """Return the numbers of those who may answer for a promise by folded name; None for a name of several."""
    found: dict[str, int | None] = {}
    for one in interface.get("promises/people")["items"]:
        name = one["name"].casefold()
        found[name] = None if name in found else one["number"]
    return found


def _one(
    promise: Promise, fields: dict[str, Any], numbers: dict[str, int], interface: Interface, *, dry: bool, say: Say
) -> tuple[str, str]:
    """Write a promise down or change it; its number is kept even where the server refuses the change."""
    there = _found(promise.key, interface)
    if there is None:
        made = {} if dry else interface.send("POST", "promises", fields)
        numbers[promise.key] = made.get("number", 0)
        return "new", say("new")
    if not is_of_folder(there):
        if there["customer"] != fields["customer"]:
            return "refused", say(
                "refused: the server has a promise with this key to {name}", name=there["customer_name"]
            )
        fields = {name: value for name, value in fields.items() if name not in {"source", "external_id"}}
    numbers[promise.key] = there["number"]
    changes = changed(fields, there)
    if not changes:
        return "same", say("as it was")
    if not dry:
        interface.send("PATCH", f"promises/{there['number']}", {**changes, "version": there["version"]})
    return "changed", say("changed: {fields}", fields=", ".join(changes))


def _found(key: str, interface: Interface) -> Mapping[str, Any] | None:
    """Return the promise that a folder calls so: a folder's, else the server's own, as ``pull`` names it."""
    for names in ({"source": SOURCE, "external_id": key}, {"key": key}):
        for one in interface.get("promises", state="all", **names)["items"]:
            there: Mapping[str, Any] = interface.get(f"promises/{one['number']}")
            if "source" in names or not is_of_folder(there):
                return there
    return None
