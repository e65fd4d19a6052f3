"""The mathematics: from what was promised and what operations can do to how likely each promise is to be kept.

Pure Python and NumPy: validated immutable dataclasses in, a result out; no clock, no files, no network, no web
framework. ``forecast(portfolio, as_of=day)`` is the door.
"""

from makegood.engine.forecast import forecast
from makegood.engine.portfolio import (
    Absence,
    CapacityChange,
    Fixed,
    InvalidPortfolio,
    Learnt,
    Measurement,
    Portfolio,
    ProductAttribute,
    Promise,
    RiskDriver,
    ServiceLevelTerm,
    SpecificationTerm,
    Stated,
    Team,
    Wait,
    WorkItem,
)
from makegood.engine.results import Forecast, PromiseForecast
from makegood.engine.settings import CommonFactors, PriorityPolicy, Settings

__all__ = [
    "Absence",
    "CapacityChange",
    "CommonFactors",
    "Fixed",
    "Forecast",
    "InvalidPortfolio",
    "Learnt",
    "Measurement",
    "Portfolio",
    "PriorityPolicy",
    "ProductAttribute",
    "Promise",
    "PromiseForecast",
    "RiskDriver",
    "ServiceLevelTerm",
    "Settings",
    "SpecificationTerm",
    "Stated",
    "Team",
    "Wait",
    "WorkItem",
    "forecast",
]
