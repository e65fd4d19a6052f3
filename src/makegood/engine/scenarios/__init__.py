"""What if? Named lists of changes, compared under common random numbers by their effect on every promise.

.. code-block:: python

    found = effects(portfolio, [Scenario("temps", (AddedSlots("Assembly", 1, monday, friday),), cost=4_000)], as_of=day)
    found.of("temps").losers, found.of("temps").saved
"""

from makegood.engine.scenarios.comparing import (
    Comparison,
    Effect,
    Effects,
    Outlook,
    Scenario,
    ScenarioEffect,
    effects,
    latest_date,
)
from makegood.engine.scenarios.worth import DELAY_SHARE, Worth, worth_after

__all__ = [
    "DELAY_SHARE",
    "Comparison",
    "Effect",
    "Effects",
    "Outlook",
    "Scenario",
    "ScenarioEffect",
    "Worth",
    "effects",
    "latest_date",
    "worth_after",
]
