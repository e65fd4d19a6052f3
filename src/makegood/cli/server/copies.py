"""``makegood backup`` and ``makegood restore``."""

from __future__ import annotations

from pathlib import Path

from makegood.cli.server.ground import data_folder, open_database, open_house
from makegood.cli.server.refusal import Refused
from makegood.cli.terminal import open_terminal
from makegood.phrases.language import Language
from makegood.phrases.phrase import translatable as _

BROKEN = 1


def run_backup(target: Path, language: Language) -> int:
    """Write a backup to ``target``; return 0, or 1 where it holds a history that was broken already."""
    open_database(language)
    from makegood.cli.server.backups.writing import write_backup
    from makegood.foundation.clock import present

    try:
        manifest = write_backup(target, data=data_folder(), at=present())
    except OSError as error:
        text = _("{file} can't be written: {error}")
        raise Refused(text, status=2, file=target, error=error) from error
    rows = sum(table.rows for table in manifest.tables.values())
    return _report(
        language.say_plural("{count} row written to {file}.", "{count} rows written to {file}.", rows, file=target),
        manifest.history.flaw,
        manifest.history.position,
        language,
    )


def run_restore(source: Path, language: Language) -> int:
    """Fill an empty database from ``source``; return 0, or 1 where its history was broken already when backed up."""
    open_house(language)
    from makegood.cli.server.backups.reading import opened
    from makegood.cli.server.backups.restoring import restore

    with opened(source) as backup:
        restore(backup, data=data_folder())
        manifest = backup.manifest
    rows = sum(table.rows for table in manifest.tables.values())
    return _report(
        language.say_plural(
            "{count} row restored from {file}.", "{count} rows restored from {file}.", rows, file=source
        ),
        manifest.history.flaw,
        manifest.history.position,
        language,
    )


def _report(done: str, flaw: str, position: int, language: Language) -> int:
    terminal = open_terminal(language, color=True)
    terminal.write([done])
    if not flaw:
        terminal.write([language.say("Its history is whole.")])
        return 0
    from makegood.foundation.history.verification import reason_of

    terminal.write([language.say("Its history was broken already: {reason}", reason=reason_of(flaw, position))])
    return BROKEN
