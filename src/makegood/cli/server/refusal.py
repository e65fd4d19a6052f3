"""Why a verb of the server could not be carried out."""

from __future__ import annotations

import errno
from collections.abc import Sequence

from makegood.phrases.language import Language
from makegood.phrases.phrase import translatable as _

CAUSES = {
    errno.ENOENT: _("there is no such folder"),
    errno.ENOTDIR: _("a part of the path is no folder"),
    errno.EISDIR: _("this is a folder"),
    errno.EACCES: _("this is not allowed"),
    errno.EPERM: _("this is not allowed"),
    errno.EROFS: _("what is there can only be read"),
    errno.ENOSPC: _("no room is left on the disk"),
    errno.EADDRINUSE: _("another program has it already"),
}
"""What the system says in its own language, in the reader's."""


def cause_of(error: OSError, language: Language) -> str:
    """Say why the system could not do something; in its words where we have none."""
    said = CAUSES.get(error.errno or 0)
    return language.say(said) if said else str(error.strerror or error)


class Refused(Exception):
    """Nothing was done, or what was begun was undone; ``text`` is said in the reader's language, with ``values``.

    A value that is an error of the system is said in words.

    ``lines`` are said below it as they are: what was found where nobody could translate it.
    """

    def __init__(self, text: str, *, status: int = 1, lines: Sequence[str] = (), **values: object) -> None:
        """Keep what is said, and the exit status."""
        super().__init__(text)
        self.text = text
        self.status = status
        self.lines = tuple(lines)
        self.values = values

    def said(self, language: Language) -> str:
        """Say it."""
        values = {
            name: cause_of(value, language) if isinstance(value, OSError) else value
            for name, value in self.values.items()
        }
        return language.say(self.text, **values)
