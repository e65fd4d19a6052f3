"""The review of a week ago: what the demo company forecast then, before an absence was entered, under a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from django.conf import settings

from makegood.config.demo.capability import is_running
from makegood.config.demo.remembering import MORNING, SAMPLES
from makegood.engine import Forecast, Settings, forecast
from makegood.engine.combined import combined
from makegood.engine.past import learn_past
from makegood.feasibility.services import freeze_morning
from makegood.files import read_portfolio
from makegood.files.demo import build_demo
from makegood.files.demo.tables import csv_text
from makegood.foundation.jobs.task import task
from makegood.people.queries import find_viewer
from makegood.promises.models import Promise

A_WEEK = timedelta(days=7)
NAME = "Review a week ago"
Tables = Mapping[str, list[dict[str, str]]]


@task(slow=True, attempts=3, routine=True)
def review(*, as_of: str, by: int, at: datetime) -> Callable[[], None]:  # noqa: ARG001  # as all tasks are called
    """Keep the forecast of a week before ``as_of``, as somebody did in the meeting of that day."""
    today = date.fromisoformat(as_of)
    day = today - A_WEEK
    result = forecast_before(today, day)
    morning = datetime.combine(day, MORNING, ZoneInfo(settings.DEFAULT_ZONE))

    def keep() -> None:
        numbers = dict(Promise.objects.filter(due__isnull=False).values_list("key", "pk"))
        made = {numbers[one.promise]: one for one in result.promises if one.promise in numbers}
        freeze_morning(name=NAME, made=made, result=result, by=find_viewer(by, at=morning), at=morning)

    return keep


def forecast_before(today: date, day: date) -> Forecast:
    """Return the forecast of ``day`` by plan and past: the company of ``today`` without what it did not know then."""
    tables = known_on(build_demo(as_of=today), day, today)
    with TemporaryDirectory() as folder:
        for name, rows in tables.items():
            (Path(folder) / name).write_text(csv_text(name, rows), encoding="utf-8")
        portfolio = read_portfolio(Path(folder), as_of=day).portfolio
    chosen = Settings(samples=SAMPLES)
    plan = forecast(portfolio, as_of=day, settings=chosen, compiled=False)
    past = learn_past(portfolio, as_of=day, horizon=plan.horizon, seed=chosen.seed)
    return combined(plan, portfolio, past.views, chosen) if past.views else plan


def known_on(tables: Tables, day: date, today: date) -> Tables:
    """Return the rows that were there on ``day``: no later promise and its work, and no absence that is running.

    What was accepted since was still owed.
    """
    then = day.isoformat()
    promises = [
        {**row, "accepted_at": row["accepted_at"] if row["accepted_at"] <= then else ""}
        for row in tables["promises.csv"]
        if row["made_at"] <= then
    ]
    there = {row["promise"] for row in promises}
    rows = {name: [row for row in found if row.get("promise", "") in there | {""}] for name, found in tables.items()}
    return {
        **rows,
        "promises.csv": promises,
        "work.csv": [
            {**row, "wait_started": row["wait_started"] if row["wait_started"] <= then else ""}
            for row in rows["work.csv"]
        ],
        "absences.csv": [row for row in tables["absences.csv"] if not is_running(row, today)],
        "history.csv": [row for row in tables["history.csv"] if row["known_at"] <= then],
    }
