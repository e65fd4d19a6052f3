"""Writing a backup while the server runs: all of it from one moment, and under its name only when it is whole."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db import connection, transaction
from django.db.models import Model

from makegood import __version__
from makegood.cli.server.backups.manifest import DATA, FORMAT, KEPT_FILES, MEMBER, Chain, Manifest, Table, member_of
from makegood.cli.server.backups.numbers import last_number
from makegood.cli.server.backups.tables import backed_up, columns_of, kept_fields, to_json
from makegood.cli.server.refusal import Refused
from makegood.config.readiness import applied_migrations
from makegood.foundation.history.verification import verify
from makegood.phrases.phrase import translatable as _

OWNER_ONLY = 0o600
ROWS_AT_ONCE = 2_000


def write_backup(target: Path, *, data: Path, at: datetime) -> Manifest:
    """Write all there is to ``target``, with the files of the folder ``data`` that matter; return what was written.

    Refused where ``target`` is there already; OSError where it can't be written.
    """
    refuse_to_overwrite(target)
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ONLY)
        with os.fdopen(descriptor, "w+b") as file:
            manifest = _write(file, data, at)
            file.flush()
            os.fsync(file.fileno())
        _put(part, target)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def refuse_to_overwrite(target: Path) -> None:
    """Raise Refused where ``target`` is there."""
    if target.exists():
        raise Refused(_("{file} is there already. Nothing was written."), status=2, file=target)


def _put(part: Path, target: Path) -> None:
    """Give a whole file its name, and never somebody else's: a link is made only where there is nothing."""
    try:
        target.hardlink_to(part)
    except FileExistsError as error:
        raise Refused(_("{file} is there already. Nothing was written."), status=2, file=target) from error
    except OSError:  # a file system without links
        refuse_to_overwrite(target)
        part.rename(target)


def _write(file: IO[bytes], data: Path, at: datetime) -> Manifest:
    digests: dict[str, str] = {}
    with ZipFile(file, "w", ZIP_DEFLATED) as archive, one_moment():
        tables = {}
        for name, model in backed_up().items():
            member = member_of(name)
            rows, digests[member] = _write_lines(archive, member, _lines(model), at)
            tables[name] = Table(columns_of(model), rows, last_number(model))
        for name in KEPT_FILES:
            if (data / name).is_file():
                content = (data / name).read_text("utf-8")
                _count, digests[DATA + name] = _write_lines(archive, DATA + name, [content], at)
        verdict = verify()
        manifest = Manifest(
            format=FORMAT,
            version=__version__,
            made_at=at.isoformat(),
            database=connection.vendor,
            migrations=applied_migrations(),
            tables=tables,
            history=Chain(verdict.entries, verdict.head.hex(), verdict.flaw or "", verdict.position),
            digests=digests,
        )
        _write_lines(archive, MEMBER, [manifest.written()], at)
    return manifest


@contextmanager
def one_moment() -> Iterator[None]:
    """Let everything inside be read as it is now, while others go on writing."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    with connection.cursor() as cursor:  # by hand: Django would begin as a writer, and keep the others waiting
        cursor.execute("BEGIN DEFERRED")
        try:
            cursor.execute("SELECT count(*) FROM django_migrations")  # the moment is that of the first look
            cursor.fetchall()
            yield
        finally:
            cursor.execute("ROLLBACK")


def _lines(model: type[Model]) -> Iterator[str]:
    fields = kept_fields(model)
    names = columns_of(model)
    rows = model._base_manager.order_by("pk").values_list(*names).iterator(ROWS_AT_ONCE)  # noqa: SLF001  # Django's own way past managers that hide rows
    for row in rows:
        said = {field.attname: to_json(field, value) for field, value in zip(fields, row, strict=True)}
        yield json.dumps(said, separators=(",", ":")) + "\n"


def _write_lines(archive: ZipFile, member: str, lines: Iterable[str], at: datetime) -> tuple[int, str]:
    """Write a file of the zip; return how many lines were given, and its digest."""
    digest, count = hashlib.sha256(), 0
    entry = ZipInfo(member, at.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = OWNER_ONLY << 16
    with archive.open(entry, "w", force_zip64=True) as file:
        for line in lines:
            written = line.encode()
            digest.update(written)
            file.write(written)
            count += 1
    return count, digest.hexdigest()
