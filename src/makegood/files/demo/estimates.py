"""What the demo company's estimators say about the work that is left: a little hopeful, and with ranges too narrow.

They know the books and what they see done; the truth of :mod:`makegood.files.demo.orders` they don't know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from math import exp
from random import Random

from makegood.files.demo.orders import Order, Task

NOBODY_ESTIMATED_YET_DAYS = 14
"""Orders younger than this may have no work planned."""
NO_WORK_YET, SINGLE_POINT = 0.15, 0.08
WAIT_P90 = 1.35


def stated_work(key: str, order: Order, as_of: date, random: Random) -> Iterator[dict[str, str]]:
    """Yield the rows of work.csv for the open ``order``, as its estimator would fill them in on ``as_of``."""
    age = (as_of - order.made).days
    if age < NOBODY_ESTIMATED_YET_DAYS and random.random() < NO_WORK_YET:
        return
    single_point = random.random() < SINGLE_POINT
    for name, task in order.tasks.items():
        yield {
            "promise": key,
            "item": name,
            "team": task.step.team,
            **_hours(task, random, single_point=single_point),
            "after": ";".join(task.step.after),
            **_wait(task, as_of),
            "slots": str(task.step.slots) if task.step.slots > 1 else "",
            "done_percent": _done(task, random),
        }


def _hours(task: Task, random: Random, *, single_point: bool) -> Mapping[str, str]:
    middle = task.nominal * exp(random.gauss(-0.02, 0.1))
    if single_point:
        return {"hours": f"{max(middle, 1):.0f}"}
    return {
        "p10_hours": f"{max(middle * 0.8, 1):.0f}",
        "p50_hours": f"{max(middle, 1):.0f}",
        "p90_hours": f"{max(middle * random.uniform(1.25, 1.55), 2):.0f}",
    }


def _wait(task: Task, as_of: date) -> Mapping[str, str]:
    over = task.ready is not None and task.ready <= as_of
    if not task.step.wait_days or over or task.finished:
        return {}
    return {
        "wait_days_p50": str(task.step.wait_days),
        "wait_days_p90": f"{task.step.wait_days * WAIT_P90:.0f}",
        "wait_started": task.waits_from.isoformat() if task.waits_from else "",
    }


def _done(task: Task, random: Random) -> str:
    """Read progress as people state it: in steps of five, somewhat ahead of the truth, hardly ever quite finished."""
    if task.finished:
        return "100"
    share = task.worked / task.truth * random.uniform(1.0, 1.15)
    return str(min(5 * round(20 * share), 90)) if share > 0 else ""
