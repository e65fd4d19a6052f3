"""Putting a what-if into effect: every change through the room that owns the thing changed, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import chain

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.capability.services import add_slots
from makegood.feasibility import bridge
from makegood.feasibility.models import Application, Scenario
from makegood.feasibility.policies import check_apply, check_consent, check_see_forecast
from makegood.feasibility.queries import (
    ScenarioChangeRow,
    TrialSummary,
    changes_in,
    find_scenario,
    find_trial,
    place_of,
)
from makegood.feasibility.services.placing import give_place
from makegood.feasibility.services.ranking import MOST_REASON, check_done
from makegood.feasibility.services.splitting import split_promise
from makegood.feasibility.states import ChangeKind
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.services import Happened, record_many
from makegood.foundation.texts import kept_text
from makegood.promises.models import Promise, PromiseTerm
from makegood.promises.services import change_promise, remove_term
from makegood.work.models import Risk
from makegood.work.services import hand_over, leave_out, remove_risk, work_around


class UnableToApply(Problem):
    """What was tried is another list than the one that counts, or the room that owns a thing refuses the change."""

    code = "unable-to-apply"


@transaction.atomic
def apply_scenario(
    *, trial: int, reason: str, although_moved: bool = False, scenario: int | None = None, by: Viewer, at: datetime
) -> None:
    """Put a what-if into effect as it was tried, from the next forecast on: every change of it, or none.

    Whoever does it has to be allowed each change by itself. What the customer has to agree to is refused by name before
    anything is done (NeedsConsent). Where the forecast has moved since it was tried, HasMoved, unless it is applied
    ``although_moved``. Where the ``scenario`` is named, the trial has to be one of it. Denied, NotFound, UnableToRank
    where it is not answered, UnableToApply.
    """
    check_see_forecast(by)
    tried = find_trial(trial, by)
    if tried.scenario is None or scenario not in {None, tried.scenario}:
        raise UnableToApply(_("What was tried is another thing than this what-if."), field="trial")
    changes = _checked(tried, by)
    moved = check_done(trial, by, although_moved=although_moved)
    why = kept_text(reason, field="reason", most=MOST_REASON, refusal=UnableToApply, needed=True)
    for change in changes:
        try:
            _apply(change, tried, why, moved=moved, by=by, at=at)
        except Problem as problem:
            values = {"what": bridge.about(change), "change": bridge.told_row(change), "why": problem.message}
            text = _("%(what)s – %(change)s This is refused, so nothing is applied: %(why)s") % values
            raise UnableToApply(text, details={"code": problem.code}) from problem
    Application.objects.create(
        scenario_id=tried.scenario, trial_id=trial, reason=why, at=at, by_id=by.number, has_moved=moved
    )
    facts = {"name": tried.scenario_name, "scenario": tried.scenario, "trial": trial, "reason": why, "moved": moved}
    subjects = dict.fromkeys([("scenario", tried.scenario), *chain.from_iterable(map(_subjects, changes))])
    record_many(happened=[Happened("scenario.apply", one, facts) for one in subjects], actor=by.actor, at=at)


def _checked(tried: TrialSummary, by: Viewer) -> Sequence[ScenarioChangeRow]:
    """Return what would be applied, with its promises locked in one order, if that is allowed."""
    number = tried.scenario or 0
    row = find_scenario(number, by)
    Scenario.objects.select_for_update().get(pk=number)
    named = {one.promise for one in row.changes if one.promise is not None}
    list(Promise.objects.select_for_update().filter(pk__in=named).order_by("pk").values_list("pk", flat=True))
    row = find_scenario(number, by)
    if not row.is_open:
        raise UnableToApply(_("This what-if was applied or taken back already."))
    if row.revision != tried.revision:
        raise UnableToApply(_("The list of changes is another one since it was tried. Try it again."), field="trial")
    changes = changes_in(number, tried.revision)
    check_apply(by, (one.kind for one in changes))
    for one in changes:
        check_consent(one)
    return changes


def _apply(change: ScenarioChangeRow, tried: TrialSummary, why: str, *, moved: bool, by: Viewer, at: datetime) -> None:
    match change:
        case ScenarioChangeRow(kind=ChangeKind.ADDED_SLOTS, team=int(team), slots=float(slots)):
            note = _("What-if: %(name)s") % {"name": tried.scenario_name}
            add_slots(team=team, slots=slots, start=change.start, end=change.end, note=note, by=by, at=at)
        case ScenarioChangeRow(kind=ChangeKind.PLACE, promise=int(promise)):
            row = place_of(promise, by)
            if row.rank_class != change.rank_class:
                give_place(row, change.rank_class, why, trial=tried.number, moved=moved, by=by, at=at)
        case ScenarioChangeRow(kind=ChangeKind.LATER_DATE, promise=int(promise)):
            version = Promise.objects.values_list("version", flat=True).get(pk=promise)
            change_promise(number=promise, version=version, due=change.due, by=by, at=at)
        case ScenarioChangeRow(
            kind=ChangeKind.SPLIT_DELIVERY, promise=int(promise), share=float(share), due=date() as due
        ):
            split_promise(promise=promise, share=share, due=due, by=by, at=at)
        case ScenarioChangeRow(kind=ChangeKind.DROPPED_TERM, promise=int(promise)):
            named = PromiseTerm.objects.filter(promise=promise, subject=change.term)
            for number in named.values_list("pk", flat=True):
                remove_term(number=number, by=by, at=at)
        case _:
            _apply_to_work(change, by=by, at=at)


def _apply_to_work(change: ScenarioChangeRow, *, by: Viewer, at: datetime) -> None:
    match change:
        case ScenarioChangeRow(kind=ChangeKind.LESS_SCOPE, promise=int(promise), share=float(share)):
            leave_out(promise=promise, share=share, by=by, at=at)
        case ScenarioChangeRow(kind=ChangeKind.SWAPPED_TEAM, promise=int(promise), team=int(team), instead=int(other)):
            hand_over(promise=promise, team=team, to=other, by=by, at=at)
        case ScenarioChangeRow(kind=ChangeKind.WORKAROUND, promise=int(promise), team=int(team), hours=float(hours)):
            work_around(promise=promise, team=team, hours=hours, by=by, at=at)
        case ScenarioChangeRow(kind=ChangeKind.REMOVED_RISK):
            for number in Risk.objects.filter(name=change.risk).values_list("pk", flat=True):
                remove_risk(number=number, by=by, at=at)
        case _:
            raise UnableToApply(_("Nothing here can put this into effect."))


def _subjects(change: ScenarioChangeRow) -> list[tuple[str, int]]:
    """Return what a change is of, for its story."""
    named = (("promise", change.promise), ("team", change.team), ("team", change.instead))
    return [(kind, number) for kind, number in named if number is not None]
