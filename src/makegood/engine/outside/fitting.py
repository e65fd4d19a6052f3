"""What is fitted anew from time to time on the outcomes known by then: weights, trees, classes and slack curves."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.additive import Additive, fit_additive
from makegood.engine.outside.boosting import Trees, boosted_forecast, fit_boosted
from makegood.engine.outside.classes import choose_classes
from makegood.engine.outside.columns import Codes
from makegood.engine.outside.experts import Mixture, slope_of, stack
from makegood.engine.outside.leaks import filled_when_broken, tells_duration, tells_outcome
from makegood.engine.outside.slack_classes import Slack, fit_slack_classes
from makegood.engine.outside.table import FOLDS, Table
from makegood.engine.outside.tallies import HALF_LIVES, Tallies, log_odds, probability
from makegood.engine.outside.trees import ClassTree, grow
from makegood.engine.proportions import effective_size, intraclass_correlation, mean_cluster_size
from makegood.engine.shrinkage import MIN_GROUPS

METHODS = {"level": 0.6, "class": 0.25, "slack curve": 0.05, "boosted": 0.1}
"""What may be said beyond the level of the time, by code, each with the weight it begins with (a convention)."""
TRUST = 0.5
"""What a row of a trial counts for: neighbours are alike, so that two are worth about one (a convention)."""
COHORT = 100
"""Rows made before and after a row that make its cohort (a convention)."""
MOST_ROWS = 20_000
"""Regression and trees learn from the latest so many rows (a convention)."""
TRIAL_FROM = 0.75
"""Share of the rows, the older ones, that a trial is fitted on (a convention)."""
BOOSTED_GROWTH = 1.1
"""The trees are fitted anew when so many times as many outcomes are known (a convention)."""
REFERENCE_DEPTH = 2
BLANK = -1e6
"""Stands for a number that is not there: trees put it on a side of its own."""


def giveaways(table: Table, known: NDArray[np.int64], moment: float) -> frozenset[tuple[str, str]]:
    """Return the attributes that tell outcome or duration too well, judged on the rows ``known``."""
    found = set()
    kept = table.outcomes.kept[known]
    local = table.columns.local(table.codes[known])
    for number, name in enumerate(table.columns.attributes):
        filled = local[:, number] != table.columns.blank(name)
        told = tells_outcome(local[:, number], kept) or filled_when_broken(filled, kept)
        if told and not name.startswith(" "):
            found.add((name.strip(), "tells the outcome"))
    seen = known[table.outcomes.finish_known[known] < moment]
    for name, quantity in table.numeric.items():
        if tells_duration(quantity[seen], table.outcomes.actual[seen], table.outcomes.planned[seen]):
            found.add((name, "tells the duration"))
    return frozenset(found)


def fit_reference(table: Table, known: NDArray[np.int64], telling: frozenset[tuple[str, str]]) -> ClassTree:
    """Find the classes that a reader is told about: attributes of the history only, none that gave the outcome away."""
    allowed = allowed_columns(table, telling)
    local = table.columns.local(table.codes[known])
    named = [
        number for number, name in enumerate(table.columns.attributes) if allowed[number] and not name.endswith(" ")
    ]
    named = [number for number in named if not table.columns.attributes[number].startswith(" ")]
    kept = table.outcomes.kept[known].astype(np.int64)
    chosen = choose_classes(local[:, named], kept, table.weight[known], depth=REFERENCE_DEPTH)
    return grow(local, [named[place] for place in chosen], np.diff(table.columns.offsets))


def worth_of_a_row(table: Table, known: NDArray[np.int64]) -> float:
    """Return how many independent outcomes a row stands for: 1/(1 + (m − 1)·ICC), m rows a promise (Kish 1965)."""
    kept, sizes = (np.bincount(table.promise[known], each) for each in (table.outcomes.kept[known], None))
    kept, sizes = kept[sizes > 0].astype(np.int64), sizes[sizes > 0].astype(np.int64)
    alike = intraclass_correlation(kept, sizes) if len(sizes) >= MIN_GROUPS else 1.0
    return effective_size(1.0, mean_cluster_size(sizes), alike)


def cohort_level(table: Table, known: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how many of the rows made about the time of each row were kept: what is left is what a class adds."""
    total = np.concatenate(([0.0], np.cumsum(table.outcomes.kept[known])))
    place = np.arange(len(known))
    first, last = np.maximum(place - COHORT, 0), np.minimum(place + COHORT + 1, len(known))
    return np.asarray((total[last] - total[first] + 0.5) / (last - first + 1))


def count_by_fold(
    table: Table, known: NDArray[np.int64], expected: NDArray[np.float64], context: Context
) -> tuple[Tallies, list[Tallies]]:
    """Count the outcomes of all folds together and of each; a promise with all its rows is in one fold."""
    parts = []
    for fold in range(FOLDS):
        part = Tallies(int(table.columns.offsets[-1]), context.start)
        chosen = table.fold[known] == fold
        rows = known[chosen]
        part.absorb(
            table.codes[rows],
            kept=table.outcomes.kept[rows],
            expected=expected[chosen],
            weight=np.full(len(rows), context.worth),
            moment=table.outcomes.anchor[rows],
        )
        parts.append(part)
    whole = Tallies(int(table.columns.offsets[-1]), context.start)
    for part in parts:
        whole.kept += part.kept
        whole.expected += part.expected
        whole.outcomes += part.outcomes
    return whole, parts


@dataclass(frozen=True, slots=True, eq=False)
class Models:
    """What is said beyond the level, fitted on some rows."""

    tallies: Tallies
    additive: Additive
    boosted: Trees | None
    slack: Slack | None
    telling: frozenset[tuple[str, str]]

    def methods(self, table: Table, rows: Rows, level: NDArray[np.float64], moment: float) -> NDArray[np.float64]:
        """Return P(kept) of ``rows`` by each method, one column each; who has nothing to say says the level."""
        offset = log_odds(level)
        shifts = self.tallies.shifts(rows.codes, base=level, moment=moment)
        by_class = self.additive.forecast(offset, shifts)
        by_curve, by_trees = level, by_class
        if self.slack is not None:
            curves, groups = self.slack.curves, self.slack.groups(table.columns.local(rows.codes))
            own, all_rows = curves.at(groups, rows.on_time), curves.at(np.zeros_like(groups), rows.on_time)
            by_curve = np.where(
                np.isfinite(rows.on_time), probability(offset + log_odds(own) - log_odds(all_rows)), level
            )
        if self.boosted is not None:
            features = boosting_features(table, shifts, rows.numbers, self.telling)
            by_trees = boosted_forecast(self.boosted, level, features)
        return np.column_stack([level, by_class, by_curve, by_trees])


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """What is known of rows when they are made: classes, quantities, the log ratio up to which they are kept."""

    codes: Codes
    numbers: NDArray[np.float64]
    on_time: NDArray[np.float64]


def fit_models(
    table: Table, known: NDArray[np.int64], expected: NDArray[np.float64], context: Context, *, boosted: Trees | None
) -> Models:
    """Fit all on the rows ``known``; trees only where none are given.

    What a class had shown is told to the regression and to the trees without the outcomes of the row's own fold.
    """
    allowed = allowed_columns(table, context.telling)
    whole, parts = count_by_fold(table, known, expected, context)
    recent, level = known[-MOST_ROWS:], expected[-MOST_ROWS:]
    shifts = np.zeros((len(recent), len(allowed) * len(HALF_LIVES)))
    for fold, part in enumerate(parts):
        chosen = table.fold[recent] == fold
        shifts[chosen] = whole.without(part).shifts(
            table.codes[recent[chosen]], base=level[chosen], moment=context.moment
        )
    kept, weight = table.outcomes.kept[recent], np.full(len(recent), context.worth)
    if boosted is None:
        features = boosting_features(table, shifts, table.numbers[recent], context.telling)
        boosted = fit_boosted(features, kept, level, weight, seed=context.seed)
    return Models(
        tallies=whole,
        additive=fit_additive(log_odds(level), shifts, kept, weight, allowed=np.tile(allowed, len(HALF_LIVES))),
        boosted=boosted,
        slack=fit_slack_classes(table, context.moment, allowed),
        telling=context.telling,
    )


@dataclass(frozen=True, slots=True)
class Context:
    """When and how is fitted."""

    start: float
    moment: float
    telling: frozenset[tuple[str, str]]
    worth: float
    """How many independent outcomes one row stands for."""
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Everything fitted at one moment."""

    models: Models
    boosted_on: int
    """Outcomes the trees were fitted on."""
    worth: float
    """How many independent outcomes one row stands for."""


def fit_all(
    table: Table, known: NDArray[np.int64], *, start: float, moment: float, last: Fit | None, seed: int
) -> tuple[Fit, Mixture | None]:
    """Fit everything on the rows ``known``, whose outcomes may be learnt from at ``moment``.

    Where the trees are due, also returns what each method is worth by a trial: fitted on the older three quarters
    of the rows, tried on the newest, all given the level of the time.
    """
    telling = giveaways(table, known, moment)
    expected = cohort_level(table, known)
    worth = worth_of_a_row(table, known)
    context = Context(start, moment, telling, worth, seed)
    due = last is None or len(known) >= BOOSTED_GROWTH * last.boosted_on or telling != last.models.telling
    trial = _trial(table, known, expected, context) if due else None
    models = fit_models(table, known, expected, context, boosted=None if due or last is None else last.models.boosted)
    boosted_on = len(known) if due or last is None else last.boosted_on
    return Fit(models, boosted_on, worth), trial


def _trial(table: Table, known: NDArray[np.int64], expected: NDArray[np.float64], context: Context) -> Mixture:
    cut = int(len(known) * TRIAL_FROM)
    old, new = known[:cut], known[cut:][-MOST_ROWS // 4 :]
    began = float(table.history.as_of[new[0]])
    before = replace(context, moment=began)
    models = fit_models(table, old, expected[:cut], before, boosted=None)
    rows = Rows(table.codes[new], table.numbers[new], table.on_time[new])
    said = models.methods(table, rows, expected[-len(new) :], began)
    kept, weight = table.outcomes.kept[new], np.full(len(new), TRUST * context.worth)
    weights = stack(np.array(list(METHODS.values())), said, kept, weight)
    level = log_odds(expected[-len(new) :])
    return Mixture(weights, slope_of(level, log_odds(said @ weights) - level, kept, weight))


def allowed_columns(table: Table, telling: frozenset[tuple[str, str]]) -> NDArray[np.bool_]:
    """Return which columns of codes are free of attributes that give the outcome away."""
    left_out = {name for name, _ in telling}
    return np.array([not left_out & {part.strip() for part in name} for name in table.columns.names], dtype=np.bool_)


def boosting_features(
    table: Table,
    shifts: NDArray[np.float64],
    numbers: NDArray[np.float64],
    telling: frozenset[tuple[str, str]],
) -> NDArray[np.float32]:
    """Return the shifts of single columns, and quantities; what gives the outcome away is blank."""
    left_out = {name for name, _ in telling}
    singles, columns = len(table.columns.attributes), len(table.columns.names)
    allowed = np.tile(allowed_columns(table, telling), shifts.shape[1] // max(1, columns))
    single = np.tile(np.arange(columns) < singles, shifts.shape[1] // max(1, columns))
    names = [""] * (numbers.shape[1] - len(table.numeric)) + list(table.numeric)
    usable = np.array([name not in left_out for name in names])
    features = np.column_stack([shifts[:, allowed & single], numbers[:, usable]])
    return np.where(np.isnan(features), BLANK, features).astype(np.float32)
