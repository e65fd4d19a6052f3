"""Who may see what operations can do, and who says it: each part is owned by the function that knows."""

from __future__ import annotations

from django.utils.translation import gettext as _

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import Denied, is_admitted
from makegood.people.states import Function

CAPACITY = frozenset({Function.OPERATIONS, Function.ADMINISTRATOR})
ATTRIBUTES = frozenset({Function.PRODUCT, Function.ADMINISTRATOR})
MEASURES = frozenset({Function.OPERATIONS, Function.SUPPORT, Function.ADMINISTRATOR})


def check_see_capability(viewer: Viewer) -> None:
    """Admit all staff: sales sees the capacity that it sells; Denied."""
    if EVERYONE not in viewer.audiences:
        raise Denied(_("Only staff may see what operations can do."))


def check_change_capacity(viewer: Viewer) -> None:
    """Admit who plans teams, their capacity and their absences; Denied."""
    _check(viewer, CAPACITY, _("Only operations and administrators may change teams, capacity and absences."))


def check_change_attributes(viewer: Viewer) -> None:
    """Admit who says what the product has; Denied."""
    _check(viewer, ATTRIBUTES, _("Only product and administrators may change what the product has."))


def check_change_measures(viewer: Viewer) -> None:
    """Admit who says what is measured, and who measures; Denied."""
    _check(viewer, MEASURES, _("Only operations, support and administrators may change service measures."))


def check_bring_in(viewer: Viewer) -> None:
    """Admit who may bring in a table of some part of it; the part itself is asked for besides. Denied."""
    _check(viewer, CAPACITY | ATTRIBUTES | MEASURES, _("Only operations, product and support bring in tables."))


def can_see_capability(viewer: Viewer) -> bool:
    """Return whether the viewer may see what operations can do."""
    return is_admitted(check_see_capability, viewer)


def can_change_capacity(viewer: Viewer) -> bool:
    """Return whether the viewer may change teams, their capacity and their absences."""
    return is_admitted(check_change_capacity, viewer)


def can_change_attributes(viewer: Viewer) -> bool:
    """Return whether the viewer may change what the product has."""
    return is_admitted(check_change_attributes, viewer)


def can_change_measures(viewer: Viewer) -> bool:
    """Return whether the viewer may change service measures and measure."""
    return is_admitted(check_change_measures, viewer)


def _check(viewer: Viewer, admitted: frozenset[Function], reason: str) -> None:
    check_see_capability(viewer)
    if admitted.isdisjoint(viewer.functions):
        raise Denied(reason)
