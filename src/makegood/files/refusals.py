"""The exception by which a converter refuses one value."""

from __future__ import annotations

from makegood.engine.results import Message


class Refused(ValueError):
    """A value can't be read: ``why`` as a problem, ``how`` to mend it. Always caught and written in the journal."""

    def __init__(self, why: Message, how: Message) -> None:
        """Keep both messages and read as the problem's code."""
        self.why = why
        self.how = how
        super().__init__(why.code)
