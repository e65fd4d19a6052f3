"""What programs read of proposals, schema 1, described in ``schema/learn-1.json``."""

from __future__ import annotations

from makegood.cli.json_output import SCHEMA, Json, rounded
from makegood.cli.learning.learnt import Learnt
from makegood.engine.proposals import NoProposal, Proposal


def learn_json(learnt: Learnt) -> Json:
    """Return the object of what was learnt."""
    return {
        "schema": SCHEMA,
        "outcomes": learnt.outcomes,
        "proposals": [_proposal(each, learnt) for each in learnt.proposals if isinstance(each, Proposal)],
        "not_proposed": [
            {
                "subject": each.subject,
                "missing_outcomes": each.missing,
                "best_other": None if each.tried is None else rounded(each.tried[0]),
                "brier_before": None if each.tried is None else rounded(each.tried[1]),
                "brier_after": None if each.tried is None else rounded(each.tried[2]),
            }
            for each in learnt.proposals
            if isinstance(each, NoProposal)
        ],
        "recalibration": _recalibration(learnt),
        "errors": [],
    }


def refused_json(errors: list[Json]) -> Json:
    """Return the object where the files were refused: every error, and no proposal."""
    return {
        "schema": SCHEMA,
        "outcomes": 0,
        "proposals": [],
        "not_proposed": [],
        "recalibration": None,
        "errors": errors,
    }


def _proposal(each: Proposal, learnt: Learnt) -> Json:
    return {
        "subject": each.subject,
        "now": rounded(each.now),
        "proposed": rounded(each.proposed),
        "n": each.n,
        "brier_before": rounded(each.before),
        "brier_after": rounded(each.after),
        "teams": [
            {"team": team, "now": rounded(share), "proposed": rounded(min(1.0, each.proposed * share))}
            for team, share in learnt.teams
        ]
        if each.subject == "available share"
        else [],
    }


def _recalibration(learnt: Learnt) -> Json:
    found = learnt.recalibration
    return {
        "n": found.n,
        "missing_outcomes": found.missing,
        "proposed": learnt.recalibration.worthwhile,
        "constant": rounded(found.constant),
        "slope": rounded(found.slope),
        "brier_before": rounded(found.brier_before),
        "brier_after": rounded(found.brier_after),
    }
