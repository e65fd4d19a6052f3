"""Who may read the glossary, and who may change it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import Denied, is_admitted
from makegood.people.states import Function

KEEPERS = frozenset({Function.PRODUCT, Function.ADMINISTRATOR})


def check_read_glossary(viewer: Viewer) -> None:
    """Admit all staff; Denied."""
    if EVERYONE not in viewer.audiences:
        raise Denied(_("Only staff may read the glossary."))


def check_add_terms(viewer: Viewer) -> None:
    """Admit who keeps the glossary; Denied."""
    check_read_glossary(viewer)
    if KEEPERS.isdisjoint(viewer.functions):
        raise Denied(_("Only product and administrators may add terms."))


def check_change_term(viewer: Viewer, owner: int | None) -> None:
    """Admit who keeps the glossary, and the person who owns the term; Denied."""
    check_read_glossary(viewer)
    if KEEPERS.isdisjoint(viewer.functions) and (owner is None or owner != viewer.number):
        raise Denied(_("Only the owner of this term, product and administrators may change it."))


def can_read_glossary(viewer: Viewer) -> bool:
    """Return whether the viewer may read the glossary."""
    return is_admitted(check_read_glossary, viewer)


def can_add_terms(viewer: Viewer) -> bool:
    """Return whether the viewer may add terms."""
    return is_admitted(check_add_terms, viewer)


def can_change_term(viewer: Viewer, owner: int | None) -> bool:
    """Return whether the viewer may change a term of ``owner``."""
    return is_admitted(check_change_term, viewer, owner)
