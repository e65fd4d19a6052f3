"""The gates of a revision and what its states allow: both tables from the code."""

from __future__ import annotations

from collections.abc import Iterator

from _generate.markdown import table
from makegood.revisions.states import OWNED_BY, PARTS, PASSES, REOPENS, TRANSITIONS, Gate, RevisionState, state_before


def gates() -> str:
    """Return every gate with the act that passes it, who acts, and the parts of the revision that it rests on."""
    return table(("Gate", "Passed by", "Who acts", "Closes again with a change of"), _gates())


def revision_states() -> str:
    """Return every state of a revision with what may come next."""
    return table(("State", "Who acts", "What may come next"), _states())


def _gates() -> Iterator[tuple[str, str, str, str]]:
    for gate in Gate:
        parts = ", ".join(PARTS[gate]) if gate in REOPENS else "nothing: what was said can't be unsaid"
        owner = OWNED_BY[state_before(gate)].replace("-", " ")
        yield f"**{gate.value} {gate.name.lower()}**", f"`{PASSES[gate]}`", owner, parts


def _states() -> Iterator[tuple[str, str, str]]:
    for state in RevisionState:
        moves = ", ".join(f"`{verb}` → {after.replace('-', ' ')}" for verb, after in TRANSITIONS[state].items())
        yield (
            f"**{state.replace('-', ' ')}**",
            OWNED_BY[state].replace("-", " "),
            moves or "nothing: it has ended",
        )
