"""The best set of options: chosen by a solver under budget, delay, vetoes and protection, verified by simulation.

.. code-block:: python

    found = best_set(portfolio, options, Demands(budget=20_000, protected=frozenset({"NWR-180"})), as_of=day)
    found.chosen, found.effect.saved, found.ruled_out
"""

from makegood.engine.best.demands import Demands, RuledOut, UnknownInDemands
from makegood.engine.best.solving import (
    BestSet,
    Round,
    Shortfall,
    UnableToMeet,
    best_by_trying_all,
    best_set,
    best_set_of,
)

__all__ = [
    "BestSet",
    "Demands",
    "Round",
    "RuledOut",
    "Shortfall",
    "UnableToMeet",
    "UnknownInDemands",
    "best_by_trying_all",
    "best_set",
    "best_set_of",
]
