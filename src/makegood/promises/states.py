"""The life of a promise, who answers for it in each state, and the few words that a term may use."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum


class State(StrEnum):
    """Where a promise stands. At risk, in remediation, kept and broken are derived and never stored."""

    DRAFT = "draft"
    QUOTED = "quoted"
    RESERVED = "reserved"
    COMMITTED = "committed"
    DELIVERED = "delivered"
    CANCELLED_BY_CUSTOMER = "cancelled-by-customer"
    CANCELLED_BY_US = "cancelled-by-us"
    EXPIRED = "expired"


class Verb(StrEnum):
    """What may happen to a promise."""

    QUOTE = "quote"
    RESERVE = "reserve"
    RELEASE = "release"
    COMMIT = "commit"
    DELIVER = "deliver"
    REJECT = "reject"
    CANCEL_FOR_CUSTOMER = "cancel-for-customer"
    CANCEL_BY_US = "cancel-by-us"
    EXPIRE = "expire"


TRANSITIONS: dict[State, dict[Verb, State]] = {
    State.DRAFT: {
        Verb.QUOTE: State.QUOTED,
        Verb.RESERVE: State.RESERVED,
        Verb.COMMIT: State.COMMITTED,
        Verb.EXPIRE: State.EXPIRED,
    },
    State.QUOTED: {
        Verb.RESERVE: State.RESERVED,
        Verb.COMMIT: State.COMMITTED,
        Verb.CANCEL_FOR_CUSTOMER: State.CANCELLED_BY_CUSTOMER,
        Verb.CANCEL_BY_US: State.CANCELLED_BY_US,
        Verb.EXPIRE: State.EXPIRED,
    },
    State.RESERVED: {
        Verb.RELEASE: State.QUOTED,
        Verb.COMMIT: State.COMMITTED,
        Verb.CANCEL_FOR_CUSTOMER: State.CANCELLED_BY_CUSTOMER,
        Verb.CANCEL_BY_US: State.CANCELLED_BY_US,
        Verb.EXPIRE: State.EXPIRED,
    },
    State.COMMITTED: {
        Verb.DELIVER: State.DELIVERED,
        Verb.CANCEL_FOR_CUSTOMER: State.CANCELLED_BY_CUSTOMER,
        Verb.CANCEL_BY_US: State.CANCELLED_BY_US,
    },
    State.DELIVERED: {Verb.REJECT: State.COMMITTED},
    State.CANCELLED_BY_CUSTOMER: {},
    State.CANCELLED_BY_US: {},
    State.EXPIRED: {},
}

OWNED_BY: dict[State, str] = {
    State.DRAFT: "sales",
    State.QUOTED: "sales",
    State.RESERVED: "sales",
    State.COMMITTED: "operations",
    State.DELIVERED: "customer-success",
    State.CANCELLED_BY_CUSTOMER: "customer-success",
    State.CANCELLED_BY_US: "customer-success",
    State.EXPIRED: "sales",
}
"""The function that answers for a promise in a state, beside its owner."""

BEFORE_COMMITMENT = frozenset({State.DRAFT, State.QUOTED, State.RESERVED})
OPEN = BEFORE_COMMITMENT | {State.COMMITTED}
ENDED = frozenset({State.CANCELLED_BY_CUSTOMER, State.CANCELLED_BY_US, State.EXPIRED})


class Severity(StrEnum):
    """How much it hurts the customer if the promise is broken."""

    LEGAL_OR_SAFETY = "S1"
    MATERIAL = "S2"
    LIMITED = "S3"
    MINOR = "S4"


class TermKind(StrEnum):
    """What a promise may be made of, besides its date."""

    SPECIFICATION = "specification"
    SERVICE_LEVEL = "service-level"


class Operator(StrEnum):
    """How a promised value compares with what is there."""

    AT_LEAST = ">="
    AT_MOST = "<="
    EXACTLY = "="


class Role(StrEnum):
    """What somebody has to do with a promise (RACI); whoever is accountable is its owner."""

    RESPONSIBLE = "responsible"
    CONSULTED = "consulted"
    INFORMED = "informed"


class EvidenceKind(StrEnum):
    """What shows that it was said."""

    FILE = "file"
    LINK = "link"
    MAIL = "mail"
    NOTE = "note"


class Origin(StrEnum):
    """Who wanted the date that was agreed."""

    FIRST = "first"
    CUSTOMER = "customer"
    US = "us"
    BOTH = "both"


class IndicatorDirection(StrEnum):
    """Which values of an indicator are the better ones."""

    HIGHER = "higher"
    LOWER = "lower"


class Light(StrEnum):
    """How an indicator stands by its latest reading; derived, never typed."""

    UNREAD = "unread"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Finding(StrEnum):
    """What is wrong with how a promise is kept on record."""

    NO_OWNER = "no-owner"
    NO_DATE = "no-date"
    NO_EVIDENCE = "no-evidence"
    UNCHECKED = "unchecked-terms"
    OVERDUE = "overdue"
    CONFLICT = "conflict"
    RED_INDICATOR = "red-indicator"
    NOT_ACCEPTED = "not-accepted"
    """Delivered, and for longer than usual nobody has recorded whether the customer took it: kept or broken is open."""


class Chapter(StrEnum):
    """What a line of the whole story of a promise is."""

    HISTORY = "history"
    """What somebody did with it here."""
    TOUCHPOINT = "touchpoint"
    """One time the customer was met since it was said."""
    NOTICE = "notice"
    """What the customer was told of its date."""
    EVIDENCE = "evidence"
    COMMENT = "comment"


class Outcome(StrEnum):
    """What became of the word that was given; derived, never typed."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    EXCLUDED = "excluded"
    """The customer cancelled it: neither."""


def light_of(value: Decimal | None, *, direction: IndicatorDirection, amber: Decimal, red: Decimal) -> Light:
    """Say how an indicator stands: a value worse than a threshold has that threshold's colour, one equal to it not."""
    if value is None:
        return Light.UNREAD
    sign = 1 if direction == IndicatorDirection.HIGHER else -1
    if value * sign < red * sign:
        return Light.RED
    return Light.AMBER if value * sign < amber * sign else Light.GREEN
