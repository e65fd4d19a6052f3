"""Who may propose a revision, who may pass which gate, and in whose name."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import Denied, is_admitted
from makegood.people.queries import speaks_as
from makegood.people.states import Function
from makegood.revisions.queries import SIDE_NAMES
from makegood.revisions.queries.lists import TELLS
from makegood.revisions.states import SPEAKS, Side

PROPOSES = frozenset(Function) - {Function.LEGAL}


def check_see_revisions(viewer: Viewer) -> None:
    """Admit all staff: everybody sees how a promise is changed; Denied."""
    if EVERYONE not in viewer.audiences:
        raise Denied(_("Only staff may see revisions."))


def check_propose(viewer: Viewer) -> None:
    """Admit who may propose to revise a promise; Denied."""
    check_see_revisions(viewer)
    if PROPOSES.isdisjoint(viewer.functions):
        raise Denied(_("Legal reads revisions; the other functions propose them."))


def check_own(viewer: Viewer, *, made_by: int) -> None:
    """Admit whoever proposes a revision: what it says is theirs alone; Denied."""
    check_propose(viewer)
    if viewer.number != made_by:
        raise Denied(_("Somebody else proposes this revision: only they may change what it says."))


def check_withdraw(viewer: Viewer, *, made_by: int) -> None:
    """Admit whoever proposes a revision, and administrators where they have left; Denied."""
    check_propose(viewer)
    if viewer.number != made_by and Function.ADMINISTRATOR not in viewer.functions:
        raise Denied(_("Only whoever proposes this revision, or an administrator, may withdraw it."))


def check_sponsor(viewer: Viewer, *, made_by: int, at: datetime) -> int | None:
    """Admit an executive other than who proposes it; return the executive whose place they take, if so. Denied."""
    return _in_name_of(viewer, {Function.EXECUTIVE}, made_by, at, _("Only an executive may do this."))


def check_speak(viewer: Viewer, *, side: Side, made_by: int, at: datetime) -> int | None:
    """Admit who speaks for a side and does not propose it; return whose place they take, if so. Denied."""
    reason = _("Only this function may say this: %(side)s.") % {"side": SIDE_NAMES[side]}
    return _in_name_of(viewer, SPEAKS[side], made_by, at, reason)


def check_tell(viewer: Viewer) -> None:
    """Admit who talks to customers; Denied."""
    check_see_revisions(viewer)
    if TELLS.isdisjoint(viewer.functions):
        raise Denied(
            _("Only sales, customer success, support, operations and administrators may record what a customer heard.")
        )


def can_propose(viewer: Viewer) -> bool:
    """Return whether the viewer may propose revisions."""
    return is_admitted(check_propose, viewer)


def can_own(viewer: Viewer, *, made_by: int) -> bool:
    """Return whether the viewer proposes a revision."""
    return is_admitted(check_own, viewer, made_by=made_by)


def can_withdraw(viewer: Viewer, *, made_by: int) -> bool:
    """Return whether the viewer may withdraw a revision."""
    return is_admitted(check_withdraw, viewer, made_by=made_by)


def can_sponsor(viewer: Viewer, *, made_by: int, at: datetime) -> bool:
    """Return whether the viewer may sponsor or refuse a revision."""
    try:
        check_sponsor(viewer, made_by=made_by, at=at)
    except Denied:
        return False
    return True


def can_speak(viewer: Viewer, *, side: Side, made_by: int, at: datetime) -> bool:
    """Return whether the viewer may say something about a message for a side."""
    try:
        check_speak(viewer, side=side, made_by=made_by, at=at)
    except Denied:
        return False
    return True


def can_tell(viewer: Viewer) -> bool:
    """Return whether the viewer may record what a customer was told."""
    return is_admitted(check_tell, viewer)


def _in_name_of(viewer: Viewer, functions: Collection[str], made_by: int, at: datetime, reason: str) -> int | None:
    """Return whose place the viewer takes, None where it is their own function; nobody approves what is theirs.

    Who stands in for the one who proposes it would approve it in their name, so that is refused as well.
    """
    check_see_revisions(viewer)
    if viewer.number == made_by:
        raise Denied(_("You propose this yourself: somebody else has to do this."))
    names = [name for name in speaks_as(viewer.number, functions, at=at) if name != made_by]
    if not names:
        raise Denied(reason)
    return None if names[0] == viewer.number else names[0]
