"""What is in danger, summed up with each forecast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from makegood.engine import PromiseForecast
from makegood.feasibility.queries.outlooks import BY_TEAM, OWED
from makegood.feasibility.services.warm import WarmRows


def danger_of(made: Mapping[int, PromiseForecast], rows: WarmRows) -> dict[str, Any]:
    """Return the value of what we owe and is in danger, by currency, the greatest first; and whom each team holds up.

    As a column has it: amounts are written out, so that they stay exact. A team is named by its key.
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
    return {"exposed": [(currency, str(value)) for currency, value in exposed], "decides": dict(decides)}
