"""Reading a backup, and refusing it before anything is touched where it is damaged or another program wrote it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile
from zlib import error as CompressionError  # noqa: N812  # the library calls it "error"

from django.db.migrations.loader import MigrationLoader

from makegood import __version__
from makegood.cli.server.backups.manifest import MEMBER, Manifest, UnknownFormat, member_of, read_manifest
from makegood.cli.server.backups.tables import backed_up, columns_of
from makegood.cli.server.refusal import Refused
from makegood.phrases.phrase import translatable as _

BAD_FILE = 2
AT_ONCE = 1 << 20


class Backup:
    """A backup whose every byte is as it was written, and which this program can read."""

    def __init__(self, archive: ZipFile, manifest: Manifest) -> None:
        """Keep what was opened."""
        self._archive = archive
        self.manifest = manifest

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of ``table`` as they were written."""
        with self._archive.open(member_of(table)) as file:
            for line in file:
                yield json.loads(line)

    def text(self, member: str) -> str | None:
        """Return the text of a file; None where there is none."""
        return self._archive.read(member).decode() if member in self.manifest.digests else None


@contextmanager
def opened(source: Path) -> Iterator[Backup]:
    """Open the backup ``source`` and check all of it; Refused where it can't be restored, with the reason."""
    if not source.is_file():
        raise Refused(_("There is no file {file}."), status=BAD_FILE, file=source)
    try:
        with ZipFile(source) as archive:
            manifest = _manifest_of(archive, source)
            _check_digests(archive, manifest, source)
            _check_origin(manifest, source)
            yield Backup(archive, manifest)
    except (BadZipFile, CompressionError, EOFError) as error:
        raise _damaged(source, str(error)) from error


def _manifest_of(archive: ZipFile, source: Path) -> Manifest:
    try:
        return read_manifest(archive.read(MEMBER).decode())
    except KeyError as error:
        raise Refused(_("{file} is a zip, but no backup of Makegood."), status=BAD_FILE, file=source) from error
    except UnknownFormat as error:
        text = _("{file} is a backup of another format ({format}): a newer version of Makegood can read it.")
        raise Refused(text, status=BAD_FILE, file=source, format=error) from error
    except ValueError as error:
        raise _damaged(source, str(error)) from error


def _check_digests(archive: ZipFile, manifest: Manifest, source: Path) -> None:
    if sorted(archive.namelist()) != sorted([MEMBER, *manifest.digests]):
        raise _damaged(source, "its list of files")
    for member, digest in manifest.digests.items():
        found = hashlib.sha256()
        with archive.open(member) as file:
            while block := file.read(AT_ONCE):
                found.update(block)
        if found.hexdigest() != digest:
            raise _damaged(source, member)


def _check_origin(manifest: Manifest, source: Path) -> None:
    """Refuse tables that are not ours to the column: a row that is half understood would be half restored."""
    ours = {f"{label}.{name}" for label, name in MigrationLoader(None).disk_migrations}
    tables = {name: columns_of(model) for name, model in backed_up().items()}
    theirs = {name: table.columns for name, table in manifest.tables.items()}
    if set(manifest.migrations) != ours or tables != theirs:
        text = _(
            "{file} was written by Makegood {theirs}, whose tables are not those of this version ({ours})."
            " Restore it with that version, then upgrade."
        )
        raise Refused(text, status=BAD_FILE, file=source, theirs=manifest.version, ours=__version__)


def _damaged(source: Path, place: str) -> Refused:
    return Refused(
        _("{file} is damaged: {place}. Nothing was changed."), status=BAD_FILE, file=source, place=place or "?"
    )
