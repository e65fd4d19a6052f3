"""Who is who."""

from __future__ import annotations

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.people.models import User


def viewer_of(user: User) -> Viewer:
    """Return ``user`` as one who looks, with the functions and audiences that are theirs."""
    functions = frozenset(user.functions)
    return Viewer(
        number=user.pk,
        name=user.name,
        functions=functions,
        audiences=frozenset({EVERYONE, f"person:{user.pk}", *(f"function:{name}" for name in functions)}),
        language=user.language,
        zone=user.zone,
    )
