"""What contradicts itself in what was entered: kept as codes with values, and where it can be mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from makegood.engine.circles import Untangled
from makegood.engine.portfolio import Portfolio
from makegood.engine.validation import Problem
from makegood.feasibility.bridge.keeping import kept_message
from makegood.feasibility.states import CYCLE

MOST = 20
"""Problems that are kept: who mends these sees the next ones."""


def told_circles(found: Untangled) -> Iterator[Problem]:
    """Yield a problem for each circle of work that waits for itself."""
    for circle in found.circles:
        yield Problem(CYCLE, circle[0], {"items": circle})


def problems_of(
    problems: Iterable[Problem], portfolio: Portfolio, promises: Mapping[str, int], teams: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Return problems as JSON, each with what it is about; ``promises`` and ``teams`` are numbers by key."""
    told = list(islice(problems, MOST))
    promise_of = {item.key: item.promise for item in portfolio.items} if told else {}

    def kept(one: Problem) -> dict[str, Any]:
        names = [one.subject]
        for value in one.values.values():
            names += [str(part) for part in value] if isinstance(value, list | tuple) else []
        keys = dict.fromkeys(promise_of.get(name, name) for name in names)
        return kept_message(one.code, one.values) | {
            "subject": one.subject,
            "promises": [{"number": promises[key], "key": key} for key in keys if key in promises],
            "team": teams.get(one.subject),
        }

    return list(map(kept, told))
