"""The demo company's past, lived day by day: what happened to each promise, and why some were late.

This is deliberately not the forecast engine and shares nothing with it. Here people are ill, interruptions come in
waves, suppliers have bad seasons, loud customers are served first, finished work comes back, and customers change
their minds. A forecast that is well calibrated on this past has learnt something; it was not scored on itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from math import exp
from random import Random

from makegood.files.demo.company import TEAMS, DemoTeam
from makegood.files.demo.orders import Order, OrderBook, Task
from makegood.files.demo.workdays import is_workday, workday

HISTORY_DAYS = 548
WARM_UP_DAYS = 220
"""Days lived before the first promise that is told of, so that the teams' queues are already there."""

CAREFUL_DAYS = 170
"""Days before the as-of day at which sellers began to ask operations before they promise."""
REWORK = 0.11
SCOPE_CHANGE_A_DAY = 0.0025
CANCELLED_BY_CUSTOMER_A_DAY, CANCELLED_BY_US_A_DAY = 0.00022, 0.00010
SEASONS = {1: 0.97, 7: 0.84, 8: 0.82, 12: 0.88}
"""Share of the people who are there in the months in which many are not."""


Snapshot = Callable[[date, list[Order]], None]
"""Told how every order stands on the morning of a day; the orders live on, so it must keep what it needs."""


def live(as_of: date, random: Random, watch: Snapshot | None = None) -> list[Order]:
    """Return every order made in the eighteen months to ``as_of``, as it stands on the evening before.

    ``watch`` is told of each morning of these eighteen months.
    """
    world = _World(random, careful_from=as_of - timedelta(days=CAREFUL_DAYS))
    first_day = as_of - timedelta(days=HISTORY_DAYS)
    day = first_day - timedelta(days=WARM_UP_DAYS)
    while day < as_of:
        if watch is not None and day >= first_day:
            watch(day, [order for order in world.orders if order.made >= first_day])
        world.live_through(day)
        day += timedelta(days=1)
    return [order for order in world.orders if order.made >= first_day or order.is_open]


class _World:
    """The state of the company on one day, and what a day does to it."""

    def __init__(self, random: Random, *, careful_from: date) -> None:
        self.orders: list[Order] = []
        self._random = random
        self._book = OrderBook(random, careful_from=careful_from)
        self._disturbed = {team.name: team.disturbed for team in TEAMS}
        self._supplier_trouble = 0.0

    def live_through(self, day: date) -> None:
        """Let one calendar day pass: suppliers deliver on any day, people work, sell and change plans on workdays."""
        self._supplier_trouble = 0.985 * self._supplier_trouble + self._random.gauss(0.0, 0.035)
        open_orders = [order for order in self.orders if order.is_open]
        for order in open_orders:
            self._move_on(order, day)
        if not is_workday(day):
            return
        for team in TEAMS:
            self._work(team, day, open_orders)
        for order in open_orders:
            self._change_plans(order, day)
        self.orders.extend(self._book.new_orders(day))

    def _move_on(self, order: Order, day: date) -> None:
        """Start the waits of steps whose predecessors are finished, end those that are over, and deliver."""
        if all(task.finished for task in order.tasks.values()):
            order.delivered = day if is_workday(day) else None
            return
        for task in order.tasks.values():
            before = all(order.tasks[name].finished for name in task.step.after)
            if task.waits_from is None and before and day >= order.starts:
                task.waits_from = day
                task.ready = day + timedelta(days=self._wait(task))

    def _wait(self, task: Task) -> int:
        if not task.step.wait_days:
            return 0
        return round(task.step.wait_days * exp(self._supplier_trouble + self._random.gauss(0.0, 0.22)))

    def _work(self, team: DemoTeam, day: date, orders: Iterable[Order]) -> None:
        """Give the team's day to what is ready, what is due soon and who is loud first."""
        long_day = float(team.hours_per_day.split()[day.weekday()]) * self._present(team, day)
        free = team.slots * long_day
        queue = [
            (order.due - timedelta(days=round(order.loudness)), number, task)
            for number, order in enumerate(orders)
            for task in order.tasks.values()
            if task.step.team == team.name and task.ready and task.ready <= day and not task.finished
        ]
        for _, _, task in sorted(queue, key=lambda entry: entry[:2]):
            given = min(free, task.truth - task.worked, task.step.slots * long_day)
            free -= given
            task.worked += given
            if task.worked >= task.truth - 1e-6:
                self._finish(task, day)

    def _present(self, team: DemoTeam, day: date) -> float:
        """Share of the team's hours that reach promised work today, after absence, illness and interruptions."""
        before = self._disturbed[team.name]
        today = before + 0.15 * (team.disturbed - before) + self._random.gauss(0.0, 0.04)
        self._disturbed[team.name] = min(max(today, 0.05), 0.65)
        return SEASONS.get(day.month, 0.95) * (1.0 - self._disturbed[team.name])

    def _finish(self, task: Task, day: date) -> None:
        if self._random.random() < REWORK:
            task.truth += task.nominal * self._random.uniform(0.15, 0.5)
        else:
            task.finished = day

    def _change_plans(self, order: Order, day: date) -> None:
        """Now and then a customer wants more or nothing at all, or we give up."""
        fate = self._random.random()
        if not order.is_open:  # delivered this morning
            return
        if fate < CANCELLED_BY_CUSTOMER_A_DAY:
            order.cancelled, order.cancelled_by = day, "customer"
        elif fate < CANCELLED_BY_CUSTOMER_A_DAY + CANCELLED_BY_US_A_DAY:
            order.cancelled, order.cancelled_by = day, "us"
        elif fate > 1.0 - SCOPE_CHANGE_A_DAY:
            self._widen_scope(order, day)

    def _widen_scope(self, order: Order, day: date) -> None:
        """Add work; the customer agrees to a later date more often than not, and is not always told in writing."""
        unfinished = [task for task in order.tasks.values() if not task.finished]
        if not unfinished:
            return
        more = self._random.uniform(1.1, 1.5)
        for task in unfinished:
            task.truth *= more
            task.nominal *= more
        if self._random.random() < 0.6 and order.due > day:
            order.due = workday(order.due + timedelta(days=self._random.randint(7, 28)))
            if self._random.random() < 0.7:
                order.told = order.due
