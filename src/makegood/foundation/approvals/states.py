"""What may become of an approval."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """What somebody says about the parts that their role covers."""

    APPROVED = "approved"
    DECLINED = "declined"


class Standing(StrEnum):
    """Where a role stands with a document."""

    AWAITED = "awaited"
    APPROVED = "approved"
    DECLINED = "declined"
    RESET = "reset"


class Happening(StrEnum):
    """What may happen to a role's standing."""

    APPROVE = "approve"
    DECLINE = "decline"
    CHANGE = "change"
    """Something that the role covers was changed."""


TRANSITIONS: dict[Standing, dict[Happening, Standing]] = {
    Standing.AWAITED: {
        Happening.APPROVE: Standing.APPROVED,
        Happening.DECLINE: Standing.DECLINED,
        Happening.CHANGE: Standing.AWAITED,
    },
    Standing.APPROVED: {
        Happening.APPROVE: Standing.APPROVED,
        Happening.DECLINE: Standing.DECLINED,
        Happening.CHANGE: Standing.RESET,
    },
    Standing.DECLINED: {
        Happening.APPROVE: Standing.APPROVED,
        Happening.DECLINE: Standing.DECLINED,
        Happening.CHANGE: Standing.RESET,
    },
    Standing.RESET: {
        Happening.APPROVE: Standing.APPROVED,
        Happening.DECLINE: Standing.DECLINED,
        Happening.CHANGE: Standing.RESET,
    },
}
