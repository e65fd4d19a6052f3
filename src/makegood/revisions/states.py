"""The way of a revised promise through its gates, what each gate covers, and who opens it."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class State(StrEnum):
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

TRANSITIONS: dict[State, dict[Verb, State]] = {
    State.DRAFT: {
        Verb.PROPOSE: State.PROPOSED,
        Verb.CHANGE: State.DRAFT,
        Verb.LAPSE: State.DRAFT,
        Verb.REWORD: State.DRAFT,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.PROPOSED: {
        Verb.SPONSOR: State.SPONSORED,
        Verb.CHANGE: State.DRAFT,
        Verb.LAPSE: State.PROPOSED,
        Verb.REWORD: State.PROPOSED,
        Verb.REFUSE: State.REFUSED,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.SPONSORED: {
        Verb.WARN: State.WARNED,
        Verb.CHANGE: State.DRAFT,
        Verb.LAPSE: State.SPONSORED,
        Verb.REWORD: State.SPONSORED,
        Verb.REFUSE: State.REFUSED,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.WARNED: {
        Verb.VALIDATE: State.VALIDATED,
        Verb.CHANGE: State.DRAFT,
        Verb.LAPSE: State.WARNED,
        Verb.REWORD: State.WARNED,
        Verb.REFUSE: State.REFUSED,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.VALIDATED: {
        Verb.APPROVE: State.WORDED,
        Verb.CHANGE: State.DRAFT,
        Verb.LAPSE: State.WARNED,
        Verb.REWORD: State.VALIDATED,
        Verb.REFUSE: State.REFUSED,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.WORDED: {
        Verb.TELL: State.IN_FORCE,
        Verb.CHANGE: State.DRAFT,
        Verb.LAPSE: State.WARNED,
        Verb.REWORD: State.VALIDATED,
        Verb.REFUSE: State.REFUSED,
        Verb.WITHDRAW: State.WITHDRAWN,
    },
    State.IN_FORCE: {},
    State.REFUSED: {},
    State.WITHDRAWN: {},
}

OWNED_BY: dict[State, str] = {
    State.DRAFT: "whoever proposes it",
    State.PROPOSED: "executive",
    State.SPONSORED: "sales, customer-success, support or operations",
    State.WARNED: "the forecast",
    State.VALIDATED: "sales, operations or product, customer-success or support",
    State.WORDED: "sales, customer-success, support or operations",
    State.IN_FORCE: "operations",
    State.REFUSED: "nobody",
    State.WITHDRAWN: "nobody",
}
"""Who does what comes next."""

ENDED = frozenset({State.IN_FORCE, State.REFUSED, State.WITHDRAWN})
OPEN = frozenset(State) - ENDED


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
    Side.SALES: ("message", "due", "terms"),
    Side.DELIVERY: ("message", "due", "terms"),
    Side.CARE: ("message", "due", "terms", "owner", "stays"),
}
"""The parts of a revision that each side approves; another one changed takes nothing back."""

PARTS: dict[Gate, tuple[str, ...]] = {
    Gate.RATIONALE: ("rationale", "origin", "request", "due", "terms", "owner", "changes", "stays", "risks"),
    Gate.SPONSOR: ("rationale", "origin", "due", "terms", "owner"),
    Gate.NOTICE: (),
    Gate.VALIDATION: ("due", "terms"),
    Gate.MESSAGE: ("message", "due", "terms", "owner", "stays"),
    Gate.TOLD: ("message", "due", "terms"),
}
"""The parts of a revision that a gate was passed on: where one of them is another now, the gate is closed again."""

VALID_DAYS = 7
"""Days for which a simulation is fresh enough to tell a customer a date by it (a convention)."""


def next_gate(state: State) -> Gate | None:
    """Return the gate that a revision stands before; None behind the last one, and where it has ended."""
    return next((gate for gate, verb in PASSES.items() if verb in TRANSITIONS[state]), None)


def state_before(gate: Gate) -> State:
    """Return the state of a revision that stands before a gate."""
    return next(state for state, verbs in TRANSITIONS.items() if PASSES[gate] in verbs)
