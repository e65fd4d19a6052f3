"""The outside view: what happened to promises like this one, learnt from history, and scored against what happened.

``learn(history, as_of=moment)`` gives a :class:`View` that forecasts open promises from what was known then;
``backtest(history, start=moment)`` makes the forecasts that would have been made since and scores them. Every forecast
uses only what was known at its own moment.
"""

from makegood.engine.outside.backtest import backtest
from makegood.engine.outside.history import History, cancelled, history_from_rows, moment_of
from makegood.engine.outside.replay import DayCurve, Replayed, ReplayScores, ViewScore, score_replay
from makegood.engine.outside.results import (
    Backtest,
    ClassOptimism,
    Coverage,
    FinishCurve,
    HorizonScore,
    OutsideForecast,
    ReferenceClass,
    SnapshotScore,
)
from makegood.engine.outside.view import View, learn

__all__ = [
    "Backtest",
    "ClassOptimism",
    "Coverage",
    "DayCurve",
    "FinishCurve",
    "History",
    "HorizonScore",
    "OutsideForecast",
    "ReferenceClass",
    "ReplayScores",
    "Replayed",
    "SnapshotScore",
    "View",
    "ViewScore",
    "backtest",
    "cancelled",
    "history_from_rows",
    "learn",
    "moment_of",
    "score_replay",
]
