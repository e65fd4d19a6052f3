"""The web and the terminal are one engine: for the same inputs, seed and day they say the same, to the bit."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings

from makegood.capability.services import add_absence
from makegood.cli.json_output import rounded
from makegood.cli.main import execute
from makegood.engine import Portfolio, Settings, forecast
from makegood.engine.combined import combined
from makegood.engine.past import learn_past
from makegood.engine.portfolio import Promise, WorkItem
from makegood.feasibility.models import Outlook, Standing
from makegood.feasibility.services import Forecaster
from makegood.feasibility.services.warm import WarmRows
from makegood.files import read_portfolio
from makegood.foundation.clock import present
from makegood.people.services import make_token
from makegood.phrases import speak
from makegood.work.queries import find_item
from makegood.work.services import add_risk, change_item, report_progress
from tests.feasibility.test_renewing import heard, stands, would_stand
from tests.promises.desk import admin, committed, customer, taken
from tests.staff import AT
from tests.work.bench import item, team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("any_level")]

ZONE = "Europe/Berlin"
TODAY = AT.date()
SPRING = date(2027, 3, 14)
"""Clocks change in Los Angeles; two weeks before they do in Berlin."""
SAME = ("p_kept", "p50", "p85", "p95", "gap_days", "status")


@override_settings(DEFAULT_ZONE=ZONE)
@pytest.mark.parametrize("seed", [1, 7])
def test_the_web_and_the_terminal_say_the_same_to_the_bit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], client: Client, seed: int
) -> None:
    company()
    heard()
    Forecaster(Settings(samples=64, seed=seed)).renew(at=AT)
    rows = WarmRows(zone=ZONE, as_of=TODAY)
    rows.read_all()
    written(rows.portfolio(), tmp_path)
    found = read_portfolio(tmp_path, as_of=TODAY, company_zone=ZONE)
    settings = Settings(samples=64, seed=seed, policy=found.policy)
    plan = forecast(found.portfolio, as_of=TODAY, settings=settings)
    past = learn_past(found.portfolio, as_of=TODAY, horizon=plan.horizon, seed=seed)
    assert stands_to_the_bit(would_stand(combined(plan, found.portfolio, past.views, settings))) == stands_to_the_bit(
        stands()
    )
    capsys.readouterr()
    asked = ["check", str(tmp_path), "--as-of", TODAY.isoformat(), "--samples", "64", "--seed", str(seed)]
    assert execute([*asked, "--zone", ZONE, "--all", "--json"], speak("en")) == 0
    terminal = json.loads(capsys.readouterr().out)
    kept = {one.promise.key: one for one in Outlook.objects.select_related("promise")}
    assert len(kept) == len(terminal["promises"]) == 8
    standing = Standing.objects.get()
    assert (terminal["seed"], terminal["samples"]) == (standing.seed, standing.samples) == (seed, 64)
    token = make_token(
        name="t", scopes=["forecast:read"], expires_at=present() + timedelta(days=1), by=admin(), at=present()
    )
    for said in terminal["promises"]:
        row = kept[said["promise"]]
        assert {name: said[name] for name in SAME} == {name: plain(getattr(row, name)) for name in SAME}
        assert said["p_kept_se"] == rounded(row.details["p_kept_se"])
        page = client.get(f"/api/v1/forecast/of/{row.promise_id}", headers={"Authorization": f"Bearer {token}"})
        assert {name: page.json()[name] for name in SAME} == {name: whole(getattr(row, name)) for name in SAME}
    assert len({said["p_kept"] for said in terminal["promises"]}) > 4  # nothing is the same because all is sure
    assert any(one.details["views"]["outside"] for one in kept.values())


def stands_to_the_bit(said: Mapping[str, tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    """Return the figures of each promise with its curve, what decides it and both views: whatever is reckoned."""
    reckoned = ("curve", "causes", "takers", "views", "terms", "p_kept_se", "slack_days")
    return {key: (*figures, {name: details[name] for name in reckoned}) for key, (*figures, details) in said.items()}


def company() -> None:
    """Fill the house with all that a forecast reads, of customers on both sides of a change of the clocks."""
    by = admin()
    customers = [
        customer(by, key, zone=zone)
        for key, zone in (("BER", "Europe/Berlin"), ("LAX", "America/Los_Angeles"), ("AKL", "Pacific/Auckland"))
    ]
    teams = [team(by, "Assembly", slots=1.0), team(by, "Paint", slots=1.5, available_share=0.75)]
    for n in range(30):
        on = TODAY - timedelta(days=1 + n % 5)
        taken(by, customers[n % 3], on=on, in_full=n % 4 > 0, due=on - timedelta(days=n % 3 - 1),
              said_at=AT - timedelta(days=70))  # fmt: skip
    items: list[int] = []
    for n in range(8):
        promise = committed(by, customers[n % 3], due=SPRING + timedelta(days=2 * n - 6), severity=f"S{1 + n % 4}",
                            value=Decimal(1_000 + n), currency="EUR")  # fmt: skip
        first = item(by, promise, teams[n % 2], name="build", p10=30.0 + n, p50=44.0 + 3 * n, p90=80.0 + 9 * n)
        items += [first, item(by, promise, teams[1 - n % 2], name="finish", p10=None, p90=None, after=[first])]
    report_progress(number=items[2], done_share=0.25, by=by, at=AT)
    waiting: Any = {"wait_p50": 5.0, "wait_p90": 12.5, "not_before": TODAY + timedelta(days=9)}
    change_item(number=items[4], version=find_item(items[4], by).version, **waiting, by=by, at=AT)
    add_risk(name="vendor", probability=0.3, factor=1.4, items=[items[0], items[6]], by=by, at=AT)
    add_absence(team=teams[0], start=TODAY + timedelta(days=4), end=TODAY + timedelta(days=8), slots=0.5, by=by, at=AT)


def written(portfolio: Portfolio, folder: Path) -> None:
    """Write a portfolio as the files that the terminal reads."""
    names = {one.key: one.name for one in portfolio.items}
    put(folder / "teams.csv", (
        {"team": one.name, "slots": one.slots, "available_share": one.available_share, "country": one.country,
         "region": one.region, "hours_per_day": " ".join(map(repr, one.hours_per_day))} for one in portfolio.teams
    ))  # fmt: skip
    put(folder / "absences.csv", (
        {"team": one.name, "from": away.start, "to": away.end, "slots": away.slots}
        for one in portfolio.teams for away in one.absences
    ))  # fmt: skip
    put(folder / "promises.csv", map(promise_row, portfolio.promises))
    put(folder / "work.csv", (item_row(one, names) for one in portfolio.items))
    put(folder / "risks.csv", (
        {"risk": one.name, "probability": one.probability, "factor": one.factor, "items": ";".join(one.items)}
        for one in portfolio.risks
    ))  # fmt: skip
    put(folder / "history.csv", (
        {"promise": one.promise, "promised": one.promised, "delivered": one.delivered, "made": one.made,
         "kept": None if one.kept is None else "yes" if one.kept else "no", "known_at": one.known_at,
         **one.attributes} for one in portfolio.history
    ))  # fmt: skip


def promise_row(one: Promise) -> dict[str, Any]:
    return {
        "promise": one.key, "customer": one.customer, "due": one.due, "first_due": one.first_due,
        "made_at": one.made_at, "told": one.told, "class": one.priority_class, "value": one.value,
        "currency": one.currency, "tier": one.tier, "timezone": one.zone, "channel": one.channel, "owner": one.owner,
        "made_by": one.made_by, **one.attributes,
    }  # fmt: skip


def item_row(one: WorkItem, names: Mapping[str, str]) -> dict[str, Any]:
    assert names[one.key] == one.name
    estimate: Any = one.estimate
    hours = (
        {"hours": estimate.p50}
        if estimate.single_point
        else {"p10_hours": estimate.p10, "p50_hours": estimate.p50, "p90_hours": estimate.p90}
    )
    wait = {} if one.wait is None else {"wait_days_p50": one.wait.p50_days, "wait_days_p90": one.wait.p90_days}
    return {
        "promise": one.promise, "item": one.name, "team": one.team, **hours, **wait, "after": ";".join(one.after),
        "not_before": one.not_before, "slots": one.slots, "pausable": "yes" if one.pausable else "no",
        "done_percent": 100 * one.done_share,
    }  # fmt: skip


def put(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    given = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(dict.fromkeys(name for row in given for name in row)))
        table.writeheader()
        table.writerows(given)


def plain(value: Any) -> Any:
    """Return a value as the terminal writes it for programs, which is with six decimals."""
    return rounded(value) if isinstance(value, float) else whole(value)


def whole(value: Any) -> Any:
    """Return a value as JSON has it; a float with all of its bits."""
    return value.isoformat() if isinstance(value, date) else value
