"""Pages of the forecast: all promises by what hurts most, one of them, commitment, baselines, and who ranks first."""

from __future__ import annotations

from makegood.feasibility.views import telling as telling  # registers the sentences
from makegood.feasibility.views.best_sets import best_set, promise_best_set
from makegood.feasibility.views.board import board, calendar, lines
from makegood.feasibility.views.comparing import baseline, compare
from makegood.feasibility.views.feeds import feed, feed_renew, feed_revoke, own_feeds
from makegood.feasibility.views.forecasts import forecast, of_promise, of_team
from makegood.feasibility.views.frozen import baselines, commit, commitment, keep_capacity
from makegood.feasibility.views.papers import promise_pdf
from makegood.feasibility.views.quoting import below_level, quote, quote_again, quotes, reserve
from makegood.feasibility.views.ranking import (
    policy,
    policy_change,
    policy_draft,
    policy_propose,
    policy_take_back,
    policy_try,
    policy_version,
)
from makegood.feasibility.views.scenarios import (
    promise_help,
    scenario,
    scenario_add,
    scenario_change,
    scenario_compare,
    scenario_copy,
    scenario_new,
    scenario_remove,
    scenario_replace,
    scenario_share,
    scenario_take_back,
    scenario_try,
    scenarios,
)
from makegood.feasibility.views.sold import of_attribute, of_measure, sold
from makegood.feasibility.views.trials import place, trial, trial_apply, trial_publish

__all__ = [
    "baseline",
    "baselines",
    "below_level",
    "best_set",
    "board",
    "calendar",
    "commit",
    "commitment",
    "compare",
    "feed",
    "feed_renew",
    "feed_revoke",
    "forecast",
    "keep_capacity",
    "lines",
    "of_attribute",
    "of_measure",
    "of_promise",
    "of_team",
    "own_feeds",
    "place",
    "policy",
    "policy_change",
    "policy_draft",
    "policy_propose",
    "policy_take_back",
    "policy_try",
    "policy_version",
    "promise_best_set",
    "promise_help",
    "promise_pdf",
    "quote",
    "quote_again",
    "quotes",
    "reserve",
    "scenario",
    "scenario_add",
    "scenario_change",
    "scenario_compare",
    "scenario_copy",
    "scenario_new",
    "scenario_remove",
    "scenario_replace",
    "scenario_share",
    "scenario_take_back",
    "scenario_try",
    "scenarios",
    "sold",
    "trial",
    "trial_apply",
    "trial_publish",
]
