"""Everything that is generated: parts of pages by their names, and pictures by their files."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import altair as alt

from _generate import (
    commands,
    conventions,
    engine_names,
    file_columns,
    gates,
    json_format,
    life_cycle,
    operations,
    past,
    server_settings,
    terminal_picture,
    tutorial,
)
from _generate.marks import Part
from _generate.pictures import common_factors, curve, day_buckets, stated_range, stratification

PARTS: Mapping[str, Part] = {
    "api-operations": operations.api_operations,
    "blank-cells": file_columns.blank_cells,
    "commands": commands.command_reference,
    "common-options": commands.common_options,
    "conventions-in-use": conventions.conventions_in_use,
    "conventions-outside": conventions.conventions_of_the_outside_view,
    "conventions-to-come": conventions.conventions_to_come,
    "engine-functions": engine_names.engine_functions,
    "engine-inputs": engine_names.engine_inputs,
    "engine-outputs": engine_names.engine_outputs,
    "engine-words": engine_names.engine_words,
    "file-columns": file_columns.file_columns,
    "gates": gates.gates,
    "json-example": json_format.json_example,
    "json-keys": json_format.json_keys,
    "json-keys-backtest": json_format.backtest_keys,
    "json-keys-learn": json_format.learn_keys,
    "json-keys-quote": json_format.quote_keys,
    "json-keys-options": json_format.options_keys,
    "json-keys-replay": json_format.replay_keys,
    "life-cycle": life_cycle.life_cycle,
    "past-alone": past.past_alone,
    "past-backtest": past.backtest,
    "past-learn": past.learn,
    "past-replay": past.replay,
    "revision-states": gates.revision_states,
    "server-settings": server_settings.server_settings,
    "settings": conventions.settings,
    "tutorial-absences": tutorial.absences,
    "tutorial-check": tutorial.check,
    "tutorial-promise": tutorial.promise,
    "tutorial-promise-after": tutorial.promise_after,
}

CHARTS: Mapping[str, Callable[[], alt.TopLevelMixin]] = {
    "common-factors.svg": common_factors.chart,
    "curve.svg": curve.chart,
    "day-buckets.svg": day_buckets.chart,
    "stated-range.svg": stated_range.chart,
    "stratification.svg": stratification.chart,
}

DRAWINGS: Mapping[str, Callable[[], str]] = {
    "check.svg": terminal_picture.terminal_picture,
    "life-cycle.svg": life_cycle.life_cycle_picture,
}
"""Pictures that are the same text on every machine."""
