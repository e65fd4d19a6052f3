"""The work behind the demo company's promises: that of the terminal's demo folder, with its risks and two templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from makegood.config.demo.promises import Row, Tables
from makegood.foundation.actors import Viewer
from makegood.work import services

TEMPLATES = (
    ("NWR-180", "Like the Northwind order", "Sensors that are fitted on the customer's site."),
    ("HEL-171", "Sensors with burn-in", "For substations and wherever a sensor may never be replaced."),
)
LISTED = timedelta(days=2)
"""How long after a promise was made its work was listed."""
PERCENT = 100


class Worklist:
    """Lists the work of the demo folder in an order in which every item comes after those that it waits for."""

    def __init__(self, tables: Tables, promises: Mapping[str, int], teams: Mapping[str, int], *, by: Viewer) -> None:
        """Know promises by their keys and teams by theirs."""
        self._rows = {f"{row['promise']}/{row['item']}": row for row in tables["work.csv"]}
        self._made = {row["promise"]: date.fromisoformat(row["made_at"]) for row in tables["promises.csv"]}
        self._risks = tables["risks.csv"]
        self._promises, self._teams, self._by = promises, teams, by
        self._numbers: dict[str, int] = {}

    def fill(self, *, at: datetime) -> None:
        """List everything as it stands ``at`` a moment."""
        for key in self._rows:
            self._list(key, at)
        for risk in self._risks:
            services.add_risk(
                name=risk["risk"],
                probability=float(risk["probability"]),
                factor=float(risk["factor"] or 1),
                delay_days=int(risk["delay_days"] or 0),
                items=[number for name in _parted(risk["items"]) for number in self._hit(name)],
                by=self._by,
                at=at,
            )
        for promise, name, note in TEMPLATES:
            services.make_template(promise=self._promises[promise], name=name, note=note, by=self._by, at=at)

    def _hit(self, name: str) -> list[int]:
        """Return the items that ``name`` stands for: one of them, or all of a promise."""
        return [number for key, number in self._numbers.items() if key == name or key.startswith(f"{name}/")]

    def _list(self, key: str, at: datetime) -> int:
        if key not in self._numbers:
            row = self._rows[key]
            before = [self._list(self._before(row, name), at) for name in _parted(row["after"])]
            made = self._made[row["promise"]]
            begun = _day(row["wait_started"]) or made
            when = min(at, at - (at.date() - max(made, begun)) + LISTED)
            self._numbers[key] = services.add_item(
                promise=self._promises[row["promise"]], after=before, by=self._by, at=when, **self._facts(row)
            )
        return self._numbers[key]

    def _before(self, row: Row, name: str) -> str:
        own = f"{row['promise']}/{name}"
        return own if own in self._rows else name

    def _facts(self, row: Row) -> Any:  # noqa: ANN401  # the fields of an item
        wait_p50 = _number(row["wait_days_p50"])
        return {
            "name": row["item"],
            "team": self._teams[row["team"]],
            "p10": _number(row["p10_hours"]),
            "p50": _number(row["hours"] or row["p50_hours"]),
            "p90": _number(row["p90_hours"]),
            "wait_p50": wait_p50,
            "wait_p90": _number(row["wait_days_p90"]),
            "wait_started": _day(row["wait_started"]),
            "not_before": _day(row["not_before"]),
            "slots": int(row["slots"] or 1),
            "pausable": row["pausable"] != "no",
            "done_share": float(row["done_percent"] or 0) / PERCENT,
        }


def _parted(names: str) -> list[str]:
    return [name.strip() for name in names.split(";") if name.strip()]


def _number(text: str) -> float | None:
    return float(text) if text else None


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
