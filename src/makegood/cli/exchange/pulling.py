"""``makegood pull``: the open promises of a server, and what keeping them depends on, as a folder for ``check``."""

from __future__ import annotations

import csv
import io
import os
import shlex
from collections.abc import Mapping
from pathlib import Path

from rich.text import Text

from makegood.cli.exchange import pulled
from makegood.cli.exchange.interface import Interface, NotDone, token_of
from makegood.cli.exchange.rows import COLUMNS, row_of
from makegood.cli.terminal import Terminal, open_terminal
from makegood.cli.usage import UsageProblem
from makegood.engine.settings import PriorityPolicy, ranking_by
from makegood.files import FolderNotEmpty
from makegood.files.writing import write_new_files
from makegood.phrases import Language

FILES = tuple(f"{sheet}.csv" for sheet in ("promises", *pulled.COLUMNS))


def run_pull(folder: Path, address: str, *, dry: bool, language: Language) -> int:
    """Write what a server has into ``folder``, never over a file that exists; return 0."""
    interface, say = Interface(address, token_of(os.environ, language), language), language.say
    if present := [name for name in FILES if (folder / name).exists()]:
        raise UsageProblem(say("{folder} already has {names}. Nothing was written.",
                               folder=folder, names=", ".join(present)))  # fmt: skip
    terminal = open_terminal(language, color=True)
    try:
        tables = _pulled(interface, terminal, language)
    except NotDone as refused:
        raise UsageProblem(str(refused)) from refused
    counted = language.say_plural("{count} promise.", "{count} promises.", len(tables["promises"]))
    terminal.write([Text(), Text(counted)])
    if dry:
        terminal.write([Text(say("Nothing was written: this was a dry run."))])
        return 0
    _write(folder, {f"{sheet}.csv": _table(sheet, rows) for sheet, rows in tables.items() if rows}, language)
    terminal.write(
        [Text(say("Next"), style="bold"), Text(f"  makegood check {shlex.quote(str(folder))}", style="cyan")]
    )
    return 0


def _pulled(interface: Interface, terminal: Terminal, language: Language) -> dict[str, pulled.Rows]:
    """Return the rows of every file, and tell of each promise and of what has to be left out."""
    say, rows, promises = language.say, [], {}
    customers = {one["number"]: one for one in interface.all("customers")}
    for listed in interface.all("promises", state="open"):
        if listed["due"] is None:
            terminal.write([Text(f"{listed['key']}  " + say("left out: it has no date"), style="yellow")])
            continue
        number = listed["number"]
        promises[number] = interface.get(f"promises/{number}")
        rows.append(row_of(promises[number], interface.get(f"forecast/of/{number}/place"),
                           customers[listed["customer"]]))  # fmt: skip
        terminal.write([Text(f"{rows[-1]['promise']}  {rows[-1]['due']}  {rows[-1]['customer']}")])
    names = {number: row["promise"] for number, row in zip(promises, rows, strict=True)}
    rest = pulled.pull_rest(interface, promises, names)
    for name in rest.left_out:
        terminal.write([Text(f"{name}  " + say("left out: nobody has estimated it"), style="yellow")])
    rules = interface.get("forecast/policies")[0]["rules"]
    policy = [] if ranking_by(rules) == PriorityPolicy() else [{"rule": rule} for rule in rules]
    return {"promises": rows, **rest.rows, "policy": policy}


def _write(folder: Path, files: Mapping[str, str], language: Language) -> None:
    try:
        write_new_files(folder, files)
    except FolderNotEmpty as present:
        raise UsageProblem(
            language.say("{folder} already has {names}. Nothing was written.", folder=folder, names=", ".join(files))
        ) from present
    except OSError as error:
        text = language.say("{folder} can't be written: {reason}", folder=folder, reason=error.strerror or error)
        raise UsageProblem(text) from error


def _table(sheet: str, rows: pulled.Rows) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS if sheet == "promises" else pulled.COLUMNS[sheet])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
