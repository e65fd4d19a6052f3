"""Who does something, and who looks at something."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

EVERYONE = "everyone"
"""The audience of what all staff may see. Others are ``function:legal``, ``person:7``, ``customer:7``."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a member of staff, a customer through the portal, a program, or the house itself.

    ``name`` keeps history readable; it is personal data, and so goes into erasable bodies only.
    """

    kind: Literal["person", "customer", "program", "house"]
    number: int = 0
    name: str = ""


HOUSE = Actor("house", 0, "Makegood")
"""Timers, migrations and the worker."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: every query is scoped by it.

    ``functions`` are values of ``people.states.Function``, those lent by a colleague who is away included;
    ``audiences`` the audiences whose entries the viewer may read.
    """

    number: int
    name: str
    functions: frozenset[str] = frozenset()
    audiences: frozenset[str] = field(default=frozenset({EVERYONE}))
    language: str = "en"
    zone: str = "UTC"

    @property
    def actor(self) -> Actor:
        """Return the viewer as one who acts."""
        return Actor("person", self.number, self.name)
