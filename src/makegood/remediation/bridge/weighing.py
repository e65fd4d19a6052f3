"""What the locked criteria say of the options as they stand; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from makegood.engine.deciding import InvalidScores, decide, read_frame
from makegood.remediation.bridge.scores import OptionScores, card_of, said_card, weighed
from makegood.remediation.bridge.telling import told_fault
from makegood.remediation.queries.decisions import Judging, LockRow
from makegood.remediation.queries.options import OptionRow


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the criteria say, or why they can't yet."""

    seed: int
    card: dict[str, Any]
    result: dict[str, Any]
    """Empty where there are faults."""
    faults: tuple[str, ...]
    """In words, each with what it is about."""


def weigh(lock: LockRow, options: Iterable[OptionRow], judged: Judging) -> Weighed:
    """Weigh ``options`` by ``lock``. The seed is the lock's own, so nobody draws until the result is liked."""
    rows = tuple(options)
    frame, seed = read_frame(lock.text), seed_of(lock.digest)
    card = card_of(frame, [_scores(one, judged) for one in rows], judges=[str(judge) for judge, _name in judged.judges])
    names = {one.key: one.title for one in rows}
    try:
        decision = decide(frame, card, seed=seed)
    except InvalidScores as refused:
        told = (f"{_place(fault.field, names)}: {told_fault(fault)}." for fault in refused.faults)
        return Weighed(seed, said_card(card), {}, tuple(dict.fromkeys(told)))
    return Weighed(seed, said_card(card), weighed(decision), ())


def seed_of(digest: str) -> int:
    """Return the seed of the draws of weights: it follows from the criteria, and can't be chosen."""
    return int(digest[:15], 16)


def _scores(one: OptionRow, judged: Judging) -> OptionScores:
    said: dict[str, dict[str, tuple[float, str]]] = {}
    for row in judged.seen if judged.is_revealed else ():
        if row.option == one.number:
            said.setdefault(row.criterion, {})[str(row.judge)] = (row.value, row.reason)
    return OptionScores(one.key, one.measured, said)


def _place(field: str, names: Mapping[str, str]) -> str:
    """Return where a fault is, with the option by its title."""
    parts = field.split(".")
    if parts[0] == "options" and len(parts) > 1 and parts[1] in names:
        return " · ".join([names[parts[1]], *(part for part in parts[2:] if part != "scores")])
    return field
