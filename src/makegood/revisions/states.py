"""The way of a revised promise through its gates, what each gate covers, and who opens it."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class RevisionState(StrEnum):
    """How far a revision is: named after the last gate that is passed with all before it."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    SPONSORED = "sponsored"
    WARNED = "warned"
    VALIDATED = "validated"
    WORDED = "worded"
    IN_FORCE = "in-force"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Gate(IntEnum):
    """The gates in their order (mission A24); behind the last one the revision is in force."""

    RATIONALE = 1
    SPONSOR = 2
    NOTICE = 3
    """The customer knows early that the date is in danger; no other date is named."""
    VALIDATION = 4
    MESSAGE = 5
    TOLD = 6


class Verb(StrEnum):
    """What may happen to a revision."""

    PROPOSE = "propose"
    SPONSOR = "sponsor"
    WARN = "warn"
    VALIDATE = "validate"
    APPROVE = "approve"
    TELL = "tell"
    CHANGE = "change"
    """Something that the rationale covers is another thing now."""
    LAPSE = "lapse"
    """The ground of the validation has moved."""
    REWORD = "reword"
    """The message is another one, or somebody does not stand behind it any more."""
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


PASSES: dict[Gate, Verb] = {
    Gate.RATIONALE: Verb.PROPOSE,
    Gate.SPONSOR: Verb.SPONSOR,
    Gate.NOTICE: Verb.WARN,
    Gate.VALIDATION: Verb.VALIDATE,
    Gate.MESSAGE: Verb.APPROVE,
    Gate.TOLD: Verb.TELL,
}
"""The verb that passes each gate."""
REOPENS: dict[Gate, Verb] = {
    Gate.RATIONALE: Verb.CHANGE,
    Gate.SPONSOR: Verb.CHANGE,
    Gate.VALIDATION: Verb.LAPSE,
    Gate.MESSAGE: Verb.REWORD,
}
"""What a gate means that closes again; what the customer was told can't be untold."""

TRANSITIONS: dict[RevisionState, dict[Verb, RevisionState]] = {
    RevisionState.DRAFT: {
        Verb.PROPOSE: RevisionState.PROPOSED,
        Verb.CHANGE: RevisionState.DRAFT,
        Verb.LAPSE: RevisionState.DRAFT,
        Verb.REWORD: RevisionState.DRAFT,
        Verb.WITHDRAW: RevisionState.WITHDRAWN,
    },
    RevisionState.PROPOSED: {
        Verb.SPONSOR: RevisionState.SPONSORED,
        Verb.CHANGE: RevisionState.DRAFT,
        Verb.LAPSE: RevisionState.PROPOSED,
        Verb.REWORD: RevisionState.PROPOSED,
        Verb.REFUSE: RevisionState.REFUSED,
        Verb.WITHDRAW: RevisionState.WITHDRAWN,
    },
    RevisionState.SPONSORED: {
        Verb.WARN: RevisionState.WARNED,
        Verb.CHANGE: RevisionState.DRAFT,
        Verb.LAPSE: RevisionState.SPONSORED,
        Verb.REWORD: RevisionState.SPONSORED,
        Verb.REFUSE: RevisionState.REFUSED,
        Verb.WITHDRAW: RevisionState.WITHDRAWN,
    },
    RevisionState.WARNED: {
        Verb.VALIDATE: RevisionState.VALIDATED,
        Verb.CHANGE: RevisionState.DRAFT,
        Verb.LAPSE: RevisionState.WARNED,
        Verb.REWORD: RevisionState.WARNED,
        Verb.REFUSE: RevisionState.REFUSED,
        Verb.WITHDRAW: RevisionState.WITHDRAWN,
    },
    RevisionState.VALIDATED: {
        Verb.APPROVE: RevisionState.WORDED,
        Verb.CHANGE: RevisionState.DRAFT,
        Verb.LAPSE: RevisionState.WARNED,
        Verb.REWORD: RevisionState.VALIDATED,
        Verb.REFUSE: RevisionState.REFUSED,
        Verb.WITHDRAW: RevisionState.WITHDRAWN,
    },
    RevisionState.WORDED: {
        Verb.TELL: RevisionState.IN_FORCE,
        Verb.CHANGE: RevisionState.DRAFT,
        Verb.LAPSE: RevisionState.WARNED,
        Verb.REWORD: RevisionState.VALIDATED,
        Verb.REFUSE: RevisionState.REFUSED,
        Verb.WITHDRAW: RevisionState.WITHDRAWN,
    },
    RevisionState.IN_FORCE: {},
    RevisionState.REFUSED: {},
    RevisionState.WITHDRAWN: {},
}

OWNED_BY: dict[RevisionState, str] = {
    RevisionState.DRAFT: "whoever proposes it",
    RevisionState.PROPOSED: "executive",
    RevisionState.SPONSORED: "sales, customer-success, support or operations",
    RevisionState.WARNED: "the forecast",
    RevisionState.VALIDATED: "sales, operations or product, customer-success or support",
    RevisionState.WORDED: "sales, customer-success, support or operations",
    RevisionState.IN_FORCE: "operations",
    RevisionState.REFUSED: "nobody",
    RevisionState.WITHDRAWN: "nobody",
}
"""Who does what comes next."""

ENDED = frozenset({RevisionState.IN_FORCE, RevisionState.REFUSED, RevisionState.WITHDRAWN})
OPEN = frozenset(RevisionState) - ENDED


class Side(StrEnum):
    """Whose approval a message needs: one person of each side, each another one."""

    SALES = "sales"
    DELIVERY = "delivery"
    CARE = "care"


SPEAKS: dict[Side, frozenset[str]] = {
    Side.SALES: frozenset({"sales"}),
    Side.DELIVERY: frozenset({"operations", "product"}),
    Side.CARE: frozenset({"customer-success", "support"}),
}
"""The functions that speak for each side."""

COVERS: dict[Side, tuple[str, ...]] = {
    Side.SALES: ("message", "due", "terms", "changes"),
    Side.DELIVERY: ("message", "due", "terms", "changes"),
    Side.CARE: ("message", "due", "terms", "changes", "owner", "stays"),
}
"""The parts of a revision that each side approves; another one changed takes nothing back."""

PARTS: dict[Gate, tuple[str, ...]] = {
    Gate.RATIONALE: ("rationale", "origin", "request", "due", "terms", "owner", "changes", "stays", "risks"),
    Gate.SPONSOR: ("rationale", "origin", "request", "due", "terms", "owner", "changes", "risks"),
    Gate.NOTICE: (),
    Gate.VALIDATION: ("due", "terms"),
    Gate.MESSAGE: ("message", "due", "terms", "changes", "owner", "stays"),
    Gate.TOLD: ("message", "due", "terms", "changes"),
}
"""The parts of a revision that a gate was passed on: where one of them is another now, the gate is closed again."""

VALID_DAYS = 7
"""Days for which a simulation is fresh enough to tell a customer a date by it (a convention)."""


def next_gate(state: RevisionState) -> Gate | None:
    """Return the gate that a revision stands before; None behind the last one, and where it has ended."""
    return next((gate for gate, verb in PASSES.items() if verb in TRANSITIONS[state]), None)


def state_before(gate: Gate) -> RevisionState:
    """Return the state of a revision that stands before a gate."""
    return next(state for state, verbs in TRANSITIONS.items() if PASSES[gate] in verbs)
