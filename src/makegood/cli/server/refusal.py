"""Why a verb of the server could not be carried out."""

from __future__ import annotations

from collections.abc import Sequence


class Refused(Exception):
    """Nothing was done, or what was begun was undone; ``text`` is said in the reader's language, with ``values``.

    ``lines`` are said below it as they are: what was found where nobody could translate it.
    """

    def __init__(self, text: str, *, status: int = 1, lines: Sequence[str] = (), **values: object) -> None:
        """Keep what is said, and the exit status."""
        super().__init__(text)
        self.text = text
        self.status = status
        self.lines = tuple(lines)
        self.values = values
