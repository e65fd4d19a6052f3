"""Who may see the work behind promises, and who may change what about it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import Denied, is_admitted
from makegood.people.states import Function

PLANS = frozenset({Function.OPERATIONS, Function.PRODUCT, Function.SUPPORT, Function.ADMINISTRATOR})


def check_see_work(viewer: Viewer) -> None:
    """Admit all staff; Denied."""
    if EVERYONE not in viewer.audiences:
        raise Denied(_("Only staff may see the work behind promises."))


def check_plan_work(viewer: Viewer) -> None:
    """Admit who does the work: they list it, estimate it and say how far it is; Denied."""
    check_see_work(viewer)
    if PLANS.isdisjoint(viewer.functions):
        raise Denied(_("Only operations, product, support and administrators may plan work."))


def can_plan_work(viewer: Viewer) -> bool:
    """Return whether the viewer may list work, estimate it and say how far it is."""
    return is_admitted(check_plan_work, viewer)
