"""The key that signs sessions and links, where the administrator sets none: made once, kept beside the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

FILE_NAME = "secret-key"
KEY_BYTES = 50
OWNER_ONLY = 0o600


def kept_secret_key(data: Path) -> str:
    """Return the key kept in the folder ``data``; make both where they are missing.

    Two processes that start at once agree: only one of them can link its own file to the name. OSError where the folder
    can't be written.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)  # mails with links in them are kept here, too
    kept = data / FILE_NAME
    if not kept.exists():
        mine = data / f"{FILE_NAME}.{os.getpid()}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(mine, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY), "w") as file:
            file.write(secrets.token_urlsafe(KEY_BYTES))
        try:
            kept.hardlink_to(mine)
        except FileExistsError:
            pass  # the other one was quicker, and its key is whole: a link is made at once or not at all
        finally:
            mine.unlink()
    return kept.read_text("utf-8")
