"""``makegood push``: what a folder says goes to a server, row by row, and again and again without doubling."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from rich.text import Text

from makegood.cli.exchange.interface import Interface, NotDone, token_of
from makegood.cli.exchange.rows import SOURCE, changed, fields_of
from makegood.cli.file_errors import render_errors
from makegood.cli.terminal import open_terminal
from makegood.cli.usage import BAD_USAGE, UsageProblem
from makegood.engine.portfolio import Promise
from makegood.files import InvalidFiles, read_portfolio
from makegood.phrases import Language

REFUSED = 1
Say = Callable[..., str]


def run_push(folder: Path, address: str, *, as_of: date, dry: bool, language: Language) -> int:
    """Push the promises of ``folder``; return 0, 1 where the server refused one, 2 where the files can't be read."""
    terminal = open_terminal(language, color=True)
    try:
        promises = read_portfolio(folder, as_of=as_of).portfolio.promises
    except InvalidFiles as invalid:
        terminal.write(render_errors(terminal, invalid.errors))
        return BAD_USAGE
    interface = Interface(address, token_of(os.environ, language), language)
    fates: Counter[str] = Counter()
    for promise, fate, told in _push(promises, interface, dry, language.say):
        fates[fate] += 1
        terminal.write([Text(f"{promise.key}  {told}", style="red" if fate == "refused" else "")])
    terminal.write([Text(), Text(language.say(
        "New: {new}. Changed: {changed}. As they were: {same}. Refused: {refused}.",
        **{fate: fates[fate] for fate in ("new", "changed", "same", "refused")},
    ))])  # fmt: skip
    if dry:
        terminal.write([Text(language.say("Nothing was sent: this was a dry run."))])
    return REFUSED if fates["refused"] else 0


def _push(
    promises: tuple[Promise, ...], interface: Interface, dry: bool, say: Say
) -> Iterator[tuple[Promise, str, str]]:
    """Yield for each promise what became of it, in a word and in a sentence."""
    try:
        customers = {one["name"].casefold(): one["number"] for one in interface.all("customers")}
    except NotDone as refused:
        raise UsageProblem(str(refused)) from refused
    for promise in promises:
        customer = customers.get(promise.customer.casefold())
        if customer is None:
            yield promise, "refused", say("refused: the server has no customer {name}", name=promise.customer)
            continue
        try:
            yield promise, *_one(promise, customer, interface, dry, say)
        except NotDone as refused:
            yield promise, "refused", say("refused: {reason}", reason=refused)


def _one(promise: Promise, customer: int, interface: Interface, dry: bool, say: Say) -> tuple[str, str]:
    fields = fields_of(promise, customer)
    found = interface.get("promises", state="all", source=SOURCE, external_id=promise.key)["items"]
    if not found:
        if not dry:
            interface.send("POST", "promises", fields)
        return "new", say("new")
    there = interface.get(f"promises/{found[0]['number']}")
    changes = changed(fields, there)
    if not changes:
        return "same", say("as it was")
    if not dry:
        interface.send("PATCH", f"promises/{there['number']}", {**changes, "version": there["version"]})
    return "changed", say("changed: {fields}", fields=", ".join(changes))
