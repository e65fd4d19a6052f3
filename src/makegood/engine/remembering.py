"""What a standing forecast remembers of the last time, so that only what is another now is computed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from makegood.engine.digest import row_digest
from makegood.engine.results import PromiseForecast


class RowDigests:
    """The fingerprints of rows; rows are held as long as their fingerprints, so that no number is used again."""

    def __init__(self) -> None:
        """Know none yet."""
        self._known: dict[int, tuple[object, bytes]] = {}

    def of(self, row: object) -> bytes:
        """Return a row's fingerprint."""
        known = self._known.get(id(row))
        if known is None:
            known = self._known[id(row)] = (row, row_digest(row))
        return known[1]

    def knows(self, row: object) -> bool:
        """Say whether a row's fingerprint is known: it was in a forecast before."""
        return id(row) in self._known

    def forget_others(self, rows: Iterable[tuple[object, ...]]) -> None:
        """Let go of all but these ``rows``, once others are the most of what is remembered."""
        kept = [*rows]
        if len(self._known) > 2 * sum(map(len, kept)):
            there = {id(row) for part in kept for row in part}
            self._known = {number: known for number, known in self._known.items() if number in there}


class Readings:
    """What promises were read as, each beside the fingerprint of what it was read from."""

    def __init__(self) -> None:
        """Know none yet."""
        self._read: dict[str, tuple[bytes, PromiseForecast]] = {}
        self._settled: dict[str, tuple[PromiseForecast, PromiseForecast]] = {}

    def knows(self, key: str, print_: bytes) -> bool:
        """Say whether it is known what a promise was read as from the same."""
        known = self._read.get(key)
        return known is not None and known[0] == print_

    def read(self, key: str, print_: bytes, reading: Callable[[], PromiseForecast]) -> PromiseForecast:
        """Return what a promise was read as from the same, or what ``reading`` it says."""
        known = self._read.get(key)
        if known is None or known[0] != print_:
            known = self._read[key] = (print_, reading())
        return known[1]

    def settled(self, read: PromiseForecast, place: int, harm: float) -> PromiseForecast:
        """Return ``read`` with its place and harm: the same object as before where all of it is the same."""
        known = self._settled.get(read.promise)
        if known is None or known[0] is not read or (known[1].place, known[1].harm) != (place, harm):
            known = self._settled[read.promise] = (read, replace(read, place=place, harm=harm))
        return known[1]

    def copied(self) -> Readings:
        """Return the same to suppose something with: what is read then is forgotten with it."""
        other = Readings()
        other._read, other._settled = dict(self._read), dict(self._settled)
        return other

    def forget_others(self, keys: Iterable[str]) -> None:
        """Let go of all but the promises with these ``keys``."""
        kept = set(keys)
        for known in (self._read, self._settled):
            for key in known.keys() - kept:
                del known[key]
