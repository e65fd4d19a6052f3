"""Files in the data folder, each under the digest of what it holds."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

OWNER_ONLY = 0o600


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
