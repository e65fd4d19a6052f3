"""A small template to start from: every file with its columns explained in comments and a few rows as an example."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from textwrap import wrap

from makegood.engine.settings import DEFAULT_RANKING
from makegood.files.columns import SHEETS, Column, SheetSpec
from makegood.files.writing import write_new_files

_WIDTH = 100
_INTRODUCTION = {
    "promises": "The only file that is needed. Lines beginning with # are comments. Replace the rows by your own.",
    "teams": "Needed where work.csv has rows.",
    "work": "What is still to be done. A promise without work can't be forecast, and is said to be so.",
    "history": "Past promises, for what happened before to speak too. Columns of your own are kept.",
}

_HOURS_UNTIL_REPLY = (
    1.5, 2.0, 0.5, 3.0, 1.0, 2.5, 1.5, 3.5, 2.0, 1.0, 0.5, 2.0, 5.5, 1.5, 3.0,
    2.5, 1.0, 2.0, 1.5, 0.5, 3.5, 2.0, 1.0, 2.5, 1.5, 3.0, 0.5, 2.0, 1.5, 3.0,
)  # fmt: skip
"""A quarter of measurements, one too slow: fewer would say too little to call the level safe."""


def write_template(folder: Path, *, as_of: date) -> tuple[Path, ...]:
    """Write the template into ``folder`` with dates around ``as_of``; return the paths.

    Raise :class:`~makegood.files.writing.FolderNotEmpty` where one of the files exists; then nothing is written.
    """
    rows = _example_rows(as_of)
    return write_new_files(folder, {f"{name}.csv": _file(SHEETS[name], rows[name]) for name in SHEETS})


def _file(spec: SheetSpec, rows: Sequence[Mapping[str, object]]) -> str:
    used = [column.name for column in spec.columns if any(column.name in row for row in rows)]
    text = io.StringIO()
    text.writelines(f"# {line}".rstrip() + "\n" for line in _comments(spec))
    writer = csv.DictWriter(text, used, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _comments(spec: SheetSpec) -> Iterable[str]:
    yield from wrap(
        f"{spec.meaning} {_INTRODUCTION.get(spec.name, 'Delete this file if you have no use for it.')}", _WIDTH
    )
    yield ""
    for column in spec.columns:
        yield from wrap(_explained(column), _WIDTH, subsequent_indent="    ", break_on_hyphens=False)
    yield ""


def _explained(column: Column[object]) -> str:
    need = "needed" if column.needed else f"blank: {column.blank}" if column.blank else "optional"
    return (
        f"{column.name} ({need}): {column.meaning}. {column.form.description[0].upper()}{column.form.description[1:]}."
    )


def _example_rows(as_of: date) -> Mapping[str, Sequence[Mapping[str, object]]]:
    def day(offset: int) -> str:
        return (as_of + timedelta(days=offset)).isoformat()

    return {
        "promises": [
            {
                "promise": "P-1", "customer": "Example Ltd", "due": day(45), "first_due": day(45), "made_at": day(-20),
                "told": day(45), "class": 2, "value": 60000, "currency": "EUR", "timezone": "Europe/London",
                "wording": "Forty sensors, calibrated and delivered by then.", "made_by": "Sales", "channel": "mail",
                "owner": "You",
            },
            {
                "promise": "P-2", "customer": "Another Inc", "due": day(70), "made_at": day(-5), "class": 3,
                "value": 15000, "currency": "EUR", "wording": "The export will be in your hands.", "owner": "You",
            },
        ],
        "teams": [
            {"team": "Assembly", "slots": 3, "hours_per_day": "8 8 8 8 6 0 0", "country": "DE", "region": "BY"},
            {"team": "Software", "slots": 2, "available_share": "75 %"},
        ],
        "capacity": [{"team": "Assembly", "from": day(30), "slots": 4}],
        "absences": [{"team": "Software", "from": day(7), "to": day(11), "slots": 1}],
        "work": [
            {
                "promise": "P-1", "item": "build", "team": "Assembly", "p10_hours": 60, "p50_hours": 80,
                "p90_hours": 130, "wait_days_p50": 10, "wait_days_p90": 18, "wait_started": day(-3), "slots": 2,
            },
            {
                "promise": "P-1", "item": "calibrate", "team": "Assembly", "p10_hours": 15, "p50_hours": 20,
                "p90_hours": 32, "after": "build",
            },
            {
                "promise": "P-2", "item": "export", "team": "Software", "p10_hours": 30, "p50_hours": 45,
                "p90_hours": 90, "done_percent": "25 %",
            },
        ],
        "risks": [{"risk": "Supplier is late", "probability": "20 %", "delay_days": 10, "items": "P-1/build"}],
        "specifications": [
            {"promise": "P-1", "attribute": "ingress protection", "operator": ">=", "value": 67, "unit": "IP"},
        ],
        "attributes": [
            {"attribute": "ingress protection", "value": 68, "unit": "IP", "source": "test report"},
        ],
        "service_levels": [
            {
                "promise": "P-2", "measure": "first reply", "operator": "<=", "threshold": 4, "unit": "h",
                "target": "90 %", "from": day(-30), "to": day(60),
            },
        ],
        "measurements": [
            {"measure": "first reply", "at": f"{day(3 * place - 90)}T10:30", "value": hours}
            for place, hours in enumerate(_HOURS_UNTIL_REPLY)
        ],
        "history": [
            {"promise": "H-1", "promised": day(-90), "delivered": day(-93), "made": day(-150)},
            {"promise": "H-2", "promised": day(-60), "delivered": day(-41), "made": day(-120)},
        ],
        "policy": [{"rule": rule} for rule in DEFAULT_RANKING],
    }  # fmt: skip
