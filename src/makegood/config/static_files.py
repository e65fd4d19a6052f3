"""Files of pages, gathered into one folder that the server hands out: only when one of them changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from makegood import __version__

MARK = "static-files"
"""Beside the folder of them: a fingerprint of what it was gathered from."""


def gather() -> bool:
    """Gather the files into the folder of the settings; return whether anything had changed."""
    fingerprint = _fingerprint()
    if is_gathered(fingerprint):
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    _mark().write_text(fingerprint, "utf-8")
    return True


def is_gathered(fingerprint: str = "") -> bool:
    """Say whether the folder holds the files as they are now."""
    mark = _mark()
    return (
        Path(settings.STATIC_ROOT).is_dir()
        and mark.is_file()
        and mark.read_text("utf-8") == (fingerprint or _fingerprint())
    )


def _mark() -> Path:
    return Path(settings.STATIC_ROOT).with_name(MARK)


def _fingerprint() -> str:
    """Return what changes when any file does, or how files are named."""
    digest = hashlib.sha256(f"{__version__} {settings.STORAGES['staticfiles']}".encode())
    found = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            found.append(f"{name} {stat.st_size} {stat.st_mtime_ns}")
    for line in sorted(found):
        digest.update(line.encode())
    return digest.hexdigest()
