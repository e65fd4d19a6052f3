"""What a server has of operations, work, risks and terms, as rows of the files that ``makegood check`` reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from makegood.cli.exchange.interface import Interface

Rows = list[dict[str, str]]
COLUMNS: Mapping[str, Sequence[str]] = {
    "teams": ("team", "slots", "hours_per_day", "country", "region", "available_share"),
    "capacity": ("team", "from", "slots"),
    "absences": ("team", "from", "to", "slots"),
    "attributes": ("attribute", "value", "unit", "available_from", "available_p90", "source"),
    "measurements": ("measure", "at", "value"),
    "specifications": ("promise", "attribute", "operator", "value", "unit"),
    "service_levels": ("promise", "measure", "operator", "threshold", "unit", "target", "from", "to"),
    "work": (
        "promise", "item", "team", "hours", "p10_hours", "p50_hours", "p90_hours", "after", "not_before",
        "wait_days_p50", "wait_days_p90", "wait_started", "slots", "pausable", "done_percent",
    ),
    "risks": ("risk", "probability", "factor", "delay_days", "items"),
    "policy": ("rule",),
}  # fmt: skip
"""The columns of each file besides promises.csv, which has its own."""


@dataclass(slots=True)
class Pulled:
    """Rows by file, and the items that have to stay where they are because nobody has estimated them."""

    rows: dict[str, Rows] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def pull_rest(interface: Interface, promises: Mapping[int, Mapping[str, Any]], names: Mapping[int, str]) -> Pulled:
    """Return everything besides the promises themselves, which are given with their ``names``, by number. NotDone."""
    pulled = Pulled()
    teams = list(interface.all("capability/teams", state="open"))
    keys = {team["number"]: team["key"] for team in teams}
    pulled.rows["teams"] = [_team(team) for team in teams]
    pulled.rows["capacity"] = [
        {"team": team["key"], "from": one["start"], "slots": _figure(one["slots"])}
        for team in teams
        for one in interface.get(f"capability/teams/{team['number']}/capacity")
    ]
    pulled.rows["absences"] = [
        {"team": keys[one["team"]], "from": one["start"], "to": one["end"], "slots": _figure(one["slots"])}
        for one in interface.all("capability/absences", since="1970-01-01")
        if one["team"] in keys
    ]
    pulled.rows["attributes"] = [
        {"attribute": one["name"], **{name: one[name] or "" for name in COLUMNS["attributes"][1:]}}
        for one in interface.all("capability/attributes")
    ]
    pulled.rows["measurements"] = [
        {"measure": measure["name"], "at": one["at"], "value": _figure(one["value"])}
        for measure in interface.all("capability/measures")
        for one in interface.all(f"capability/measures/{measure['number']}/measurements")
    ]
    for kind, row in (one for number, promise in promises.items() for one in _terms(promise, names[number])):
        pulled.rows.setdefault(kind, []).append(row)
    _pull_work(interface, names, keys, pulled)
    return pulled


def _team(team: Mapping[str, Any]) -> dict[str, str]:
    return {
        "team": team["key"],
        "slots": _figure(team["slots"]),
        "hours_per_day": " ".join(map(_figure, team["hours_per_day"])),
        "country": team["country"],
        "region": team["region"],
        "available_share": _figure(team["available_share"]),
    }


def _terms(promise: Mapping[str, Any], name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the terms of a promise; a level of service is counted from the day on which it was promised."""
    made = date.fromisoformat(min(filter(None, (promise["said_at"][:10], promise["due"], promise["first_due"]))))
    for one in promise["terms"]:
        row = {"promise": name, "operator": one["operator"], "unit": one["unit"]}
        if one["kind"] == "specification":
            yield "specifications", {**row, "attribute": one["subject"], "value": one["value"]}
        else:
            until = made + timedelta(days=one["window_days"] or 1)
            yield (
                "service_levels",
                {
                    **row,
                    "measure": one["subject"],
                    "threshold": one["value"],
                    "target": str(one["target"] or 1),
                    "from": made.isoformat(),
                    "to": until.isoformat(),
                },
            )


def _pull_work(interface: Interface, names: Mapping[int, str], teams: Mapping[int, str], pulled: Pulled) -> None:
    listed = [one for one in interface.all("items", progress="all") if one["promise"] in names]
    kept = {one["number"]: one for one in listed if one["team"] in teams and _is_estimated(one)}
    pulled.left_out = [f"{names[one['promise']]}/{one['name']}" for one in listed if one["number"] not in kept]
    called = {number: f"{names[one['promise']]}/{one['name']}" for number, one in kept.items()}
    pulled.rows["work"] = [_item(one, names[one["promise"]], teams[one["team"]], called) for one in kept.values()]
    pulled.rows["risks"] = [
        {
            "risk": risk["name"],
            "probability": _figure(risk["probability"]),
            "factor": _figure(risk["factor"]),
            "delay_days": str(risk["delay_days"]),
            "items": "; ".join(called[number] for number in risk["items"] if number in called),
        }
        for risk in interface.all("items/risks")
        if any(number in called for number in risk["items"])
    ]


def _is_estimated(item: Mapping[str, Any]) -> bool:
    return item["p50"] is not None or item["wait_p50"] is not None


def _item(item: Mapping[str, Any], promise: str, team: str, called: Mapping[int, str]) -> dict[str, str]:
    is_range = item["p10"] is not None
    return {
        "promise": promise,
        "item": item["name"],
        "team": team,
        "hours": "" if is_range else _figure(item["p50"]),
        **{f"{name}_hours": _figure(item[name]) if is_range else "" for name in ("p10", "p50", "p90")},
        "after": "; ".join(called[number] for number in item["after"] if number in called),
        "not_before": item["not_before"] or "",
        "wait_days_p50": _figure(item["wait_p50"]),
        "wait_days_p90": _figure(item["wait_p90"]),
        "wait_started": item["wait_started"] or "",
        "slots": str(item["slots"]),
        "pausable": "yes" if item["pausable"] else "no",
        "done_percent": _figure(100 * item["done_share"]),
    }


def _figure(value: float | None) -> str:
    """Write a number so that reading it gives the same one back."""
    return "" if value is None else f"{value:.15g}"
