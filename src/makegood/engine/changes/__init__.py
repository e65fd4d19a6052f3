"""Typed changes to a portfolio: what a company can do about its promises, applied to an immutable portfolio.

.. code-block:: python

    changed = applied(portfolio, FirstPlace("NWR-180"), AddedSlots("Assembly", 1, monday, friday))

The portfolio given stays as it is. A change that names what is not there, or asks for what cannot be, is refused with
:class:`UnableToApply`.
"""

from makegood.engine.changes.applying import UnableToApply, applied, rest_of
from makegood.engine.changes.kinds import (
    KINDS,
    AddedSlots,
    Change,
    ChangeKind,
    DroppedTerm,
    Effort,
    FirstPlace,
    HigherClass,
    LaterDate,
    LessScope,
    LowerClass,
    RemovedRisk,
    SplitDelivery,
    SwappedTeam,
    Workaround,
    kind_of,
    promise_of,
    teams_of,
)

__all__ = [
    "KINDS",
    "AddedSlots",
    "Change",
    "ChangeKind",
    "DroppedTerm",
    "Effort",
    "FirstPlace",
    "HigherClass",
    "LaterDate",
    "LessScope",
    "LowerClass",
    "RemovedRisk",
    "SplitDelivery",
    "SwappedTeam",
    "UnableToApply",
    "Workaround",
    "applied",
    "kind_of",
    "promise_of",
    "rest_of",
    "teams_of",
]
