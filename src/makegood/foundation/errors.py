"""Errors with a code: what a program switches on, while a person reads the sentence beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, ParamSpec

Asked = ParamSpec("Asked")


class Problem(Exception):
    """Something that could not be done, and why: the base of every ``UnableToX``.

    ``code`` is stable and part of the API; ``message`` is a translated sentence for people; ``field`` names the input
    that is at fault, empty where it is none; ``details`` are values a program may want.
    """

    code: ClassVar[str] = "problem"

    def __init__(self, message: str, *, field: str = "", details: Mapping[str, object] | None = None) -> None:
        """Keep what is said to people and to programs."""
        super().__init__(message)
        self.message = message
        self.field = field
        self.details: Mapping[str, object] = details or {}


class Denied(Problem):
    """The viewer may not do or see this."""

    code = "denied"


def is_admitted(check: Callable[Asked, None], *who: Asked.args, **what: Asked.kwargs) -> bool:
    """Return whether ``check`` lets somebody pass: how every ``can_x`` wraps its ``check_x``, so that both are one."""
    try:
        check(*who, **what)
    except Denied:
        return False
    return True


class NotFound(Problem):
    """There is no such thing, or none that the viewer may know of: both look the same from outside."""

    code = "not-found"


class Stale(Problem):
    """Somebody else changed this since it was read; ``details`` hold the newer values."""

    code = "stale"
