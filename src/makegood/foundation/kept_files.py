"""Files in the data folder, each under the digest of what it holds."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from makegood.foundation.errors import NotFound

OWNER_ONLY = 0o600
_DIGEST = re.compile(r"[0-9a-f]{64}")


def keep_file(content: bytes) -> str:
    """Keep a file in the data folder under its digest and return that; twice the same file is kept once."""
    digest = hashlib.sha256(content).hexdigest()
    target = path_of(digest)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(f".{id(content)}.part")
        part.write_bytes(content)
        part.chmod(OWNER_ONLY)
        part.replace(target)
    return digest


def path_of(digest: str) -> Path:
    """Return where the file with a digest lies."""
    return Path(settings.DATA) / "evidence" / digest[:2] / digest


def kept_file(digest: str) -> bytes:
    """Return a file that was kept; NotFound."""
    path = path_of(digest) if _DIGEST.fullmatch(digest) else None
    if path is None or not path.exists():
        raise NotFound(_("This file is not kept here any more: choose it again."))
    return path.read_bytes()
