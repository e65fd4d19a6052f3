"""What programs read of a backtest, schema 1, described in ``schema/backtest-1.json``."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from pathlib import Path

from makegood.cli.backtesting.scorecard import Scorecard, Span, pit_histogram
from makegood.cli.json_output import SCHEMA, Json, error_json, note_json, rounded
from makegood.engine.outside import Backtest, ClassOptimism, Coverage, HorizonScore, SnapshotScore
from makegood.engine.reliability import Corp
from makegood.files.errors import FileError
from makegood.phrases import sentence

SCORES = (
    *("base_rate", "brier", "reference_brier", "skill", "ece", "log_loss", "crps", "crps_promise", "crps_days"),
    *("miscalibration", "discrimination", "uncertainty"),
)


def backtest_json(card: Scorecard, language: str) -> Json:
    """Return the object of a backtest."""
    found = card.result
    return {
        "schema": SCHEMA,
        "history": Path(card.source).name,
        "from": card.start.isoformat() if card.covers else None,
        "to": card.end.isoformat() if card.covers else None,
        "every": card.every,
        "tolerance_days": rounded(card.tolerance_days),
        "n": found.n,
        "promises": found.promises,
        "unresolved": found.unresolved,
        "excluded": found.excluded,
        **_scores(found),
        "coverage": {str(percent): _coverage(each) for percent, each in sorted(found.coverage.items())},
        "by_horizon": [_horizon(each) for each in found.by_horizon],
        "snapshots": [_snapshot(each) for each in found.snapshots],
        "by_month": [_month(each) for each in card.months],
        "method": found.method,
        "weights": {method: rounded(weight) for method, weight in found.weights.items()},
        "left_out": [
            {
                "attribute": str(each.values["attribute"]),
                "why": str(each.values["why"]),
                "message": sentence("left out", type(each)(str(each.values["why"]), each.values), language),
            }
            for each in found.left_out
        ],
        "reliability": [] if found.corp is None else _reliability(found.corp),
        "pit": list(pit_histogram(found.pit)),
        "optimism": [_optimism(each) for each in found.optimism],
        "notes": [note_json(note, language) for note in card.notes],
        "errors": [],
    }


def refused_json(errors: Iterable[FileError], source: str, language: str) -> Json:
    """Return the object of a backtest whose history was refused: every error, and no figure."""
    figures = (*SCORES, "from", "to", "every", "tolerance_days", "method")
    nothing: Json = {"schema": SCHEMA, "history": Path(source).name} | dict.fromkeys(figures)
    counts = dict.fromkeys(("n", "promises", "unresolved", "excluded"), 0)
    lists: Json = {
        name: []
        for name in ("by_horizon", "snapshots", "by_month", "left_out", "reliability", "pit", "optimism", "notes")
    }
    return (
        nothing
        | counts
        | {"coverage": {}, "weights": {}}
        | lists
        | {"errors": [error_json(error, language) for error in errors]}
    )


def _scores(found: Backtest) -> Json:
    corp = found.corp
    return {
        "base_rate": rounded(found.base_rate),
        "brier": rounded(found.brier),
        "reference_brier": rounded(found.reference_brier),
        "skill": _finite(found.skill),
        "ece": rounded(found.ece),
        "log_loss": rounded(found.log_loss),
        "crps": rounded(found.crps),
        "crps_promise": rounded(found.crps_promise),
        "crps_days": rounded(found.crps_days),
        "miscalibration": None if corp is None else rounded(corp.miscalibration),
        "discrimination": None if corp is None else rounded(corp.discrimination),
        "uncertainty": None if corp is None else rounded(corp.uncertainty),
    }


def _coverage(each: Coverage) -> Json:
    return {"share": rounded(each.share), "low": rounded(each.low), "high": rounded(each.high), "n": each.n}


def _horizon(each: HorizonScore) -> Json:
    return {
        "from_days": rounded(each.from_days),
        "to_days": _finite(each.to_days),
        "n": each.n,
        "base_rate": rounded(each.base_rate),
        "brier": rounded(each.brier),
        "skill": _finite(each.skill),
    }


def _snapshot(each: SnapshotScore) -> Json:
    return {
        "days_before": rounded(each.days_before),
        "n": each.n,
        "base_rate": rounded(each.base_rate),
        "brier": rounded(each.brier),
        "skill": _finite(each.skill),
    }


def _month(each: Span) -> Json:
    return {
        "month": f"{each.first:%Y-%m}",
        "n": each.n,
        "kept": rounded(each.kept),
        "expected": rounded(each.expected),
        "skill": rounded(each.skill),
    }


def _reliability(corp: Corp) -> list[Json]:
    return [
        {
            "p": rounded(point.p),
            "observed": rounded(point.observed),
            "n": point.n,
            "low": rounded(point.low),
            "high": rounded(point.high),
        }
        for point in corp.points
    ]


def _optimism(each: ClassOptimism) -> Json:
    return {
        "attribute": each.attribute,
        "value": each.value,
        "n": each.optimism.n,
        "kept_rate": rounded(each.kept_rate),
        "bias": rounded(each.optimism.bias),
        "z": rounded(each.optimism.z),
        "flagged": each.optimism.flagged,
        "limits": [rounded(limit) for limit in each.limits],
        "alarm": [rounded(limit) for limit in each.alarm],
    }


def _finite(value: float | None) -> float | None:
    """Return a figure that JSON has; what can't be measured, or never ends, is null."""
    return None if value is None or not isfinite(value) else rounded(value)
