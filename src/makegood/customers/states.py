"""What a customer is to us, and the ways in which we meet."""

from __future__ import annotations

from enum import StrEnum

MOST_REPLANNING_DAYS = 730


class Tier(StrEnum):
    """How much a customer weighs when two need the same capacity."""

    STRATEGIC = "strategic"
    KEY = "key"
    STANDARD = "standard"


class Channel(StrEnum):
    """How a touchpoint came about."""

    MAIL = "mail"
    CALL = "call"
    MEETING = "meeting"
    DELIVERY = "delivery"
    PORTAL = "portal"


class Direction(StrEnum):
    """Who turned to whom."""

    FROM_CUSTOMER = "from-customer"
    TO_CUSTOMER = "to-customer"


class CustomerStanding(StrEnum):
    """Which customers a list shows."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


class Order(StrEnum):
    """How a list of customers is sorted; a minus turns it round."""

    NAME = "name"
    NAME_DOWN = "-name"
    KEY = "key"
    KEY_DOWN = "-key"
    TIER = "tier"
    TIER_DOWN = "-tier"
    REPLANNING = "replanning"
    REPLANNING_DOWN = "-replanning"
    TOUCHED = "touched"
    TOUCHED_DOWN = "-touched"
    NEWEST = "-made"
    OLDEST = "made"


WEIGHT = {Tier.STRATEGIC: 0, Tier.KEY: 1, Tier.STANDARD: 2}
"""The place of each tier when a list is sorted by it: the weightiest first."""
