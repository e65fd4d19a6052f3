"""Holding decisions against later forecasts: what crosses a line that was written down is decided again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings as house
from django.db import transaction
from django.utils import translation

from makegood.feasibility.models import Application, Trial
from makegood.feasibility.services import UnableToSuppose, try_scenario
from makegood.feasibility.states import TrialState
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound
from makegood.people.queries import find_viewer
from makegood.remediation.bridge import reopening_of, told_line
from makegood.remediation.models import Decision, Plan
from makegood.remediation.queries import DecisionRow, OptionRow, decisions_of, find_plan, options_of
from makegood.remediation.services.deciding import reopen_where_crossed
from makegood.remediation.states import WORKED_ON, DecisionState, Measure

LOOK_AGAIN = timedelta(hours=1)
"""How often a way out that was chosen, and isn't carried out yet, is simulated again at most (a convention)."""


def watch_decisions(*, at: datetime, scenario: int | None = None) -> int:
    """Hold every decision that stands against the forecast as it stands; return how many lost their ground.

    Or those alone whose way out is a ``scenario``, once that was simulated again.

    One whose way out is carried out reads from the forecast itself; before that it is simulated again, and looked at
    once that is answered. Heard twice, it changes nothing.
    """
    standing = Decision.objects.filter(state=DecisionState.DECIDED, plan__state__in=sorted(WORKED_ON))
    if scenario is not None:
        standing = standing.filter(chosen__scenario=scenario)
    return sum(_watch(plan, at) for plan in standing.order_by("plan").values_list("plan", flat=True))


@transaction.atomic
def _watch(number: int, at: datetime) -> bool:
    plan = Plan.objects.select_for_update().get(pk=number)
    found = Decision.objects.filter(plan=plan, state=DecisionState.DECIDED).values_list("decided_by", flat=True).first()
    viewer = None if found is None else _viewer(found, at)
    if viewer is None:
        return False
    row = decisions_of(number, viewer)[0]
    options = options_of(find_plan(number, viewer), viewer, also_withdrawn=True)
    now = _figures(row, options)
    if now is None:
        _look_again(next(one for one in options if one.number == row.chosen), viewer, at)
        return False
    crossed = [line for line in row.lines if line.subject in now and reopening_of(line).is_crossed(now[line.subject])]
    if not crossed:
        return False
    titles = {one.number: one.title for one in options}
    with translation.override(house.LANGUAGE_CODE):
        said = [told_line(line, chosen=row.chosen_title, titles=titles) for line in crossed]
    reopen_where_crossed(plan, row, said, at=at)
    return True


def _figures(row: DecisionRow, options: tuple[OptionRow, ...]) -> Mapping[str, float] | None:
    """Return what is known by now of the way out that was chosen; None where it has to be simulated again."""
    chosen = next(one for one in options if one.number == row.chosen)
    as_it_is = next(one for one in options if one.scenario is None)
    is_done = chosen.scenario is not None and Application.objects.filter(scenario=chosen.scenario).exists()
    measured = as_it_is.measured if is_done else chosen.measured if chosen.is_fresh else {}
    if not measured:
        return None
    now = {str(measure): score.value for measure, score in measured.items()}
    if is_done:  # what others lost by it, and what it cost, is in the forecast already
        now = {Measure.KEPT.value: now[Measure.KEPT], Measure.HARM.value: now[Measure.HARM]}
    risk = {"risk": 1 - now[Measure.KEPT]}
    return now | risk | ({"delay": now[Measure.DELAY]} if Measure.DELAY in now else {})


def _look_again(chosen: OptionRow, viewer: Viewer, at: datetime) -> None:
    if chosen.scenario is None or chosen.waits:
        return
    last = Trial.objects.filter(pk=chosen.trial or 0).exclude(state=TrialState.WAITING).first()
    if last is not None and last.at > at - LOOK_AGAIN:
        return
    try:
        try_scenario(number=chosen.scenario, by=viewer, at=at)
    except (UnableToSuppose, NotFound):
        return  # it was taken back since, or applied at this moment


def _viewer(number: int, at: datetime) -> Viewer | None:
    try:
        return find_viewer(number, at=at)
    except NotFound:
        return None
