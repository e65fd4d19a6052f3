"""Reading the work that a tracker tells, to be held against what it tells now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from makegood.promises.states import OPEN, State
from makegood.work.models import Predecessor, WorkItem


@dataclass(frozen=True, slots=True)
class TrackedRow:
    """One item of a tracker as it is kept: values of what the tracker owns, but what is held against it."""

    promise: int
    promise_is_open: bool
    fields: Mapping[str, Any]
    owned: tuple[str, ...]
    by_hand: frozenset[str]
    after: tuple[str, ...]
    """The tracker's names of what must be done first, as far as they are listed."""


FIELDS = (
    "name", "team_id", "p10", "p50", "p90", "wait_p50", "wait_p90", "slots", "pausable", "not_before", "wait_started",
    "done_share", "address",
)  # fmt: skip


def tracked_items(source: str) -> dict[str, TrackedRow]:
    """Return every item of a tracker by the name that it has there; in two queries."""
    after: dict[int, list[str]] = defaultdict(list)
    pairs = Predecessor.objects.filter(item__source=source, before__source=source).exclude(before__tracked=[])
    for item, before in pairs.values_list("item", "before__external_id"):
        after[item].append(before)
    rows = WorkItem.objects.filter(source=source).exclude(external_id="")
    names = ("pk", "external_id", "promise", "promise__state", "tracked", "by_hand")
    found: dict[str, TrackedRow] = {}
    for number, external, promise, state, owned, held, *values in rows.values_list(*names, *FIELDS):
        fields = dict(zip((name.removesuffix("_id") for name in FIELDS), values, strict=True))
        found[external] = TrackedRow(
            promise=promise,
            promise_is_open=State(state) in OPEN,
            fields={name: value for name, value in fields.items() if name in owned and name not in held},
            owned=tuple(owned),
            by_hand=frozenset(held),
            after=tuple(sorted(after[number])),
        )
    return found
