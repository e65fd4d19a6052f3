"""``makegood pull``: the open promises of a server as a folder that ``makegood check`` reads."""

from __future__ import annotations

import csv
import io
import os
import shlex
from pathlib import Path

from rich.text import Text

from makegood.cli.exchange.interface import Interface, NotDone, token_of
from makegood.cli.exchange.rows import COLUMNS, row_of
from makegood.cli.terminal import open_terminal
from makegood.cli.usage import UsageProblem
from makegood.files import FolderNotEmpty
from makegood.files.writing import write_new_files
from makegood.phrases import Language

FILE = "promises.csv"
AS_FOLDERS_RANK = ["class", "due", "made"]
"""The rules of the server's policy by which ``makegood check`` ranks as well."""


def run_pull(folder: Path, address: str, *, dry: bool, language: Language) -> int:
    """Write the open promises of a server into ``folder``, never over a file that exists; return 0."""
    interface, say = Interface(address, token_of(os.environ, language), language), language.say
    if (folder / FILE).exists():
        raise UsageProblem(say("{folder} already has {names}. Nothing was written.", folder=folder, names=FILE))
    terminal = open_terminal(language, color=True)
    rows: list[dict[str, str]] = []
    try:
        for listed in interface.all("promises", state="open"):
            if listed["due"] is None:
                terminal.write([Text(f"{listed['key']}  " + say("left out: it has no date"), style="yellow")])
                continue
            number = listed["number"]
            rows.append(row_of(interface.get(f"promises/{number}"), interface.get(f"forecast/of/{number}/place")))
            terminal.write([Text(f"{rows[-1]['promise']}  {rows[-1]['due']}  {rows[-1]['customer']}")])
        rules = interface.get("forecast/policies")[0]["rules"]
    except NotDone as refused:
        raise UsageProblem(str(refused)) from refused
    if rules != AS_FOLDERS_RANK:
        told = say("The server ranks by {rules}; a folder ranks by class, date and day.", rules=", ".join(rules))
        terminal.write([Text(told, style="yellow")])
    counted = language.say_plural("{count} promise.", "{count} promises.", len(rows))
    terminal.write([Text(), Text(counted)])
    if dry:
        terminal.write([Text(say("Nothing was written: this was a dry run."))])
        return 0
    try:
        write_new_files(folder, {FILE: _table(rows)})
    except FolderNotEmpty as present:
        raise UsageProblem(
            say("{folder} already has {names}. Nothing was written.", folder=folder, names=FILE)
        ) from present
    except OSError as error:
        text = say("{folder} can't be written: {reason}", folder=folder, reason=error.strerror or error)
        raise UsageProblem(text) from error
    terminal.write(
        [Text(say("Next"), style="bold"), Text(f"  makegood check {shlex.quote(str(folder))}", style="cyan")]
    )
    return 0


def _table(rows: list[dict[str, str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
