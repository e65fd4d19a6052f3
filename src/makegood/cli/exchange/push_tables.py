"""Pushing what operations can do: whole tables, which the server reads and brings in as it does on its pages."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator, Mapping
from typing import Any

from makegood.cli.exchange.fates import FATES, Texts, Told
from makegood.cli.exchange.interface import Interface, NotDone
from makegood.cli.usage import UsageProblem
from makegood.files.tables import Table
from makegood.phrases import Language

KINDS = ("teams", "capacity", "absences", "attributes", "measurements")
"""Teams first: the others name them."""
LOOK_EVERY, PATIENCE = 0.2, 600.0
"""Seconds between two questions how far it is, and those without any progress after which nobody waits any more."""


def push_tables(texts: Texts, interface: Interface, *, dry: bool, language: Language) -> Iterator[Told]:
    """Yield what became of each table, and of each row that was refused."""
    for kind in KINDS:
        table = texts.tables.get(kind)
        if table is None or not table.rows:
            continue
        try:
            answer = interface.send("POST", f"capability/tables/{kind}", {"text": _csv(table), "dry_run": dry})
        except NotDone as refused:
            said = language.say("refused: {reason}", reason=refused)
            yield Told(table.file, None, table.file, "refused", said, len(table.rows))
            continue
        answer = answer if dry else _ended(answer, interface, language)
        for fate in FATES[:-1]:
            if answer[fate]:
                yield Told(table.file, None, table.file, fate, f"{_word(fate, language)}: {answer[fate]}", answer[fate])
        yield from _refused(table, answer, language)


def _refused(table: Table, answer: Mapping[str, Any], language: Language) -> Iterator[Told]:
    told = 0
    for one in answer["rows"]:
        told += 1
        place = one["row"] - 2
        row = table.rows[place] if 0 <= place < len(table.rows) else one["row"]
        reason = ": ".join(filter(None, (one["column"], one["reason"])))
        yield Told(table.file, row, table.file, "refused", language.say("refused: {reason}", reason=reason))
    left = answer["total"] - sum(answer[fate] for fate in FATES[:-1]) - told
    if left > 0:
        why = str(answer["problem"]) or language.say("see the server’s list of imports")
        yield Told(table.file, None, table.file, "refused", language.say("refused: {reason}", reason=why), left)


def _ended(answer: Mapping[str, Any], interface: Interface, language: Language) -> Mapping[str, Any]:
    """Wait until the server has brought a table in; UsageProblem where it does not go on."""
    last, since = answer["done"], time.monotonic()
    while answer["state"] in {"waiting", "running"}:
        if answer["done"] != last:
            last, since = answer["done"], time.monotonic()
        if time.monotonic() - since > PATIENCE:
            raise UsageProblem(language.say("The server does not go on with its imports. What is done is done."))
        time.sleep(LOOK_EVERY)
        answer = interface.get(f"capability/imports/{answer['number']}")
    return answer


def _word(fate: str, language: Language) -> str:
    return {"new": language.say("new"), "changed": language.say("changed"), "same": language.say("as it was")}[fate]


def _csv(table: Table) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(zip(*table.columns.values(), strict=True))
    return out.getvalue()
