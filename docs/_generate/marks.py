"""Generated parts of a page: what stands between ``<!-- begin: name -->`` and ``<!-- end: name -->``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

Part = Callable[[], str]
"""Makes the Markdown of one part, without blank lines around it."""

_PART = re.compile(r"^<!-- begin: (?P<name>[\w-]+) -->\n.*?^<!-- end: (?P=name) -->$", re.DOTALL | re.MULTILINE)
_BEGIN = re.compile(r"^<!-- begin: (?P<name>[\w-]+) -->$", re.MULTILINE)


class UnableToFill(ValueError):
    """A page asks for a part that nobody makes, or a part has no end."""


def fill(page: str, parts: Mapping[str, Part]) -> str:
    """Return the text of ``page`` with every marked part made anew; raise :class:`UnableToFill` where one can't be."""
    begun = _BEGIN.findall(page)
    if unknown := sorted(set(begun) - set(parts)):
        raise UnableToFill(f"nobody makes {', '.join(unknown)}")
    if open_ended := sorted(set(begun) - {found["name"] for found in _PART.finditer(page)}):
        raise UnableToFill(f"no end of {', '.join(open_ended)}")
    return _PART.sub(lambda found: _marked(found["name"], parts[found["name"]]()), page)


def _marked(name: str, text: str) -> str:
    return f"<!-- begin: {name} -->\n\n{text.strip()}\n\n<!-- end: {name} -->"
