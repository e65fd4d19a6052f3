"""What programs read of a replay, schema 1, described in ``schema/replay-1.json``."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from makegood.cli.json_output import SCHEMA, Json, rounded
from makegood.cli.replaying.replayed import ReplayedFolder
from makegood.engine.outside import Replayed, ReplayScores, ViewScore

VIEWS = ("inside", "outside", "combined")


def replay_json(replayed: Sequence[ReplayedFolder], result: ReplayScores) -> Json:
    """Return the object of a replay."""
    return {
        "schema": SCHEMA,
        "n": result.n,
        "promises": result.promises,
        "base_rate": rounded(result.base_rate),
        "reference_brier": rounded(result.reference_brier),
        "left_out": result.left_out,
        "views": {score.view: _score(score) for score in result.views},
        "folders": [_folder(each) for each in replayed],
        "cases": [_case(case) for each in replayed for case in each.cases],
        "errors": [],
    }


def refused_json(errors: list[Json]) -> Json:
    """Return the object of a replay whose files were refused: every error, and no figure."""
    nothing: Json = {"schema": SCHEMA, "n": 0, "promises": 0, "base_rate": None, "reference_brier": None, "left_out": 0}
    empty: Json = {"views": {}, "folders": [], "cases": []}
    return nothing | empty | {"errors": errors}


def _score(score: ViewScore) -> Json:
    return {
        "n": score.n,
        "brier": rounded(score.brier),
        "skill": rounded(score.skill) if isfinite(score.skill) else None,
        "ece": rounded(score.ece),
        "log_loss": rounded(score.log_loss),
        "crps_days": rounded(score.crps_days),
        "coverage": {
            str(percent): {
                "share": rounded(each.share),
                "low": rounded(each.low),
                "high": rounded(each.high),
                "n": each.n,
            }
            for percent, each in sorted(score.coverage.items())
        },
    }


def _folder(each: ReplayedFolder) -> Json:
    return {
        "folder": each.folder.path.name,
        "as_of": each.folder.as_of.isoformat(),
        "open_promises": each.open_promises,
        "decided": len(each.cases),
        "undecided": each.undecided,
    }


def _case(case: Replayed) -> Json:
    return {
        "as_of": case.as_of.isoformat(),
        "promise": case.promise,
        "due": case.due.isoformat(),
        "kept": case.kept,
        "finished": None if case.finished is None else case.finished.isoformat(),
        "base": rounded(case.base),
        **{view: rounded(case.p_kept.get(view)) for view in VIEWS},
    }
