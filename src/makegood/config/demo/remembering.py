"""What the demo company forecast on the Mondays of its past: each by the engine, from what was known on that morning.

The past itself comes from :mod:`makegood.files.demo.world`, which shares nothing with the engine. It takes about a
second for a week, so it is done in the background, week after week, once the demo can be looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from django.conf import settings

from makegood.engine import Forecast, Portfolio, Settings, forecast
from makegood.engine.combined import combined
from makegood.engine.past import learn_past
from makegood.feasibility.services import freeze_day
from makegood.files import read_portfolio
from makegood.files.demo import DEFAULT_SEED
from makegood.files.demo.snapshots import build_days
from makegood.files.demo.tables import complete, csv_text
from makegood.foundation.jobs.services import enqueue
from makegood.foundation.jobs.task import task
from makegood.learning.services import renew_results
from makegood.promises.models import Promise

WEEKS = 57
"""A little more than the year that figures show at first."""
SAMPLES = 256
MORNING = time(6, 0)
PAUSE = timedelta(milliseconds=300)
REMEMBER = "makegood.config.demo.remembering.remember"
Tables = Mapping[str, list[dict[str, str]]]


@task(slow=True, attempts=3, routine=True)
def remember(*, as_of: str, week: int, at: datetime) -> Callable[[], None]:
    """Freeze what was forecast on one Monday, and queue the next; the company is as it stood then."""
    days = _days(date.fromisoformat(as_of))
    day, tables = days[week]
    result = forecast_then(day, tables)
    frozen_at = datetime.combine(day, MORNING, ZoneInfo(settings.DEFAULT_ZONE))

    def keep() -> None:
        numbers = dict(Promise.objects.filter(committed_at__isnull=False).values_list("key", "pk"))
        made = {numbers[one.promise]: one for one in result.promises if one.promise in numbers}
        freeze_day(made, result, frozen_at)
        renew_results(made)
        if week + 1 < len(days):
            enqueue(task=REMEMBER, arguments={"as_of": as_of, "week": week + 1}, at=at, due_at=at + PAUSE)

    return keep


def forecast_then(day: date, tables: Tables) -> Forecast:
    """Return the forecast of a morning by plan and past, from the files as they looked then.

    It is about the first dates, which are those that the register of the demo has.
    """
    portfolio = _portfolio(day, tables)
    chosen = Settings(samples=SAMPLES)
    plan = forecast(portfolio, as_of=day, settings=chosen, compiled=False)
    past = learn_past(portfolio, as_of=day, horizon=plan.horizon, seed=chosen.seed)
    return combined(plan, portfolio, past.views, chosen) if past.views else plan


@lru_cache(maxsize=1)
def _days(as_of: date) -> list[tuple[date, Tables]]:
    monday = as_of - timedelta(days=as_of.weekday())
    wanted = {monday - timedelta(weeks=week) for week in range(1, WEEKS + 1)}
    return list(build_days(wanted, as_of=as_of, seed=DEFAULT_SEED))


def _portfolio(day: date, tables: Tables) -> Portfolio:
    with TemporaryDirectory() as folder:
        for name, rows in tables.items():
            held = [{**row, "due": row["first_due"]} for row in rows] if name == "promises.csv" else rows
            (Path(folder) / name).write_text(csv_text(name, complete(name, held)), encoding="utf-8")
        return read_portfolio(Path(folder), as_of=day).portfolio
