"""Who has said what, and whether it is enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from makegood.foundation.approvals.content import covered
from makegood.foundation.approvals.models import Approval
from makegood.foundation.approvals.states import Standing


@dataclass(frozen=True, slots=True)
class Line:
    """One role: where it stands, who spoke last and why, and what it would say something about ``now``."""

    role: str
    standing: Standing
    parts: tuple[str, ...]
    now: Mapping[str, str]
    actor_kind: str
    actor_number: int | None
    said_at: datetime | None
    reason: str
    reset_parts: tuple[str, ...]


def standing_of(*, subject: tuple[str, int]) -> list[Line]:
    """Return every role that must approve ``subject``, by name; empty where nothing was put up. In one query."""
    found = Approval.objects.filter(document__subject_kind=subject[0], document__subject_number=subject[1])
    return [
        Line(
            role=approval.role,
            standing=Standing(approval.standing),
            parts=tuple(approval.parts),
            now=covered(approval.document.digests, approval.parts),
            actor_kind=approval.actor_kind,
            actor_number=approval.actor_number,
            said_at=approval.said_at,
            reason=approval.reason,
            reset_parts=tuple(approval.reset_parts),
        )
        for approval in found.select_related("document").order_by("role")
    ]


def is_approved(*, subject: tuple[str, int]) -> bool:
    """Return whether something was put up and every role approves of what it is now."""
    lines = standing_of(subject=subject)
    return bool(lines) and all(line.standing is Standing.APPROVED for line in lines)
