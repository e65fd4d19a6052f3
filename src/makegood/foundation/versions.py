"""Two people who change the same thing: the second is told what the first one wrote, and loses nothing."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from makegood.foundation.errors import Stale


def check_version(*, seen: int, current: int, wanted: Mapping[str, object], now: Mapping[str, object]) -> None:
    """Refuse a change of what was ``seen`` as another version than the ``current`` one; Stale.

    Its details hold the current version, and for each wanted field that reads otherwise by now what it reads.
    """
    if seen == current:
        return
    differing = {name: {"now": now[name]} for name in wanted if now[name] != wanted[name]}
    raise Stale(_("Somebody else changed this after you opened it."), details={"fields": differing, "version": current})


def changes_between(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, list[object]]:
    """Return name → [before, after] of what differs: what history says about a change."""
    return {name: [before[name], value] for name, value in after.items() if before[name] != value}
