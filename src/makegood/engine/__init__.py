"""The mathematics: from what was promised and what operations can do to how likely each promise is to be kept.

Pure Python and NumPy: validated immutable dataclasses in, a result out; no clock, no files, no network, no web
framework. ``forecast(portfolio, as_of=day)`` is the door.
"""

from makegood.engine.arrivals import promises_per_week, with_later_arrivals
from makegood.engine.changes import (
    AddedSlots,
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
    UnableToApply,
    Workaround,
)
from makegood.engine.forecast import forecast
from makegood.engine.portfolio import (
    Absence,
    CapacityChange,
    Fixed,
    Learnt,
    Measurement,
    Portfolio,
    ProductAttribute,
    Promise,
    Reinforcement,
    RiskDriver,
    ServiceLevelTerm,
    SpecificationTerm,
    Stated,
    Team,
    Wait,
    WorkItem,
)
from makegood.engine.remedies import Remedy, find_remedies
from makegood.engine.results import Forecast, PromiseForecast
from makegood.engine.settings import CommonFactors, PriorityPolicy, Settings
from makegood.engine.validation import InvalidPortfolio

__all__ = [
    "Absence",
    "AddedSlots",
    "CapacityChange",
    "CommonFactors",
    "DroppedTerm",
    "Effort",
    "FirstPlace",
    "Fixed",
    "Forecast",
    "HigherClass",
    "InvalidPortfolio",
    "LaterDate",
    "Learnt",
    "LessScope",
    "LowerClass",
    "Measurement",
    "Portfolio",
    "PriorityPolicy",
    "ProductAttribute",
    "Promise",
    "PromiseForecast",
    "Reinforcement",
    "Remedy",
    "RemovedRisk",
    "RiskDriver",
    "ServiceLevelTerm",
    "Settings",
    "SpecificationTerm",
    "SplitDelivery",
    "Stated",
    "SwappedTeam",
    "Team",
    "UnableToApply",
    "Wait",
    "WorkItem",
    "Workaround",
    "find_remedies",
    "forecast",
    "promises_per_week",
    "with_later_arrivals",
]
