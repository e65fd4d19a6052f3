"""Names that others refer to, and the nearest one to a name that isn't among them."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from makegood.engine.results import Message
from makegood.files.errors import mend

_MOST_COMPARED = 2_000
"""Names compared for one suggestion: enough for any list a person keeps, little enough for 100,000 promises."""
_LEAST_LIKENESS = 0.7
"""Of 1; below it a suggestion is likelier to mislead."""
_MOST_SUGGESTIONS = 50
"""Distinct names for which a suggestion is sought in one reading of a sheet; later ones get none."""


class Names:
    """The names known of one kind; ``complete`` is False where their own file couldn't be read in full."""

    def __init__(
        self, names: Iterable[str], *, listed_in: str, complete: bool = True, least_likeness: float = _LEAST_LIKENESS
    ) -> None:
        """Know ``names``, which the user lists in the file ``listed_in``; suggest those that are like enough."""
        self._names = dict.fromkeys(names)
        self._folded: dict[str, str] | None = None
        self._suggestions: dict[str, str] = {}
        self._listed_in = listed_in
        self._complete = complete
        self._least_likeness = least_likeness

    def unknown(self, names: Iterable[str]) -> set[str]:
        """Return those of ``names`` that aren't known; none where what is known is incomplete."""
        return set(names) - self._names.keys() - {""} if self._complete else set()

    def __contains__(self, name: str) -> bool:
        """Say whether ``name`` is known."""
        return name in self._names

    def mend(self, name: str) -> Message:
        """Return how to mend the unknown ``name``: the nearest known one, or where to list it."""
        suggestion = self.nearest(name)
        return (
            mend("did you mean", suggestion=suggestion)
            if suggestion
            else mend("add it or correct it", file=self._listed_in)
        )

    def nearest(self, name: str) -> str:
        """Return the known name most like ``name``, letters' case aside; the empty text where none is like it."""
        if name not in self._suggestions:
            if len(self._suggestions) >= _MOST_SUGGESTIONS:
                return ""
            self._suggestions[name] = self._seek(name.casefold())
        return self._suggestions[name]

    def _seek(self, folded: str) -> str:
        if self._folded is None:
            self._folded = {name.casefold(): name for name in self._names}
        if folded in self._folded:
            return self._folded[folded]
        candidates = list(self._folded)
        if len(candidates) > _MOST_COMPARED:
            candidates = [name for name in candidates if name[:3] == folded[:3]][:_MOST_COMPARED]
        found = get_close_matches(folded[:100], candidates, n=1, cutoff=self._least_likeness)
        return self._folded[found[0]] if found else ""
