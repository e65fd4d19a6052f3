"""Restoring a backup into an empty database: whole or not at all, and only if its history is what it was."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import Model
from django.db.models.sql import InsertQuery

from makegood.cli.server.backups.manifest import DATA, KEPT_FILES, Chain
from makegood.cli.server.backups.numbers import go_on_after
from makegood.cli.server.backups.reading import Backup
from makegood.cli.server.backups.tables import AnyField, backed_up, from_json, kept_fields, made_fields, source_of
from makegood.cli.server.backups.writing import OWNER_ONLY
from makegood.cli.server.ground import in_turn
from makegood.cli.server.refusal import Refused
from makegood.foundation.guards.services import lift_guards, raise_guards
from makegood.foundation.history.verification import verify
from makegood.phrases.phrase import translatable as _

ROWS_AT_ONCE = 500


def restore(backup: Backup, *, data: Path) -> None:
    """Fill the empty database, and put the files that matter into the folder ``data``.

    Refused where the database holds something, or what was restored is not what was backed up; then nothing stays.
    """
    with in_turn():
        refuse_unless_empty()
        call_command("migrate", interactive=False, verbosity=0)
        refuse_unless_empty()
        _fill_whole(backup)
    for name in KEPT_FILES:
        if (content := backup.text(DATA + name)) is not None:
            _replace(data / name, content)


def _fill_whole(backup: Backup) -> None:
    try:
        with transaction.atomic():
            lift_guards()  # they hold how rows come about, one after another; what came about is held by the history
            _fill(backup)
            raise_guards()
            connection.check_constraints()
            _check_history(backup.manifest.history)
    except (DatabaseError, ValidationError) as error:
        text = _("The backup could not be restored, and nothing of it was: {error}")
        raise Refused(text, error=error) from error


def refuse_unless_empty() -> None:
    """Raise Refused where a table that would be filled has rows; tables that are not there have none."""
    there = set(connection.introspection.table_names())
    for name, model in backed_up().items():
        if name in there and model._base_manager.exists():  # noqa: SLF001  # Django's own way past managers that hide rows
            text = _("The database is not empty ({table} has rows). Nothing was changed.")
            raise Refused(text, status=2, table=name)


def _fill(backup: Backup) -> None:
    for name, model in backed_up().items():
        count = 0
        for rows in _blocks(backup.rows(name)):
            _insert(model, rows)
            count += len(rows)
        table = backup.manifest.tables[name]
        if count != table.rows:
            raise Refused(_("The backup could not be restored, and nothing of it was: {error}"), error=name)
        if table.last_number is not None:
            go_on_after(model, table.last_number)


def _insert(model: type[Model], rows: list[dict[str, Any]]) -> None:
    """Store rows as they were: no default, no time of storing, no number of their own."""
    fields: list[AnyField] = [*kept_fields(model), *made_fields(model)]
    objects = [_row(model, row) for row in rows]
    size = max(connection.ops.bulk_batch_size(fields, objects), 1)
    for start in range(0, len(objects), size):
        query = InsertQuery(model)
        query.insert_values(fields, objects[start : start + size], raw=True)
        query.get_compiler(connection=connection).execute_sql()


def _row(model: type[Model], row: dict[str, Any]) -> Model:
    values = {field.attname: from_json(field, row[field.attname]) for field in kept_fields(model)}
    values |= {field.attname: row[source_of(field)] for field in made_fields(model)}
    return model(**values)


def _check_history(kept: Chain) -> None:
    verdict = verify()
    found = Chain(verdict.entries, verdict.head.hex(), verdict.flaw or "", verdict.position)
    if found != kept:
        text = _("The history that was restored is not the one that was backed up. Nothing was changed.")
        raise Refused(text)


def _replace(file: Path, content: str) -> None:
    part = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY), "w", encoding="utf-8") as written:
        written.write(content)
    part.replace(file)


def _blocks(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while block := list(islice(rows, ROWS_AT_ONCE)):
        yield block
