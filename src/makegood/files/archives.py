"""Zip archives and gzip files, read with suspicion: sizes are checked as declared and again while unpacking.

Nothing is ever unpacked to disk.
"""

from __future__ import annotations

import gzip
import io
import lzma
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from makegood.files.errors import mend, problem
from makegood.files.limits import MAX_BYTES, MAX_RATIO, MEBIBYTE, RATIO_COUNTS_FROM
from makegood.files.refusals import Refused

_BROKEN = (BadZipFile, LargeZipFile, zlib.error, lzma.LZMAError, EOFError, struct.error, NotImplementedError)
_ENCRYPTED = 0x1


class _Readable(Protocol):
    """Something that gives bytes."""

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes, none at the end."""


@contextmanager
def open_archive(path: Path | IO[bytes], *, kind: str, most_members: int) -> Iterator[ZipFile]:
    """Open the zip at ``path``, or in it; raise :class:`Refused` where it is broken, encrypted, too large or too tight.

    ``kind`` is what the user calls it, ``zip`` or ``xlsx``. What goes wrong while the archive is read is refused
    likewise.
    """
    try:
        with ZipFile(path) as archive:
            _check_members(archive.infolist(), most_members)
            yield archive
    except (*_BROKEN, OSError, ValueError, RuntimeError) as failure:
        if isinstance(failure, Refused):
            raise
        raise broken(kind) from failure


def broken(kind: str) -> Refused:
    """Return the refusal of a ``zip``, ``xlsx`` or ``gz`` that can't be read."""
    return Refused(problem("broken archive", kind=kind), mend("save it again"))


def read_member(archive: ZipFile, member: ZipInfo) -> bytes:
    """Return the content of ``member``; raise :class:`Refused` where it is larger than it declares."""
    return b"".join(chunks_of(archive, member))


def chunks_of(archive: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    """Yield the content of ``member`` a mebibyte at a time; raise :class:`Refused` beyond the size it declares."""
    with archive.open(member) as stream:
        yield from _bounded(stream, member.file_size)


def gunzip(data: bytes) -> bytes:
    """Return what the gzip file ``data`` holds; raise :class:`Refused` where it is broken, too large or too tight."""
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            limit = min(MAX_BYTES, max(RATIO_COUNTS_FROM, len(data) * MAX_RATIO))
            return b"".join(_bounded(stream, limit))
    except (*_BROKEN, OSError) as failure:
        raise broken("gz") from failure


def _bounded(stream: _Readable, limit: int) -> Iterator[bytes]:
    size = 0
    while chunk := stream.read(MEBIBYTE):
        size += len(chunk)
        if size > limit:
            raise _too_large()
        yield chunk


def _check_members(members: list[ZipInfo], most_members: int) -> None:
    if len(members) > most_members:
        counts = {"count": len(members), "limit": most_members}
        raise Refused(problem("too many files", **counts), mend("leave out other files"))
    if sum(member.file_size for member in members) > MAX_BYTES:
        raise _too_large()
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            raise Refused(problem("encrypted"), mend("remove the password"))
        ratio = member.file_size / max(1, member.compress_size)
        if member.file_size > RATIO_COUNTS_FROM and ratio > MAX_RATIO:
            why = problem("compressed too much", ratio=round(ratio), limit=MAX_RATIO)
            raise Refused(why, mend("pack it again"))


def _too_large() -> Refused:
    return Refused(problem("too large", limit_mib=MAX_BYTES // MEBIBYTE), mend("split the file"))
