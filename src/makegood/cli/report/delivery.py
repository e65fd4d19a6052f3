"""Puts a file in its place in one step: whoever opens it finds the old one or the new one, never half of either."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

READABLE = 0o666
"""Permissions of a new file, less what the user's mask takes away."""


def put_in_place(path: Path, content: bytes) -> None:
    """Write ``content`` beside ``path`` and rename it; OSError where that can't be done, and then nothing is left."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as scratch:
        temporary = Path(scratch.name)
        try:
            scratch.write(content)
            scratch.flush()
            os.fsync(scratch.fileno())
        except OSError:
            temporary.unlink()
            raise
    try:
        temporary.chmod(_permissions(path))
        temporary.replace(path)
    except OSError:
        temporary.unlink()
        raise


def _permissions(path: Path) -> int:
    """Return those of the file that is replaced, or what a new one would have; a scratch file is private."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return READABLE & ~mask
