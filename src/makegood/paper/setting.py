"""Pages set by Typst from a template, with all text as data: nothing in it is read as markup."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from importlib import resources
from typing import Any

import typst

HOUSE = "house.typ"
MAIN = "main.typ"


class Sheet:
    """Pages of a template with what is said on them; the same text gives the same bytes on the same machine."""

    def __init__(self, template: bytes, said: Mapping[str, object]) -> None:
        """Prepare ``template``, which imports ``house.typ`` and finds what is ``said`` there as ``data``."""
        data = json.dumps(said, ensure_ascii=False)
        self._files: Any = {MAIN: template, HOUSE: resources.files(__package__).joinpath(HOUSE).read_bytes()}
        self._how: dict[str, Any] = {"ignore_system_fonts": _is_covered(data), "sys_inputs": {"data": data}}

    def number(self, label: str) -> int:
        """Return the number that the template keeps under ``label``: on which page something stands."""
        return int(json.loads(typst.query(self._files, f"<{label}>", field="value", one=True, **self._how)))

    def pdf(self, *, made_on: date) -> bytes:
        """Return the pages as a PDF that says it was made on the morning of a day."""
        made_at = int(datetime.combine(made_on, time(), UTC).timestamp())
        return bytes(typst.compile(self._files, format="pdf", timestamp=made_at, **self._how))


def _is_covered(text: str) -> bool:
    """Tell whether the compiler's own fonts have every letter, so that no font of this machine changes the pages."""
    return all(character.isascii() or unicodedata.category(character) not in {"Lo", "So"} for character in text)
