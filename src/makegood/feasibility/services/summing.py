"""What the forecasts of all promises come to together, summed up with each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from makegood.engine import PromiseForecast
from makegood.feasibility.queries.outlooks import BY_TEAM, OWED
from makegood.feasibility.services.warm import WarmRows


def sums_of(made: Mapping[int, PromiseForecast], rows: WarmRows, stands_out: Iterable[str]) -> dict[str, Any]:
    """Return how many promises have each status, and each thing that ``stands_out``; and of those in danger two sums.

    These are the value of what we owe, by currency, the greatest first, and how many each team holds up, by its key.
    All as a column has it: amounts are written out, so that they stay exact.
    """
    values: dict[str, Decimal] = {}
    decides = Counter[str]()
    for number, read in made.items():
        if read.status != "red":
            continue
        said = rows.promises[number].said
        if said.value and said.state in OWED:
            values[said.currency] = values.get(said.currency, Decimal(0)) + said.value
        if read.binding is not None and read.binding.kind in BY_TEAM:
            decides[read.binding.name] += 1
    exposed = sorted(values.items(), key=lambda one: (-one[1], one[0]))
    return {
        "statuses": dict(Counter(read.status for read in made.values())),
        "stands_out": dict(Counter(stands_out)),
        "exposed": [(currency, str(value)) for currency, value in exposed],
        "decides": dict(decides),
    }
