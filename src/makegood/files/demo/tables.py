"""The files of the demo folder: their columns, and how rows become bytes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from types import MappingProxyType

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "teams.csv": ("team", "slots", "hours_per_day", "country", "region", "available_share"),
        "capacity.csv": ("team", "from", "slots"),
        "absences.csv": ("team", "from", "to", "slots"),
        "promises.csv": (
            *("promise", "title", "customer", "due", "first_due", "made_at", "told", "accepted_at", "class", "value"),
            *("currency", "tier", "timezone", "wording", "made_by", "channel", "owner", "kind", "team", "sales_team"),
        ),
        "work.csv": (
            *("promise", "item", "team", "hours", "p10_hours", "p50_hours", "p90_hours", "after", "not_before"),
            *("wait_days_p50", "wait_days_p90", "wait_started", "slots", "pausable", "done_percent"),
        ),
        "risks.csv": ("risk", "probability", "factor", "delay_days", "items"),
        "specifications.csv": ("promise", "attribute", "operator", "value", "unit"),
        "attributes.csv": ("attribute", "value", "unit", "available_from", "available_p90", "source"),
        "service_levels.csv": ("promise", "measure", "operator", "threshold", "unit", "target", "from", "to"),
        "measurements.csv": ("measure", "at", "value"),
        "history.csv": (
            *("promise", "customer", "kind", "team", "class", "tier", "made_by", "sales_team", "channel", "value"),
            *("made", "promised", "delivered", "kept", "known_at", "cancelled_by"),
        ),
    }
)


def complete(name: str, rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return ``rows`` with every column of the file ``name``, blank where a row says nothing; ValueError for others."""
    columns = COLUMNS[name]
    completed = []
    for row in rows:
        if unknown := row.keys() - set(columns):
            raise ValueError(f"{name} has no column {', '.join(sorted(unknown))}")
        completed.append({column: row.get(column, "") for column in columns})
    return completed


def csv_text(name: str, rows: Iterable[Mapping[str, str]]) -> str:
    """Return the text of the file ``name``: a header and one line a row, comma-separated."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS[name], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
