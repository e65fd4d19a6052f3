"""The places one can go to, in the order of the menu."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the menu: ``g`` and ``key`` go there; ``functions`` empty means everybody."""

    label: str
    view: str
    icon: str
    key: str = ""
    group: str = ""
    functions: frozenset[str] = frozenset()


PLACES: tuple[Place, ...] = ()
