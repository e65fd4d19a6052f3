"""What programs read of a replay, schema 1, described in ``schema/replay-1.json``."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from makegood.cli.json_output import SCHEMA, Json, rounded
from makegood.cli.replaying.replayed import Replayed
from makegood.engine.replay import VIEWS, Case, Replay, ViewScore


def replay_json(replayed: Sequence[Replayed], result: Replay) -> Json:
    """Return the object of a replay."""
    return {
        "schema": SCHEMA,
        "n": result.n,
        "promises": result.promises,
        "kept": rounded(result.kept),
        "left_out": result.left_out,
        "views": {score.view: _score(score) for score in result.scores},
        "folders": [_folder(each) for each in replayed],
        "cases": [_case(case) for each in replayed for case in each.cases],
        "errors": [],
    }


def refused_json(errors: list[Json]) -> Json:
    """Return the object of a replay whose files were refused: every error, and no figure."""
    nothing: Json = {"schema": SCHEMA, "n": 0, "promises": 0, "kept": None, "left_out": 0}
    empty: Json = {"views": {}, "folders": [], "cases": []}
    return nothing | empty | {"errors": errors}


def _score(score: ViewScore) -> Json:
    share, low, high = score.quoted or (None, None, None)
    return {
        "n": score.n,
        "said": rounded(score.said),
        "brier": rounded(score.brier),
        "skill": rounded(score.skill) if isfinite(score.skill) else None,
        "ece": rounded(score.ece),
        "log_loss": rounded(score.log_loss),
        "done_by_p85": None
        if share is None
        else {"share": rounded(share), "low": rounded(low), "high": rounded(high), "n": score.quoted_n},
        "days_off": rounded(score.days_off),
    }


def _folder(each: Replayed) -> Json:
    return {
        "folder": each.folder.path.name,
        "as_of": each.folder.as_of.isoformat(),
        "open_promises": each.open_promises,
        "decided": len(each.cases),
        "undecided": each.undecided,
    }


def _case(case: Case) -> Json:
    return {
        "as_of": case.as_of.isoformat(),
        "promise": case.promise,
        "customer": case.customer,
        "due": case.due.isoformat(),
        "kept": case.kept,
        "finished": None if case.finished is None else case.finished.isoformat(),
        **{view: rounded(case.said(view)) for view in VIEWS},
    }
