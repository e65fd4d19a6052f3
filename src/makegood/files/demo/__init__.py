"""The demo company: a maker of industrial sensors with what it promised, what it can do and what became of the past.

Everything is made from the as-of day and a seed, so that the same two give the same bytes. The past is lived day by
day in :mod:`makegood.files.demo.world`, which is not the forecast engine; the stories that people tell are written by
hand in :mod:`makegood.files.demo.stories` and stand on top.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random

from makegood.files.demo import past, telling
from makegood.files.demo.capability import absence_rows, attribute_rows, change_rows, risk_rows
from makegood.files.demo.measurements import measurement_rows
from makegood.files.demo.readme import README, readme_text
from makegood.files.demo.tables import COLUMNS, complete, csv_text
from makegood.files.demo.world import live
from makegood.files.writing import write_new_files

__all__ = ["DEFAULT_SEED", "build_demo", "write_demo"]

DEFAULT_SEED = 7


def build_demo(*, as_of: date, seed: int = DEFAULT_SEED) -> Mapping[str, list[dict[str, str]]]:
    """Return the rows of each file of the demo folder, as text, with every column of the file in each row."""
    keyed = past.numbered(live(as_of, Random(f"{seed} chronicle")))
    promises, work = past.open_rows(keyed, as_of, Random(f"{seed} records"))
    rows = {
        "teams.csv": telling.team_rows(),
        "capacity.csv": change_rows(as_of),
        "absences.csv": absence_rows(as_of),
        "promises.csv": [*telling.promise_rows(as_of), *promises],
        "work.csv": [*telling.work_rows(as_of), *work],
        "risks.csv": risk_rows(),
        "specifications.csv": telling.specification_rows(),
        "attributes.csv": attribute_rows(as_of),
        "service_levels.csv": telling.level_rows(as_of),
        "measurements.csv": measurement_rows(as_of, Random(f"{seed} measurements")),
        "history.csv": past.history_rows(keyed, as_of),
    }
    return {name: complete(name, rows[name]) for name in COLUMNS}


def write_demo(folder: Path, *, as_of: date, seed: int = DEFAULT_SEED) -> tuple[Path, ...]:
    """Write the demo folder and return the paths written.

    Raises :class:`makegood.files.FolderNotEmpty` where one of the files exists; then nothing is written.
    """
    tables = build_demo(as_of=as_of, seed=seed)
    texts = {name: csv_text(name, rows) for name, rows in tables.items()}
    return write_new_files(folder, {**texts, README: readme_text(as_of)})
