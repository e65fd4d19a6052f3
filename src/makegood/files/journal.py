"""Collects every error and note of one reading, so that all of them can be told in one pass."""

from __future__ import annotations

from collections import Counter

from makegood.engine.results import Message
from makegood.files.errors import MAX_ERRORS, FileError, InvalidFiles, Note, mend, note, problem

_SHOWN_CHARACTERS = 200


class Journal:
    """Errors and notes in order of discovery; at most :data:`~makegood.files.errors.MAX_ERRORS` errors a file."""

    def __init__(self) -> None:
        """Start without any."""
        self._errors: list[FileError] = []
        self._counts: Counter[str] = Counter()
        self._notes: list[Note] = []

    def refuse(
        self,
        file: str,
        why: Message,
        how: Message,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
    ) -> None:
        """Record that something in ``file`` is wrong, ``why``, and ``how`` to mend it; long values are cut."""
        self._counts[file] += 1
        if self._counts[file] > MAX_ERRORS:
            return
        if value is not None and len(value) > _SHOWN_CHARACTERS:
            value = value[:_SHOWN_CHARACTERS] + "…"
        self._errors.append(FileError(file, row, column, value, why, how))

    def note(self, file: str, code: str, **values: object) -> None:
        """Record that something in ``file`` was read differently from what the user may expect."""
        self._notes.append(note(file, code, **values))

    @property
    def notes(self) -> tuple[Note, ...]:
        """All notes in order of discovery."""
        return tuple(self._notes)

    def raise_errors(self) -> None:
        """Raise :class:`InvalidFiles` with all errors by file, row and column; return where there are none."""
        if self._errors:
            raise InvalidFiles(error for file in sorted(self._counts) for error in self._errors_of(file))

    def _errors_of(self, file: str) -> list[FileError]:
        errors = sorted((error for error in self._errors if error.file == file), key=_place)
        beyond = self._counts[file] - MAX_ERRORS
        if beyond > 0:
            more = problem("more errors", count=beyond, limit=MAX_ERRORS)
            errors.append(FileError(file, None, None, None, more, mend("mend these first")))
        return errors


def _place(error: FileError) -> tuple[int, str]:
    return (error.row or 0, error.column or "")
