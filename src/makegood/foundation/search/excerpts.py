"""What a hit looks like: pieces of text, each marked as found or not, for a page to show safely. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from makegood.foundation.search.words import WORD, forms_of

BEFORE = 60
LENGTH = 180
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of plain text; ``hit`` where it is what was looked for."""

    text: str
    hit: bool = False


def mark(text: str, terms: Sequence[tuple[str, ...]]) -> tuple[Piece, ...]:
    """Return the whole of ``text`` in pieces."""
    return _pieces(text, _hits(text, terms))


def excerpt(text: str, terms: Sequence[tuple[str, ...]]) -> tuple[Piece, ...]:
    """Return about two lines of ``text`` around the first hit, or its beginning where there is none."""
    hits = _hits(text, terms)
    begin = _after_blank(text, hits[0][0] - BEFORE) if hits and hits[0][0] > BEFORE else 0
    end = min(begin + LENGTH, len(text))
    shown = [(start - begin, stop - begin) for start, stop in hits if start >= begin and stop <= end]
    pieces = _pieces(text[begin:end], shown)
    before = (Piece(ELLIPSIS),) if begin else ()
    after = (Piece(ELLIPSIS),) if end < len(text) else ()
    return (*before, *pieces, *after)


def _hits(text: str, terms: Sequence[tuple[str, ...]]) -> list[tuple[int, int]]:
    beginnings = tuple(form for forms in terms for form in forms)
    if not beginnings:
        return []
    return [
        found.span() for found in WORD.finditer(text) if any(f.startswith(beginnings) for f in forms_of(found.group()))
    ]


def _pieces(text: str, hits: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    pieces, done = [], 0
    for start, stop in hits:
        if start > done:
            pieces.append(Piece(text[done:start]))
        pieces.append(Piece(text[start:stop], hit=True))
        done = stop
    if done < len(text):
        pieces.append(Piece(text[done:]))
    return tuple(pieces)


def _after_blank(text: str, place: int) -> int:
    """Return the beginning of a word near ``place``, so that an excerpt does not begin inside one."""
    blank = text.find(" ", place, place + BEFORE)
    return blank + 1 if blank >= 0 else place
