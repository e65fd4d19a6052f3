"""Looking for what would help a promise in danger: what is found becomes what-ifs, each of them tried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import translation

from makegood.capability.models import Team
from makegood.engine import Settings
from makegood.engine.changes import AddedSlots, Change
from makegood.engine.combined import combined
from makegood.engine.later_date import later_date
from makegood.engine.standing import Alone
from makegood.engine.two_views import PastView
from makegood.feasibility import bridge
from makegood.feasibility.models import Scenario, Trial
from makegood.feasibility.policies import check_see_forecast
from makegood.feasibility.queries import changes_in, place_of
from makegood.feasibility.services.scenarios import NAME, begin_scenario, fields_of, try_scenario
from makegood.feasibility.states import TrialKind, TrialState
from makegood.foundation.actors import Viewer
from makegood.foundation.history.services import record
from makegood.people.queries import find_viewer


@transaction.atomic
def look_for_help(*, promise: int, by: Viewer, at: datetime) -> int:
    """Ask what would help a promise; return the number of the search, answered in a moment with what-ifs.

    They are seen by whoever asked until they share them. One that waits already is not asked twice. Denied, NotFound.
    """
    check_see_forecast(by)
    row = place_of(promise, by)
    known = {"kind": TrialKind.HELP, "promise_id": row.promise, "by_id": by.number}
    waiting = Trial.objects.filter(**known, state=TrialState.WAITING).first()
    if waiting is not None:
        return waiting.pk
    trial = Trial.objects.create(**known, at=at)
    facts = {"trial": trial.pk}
    record(verb="promise.look-for-help", subject=("promise", promise), actor=by.actor, at=at, facts=facts)
    return trial.pk


def later_by_past(key: str, alone: Alone, past: Mapping[str, PastView], settings: Settings) -> Change | None:
    """Return the later date that helps where the plan alone sees no danger but the past does; None without one."""
    both = combined(alone.result, alone.portfolio, past, settings)
    later = later_date(key, portfolio=alone.portfolio, both=both, past=past, settings=settings)
    return None if later is None else later.change


@transaction.atomic
def answer_search(
    trial: Trial, found: Iterable[Change], promises: Mapping[str, int], teams: Mapping[str, int], *, at: datetime
) -> None:
    """Make a what-if of each change that was ``found``, and have it tried; once, however many look.

    ``promises`` and ``teams`` are numbers by key. One that says the same already is tried again instead.
    """
    done = {"state": TrialState.DONE, "answered_at": at}
    if not Trial.objects.filter(pk=trial.pk, state=TrialState.WAITING).update(**done) or trial.promise_id is None:
        return
    by = find_viewer(trial.by_id or 0, at=at)
    with translation.override(by.language):
        for change in found:
            number = _what_if(trial.promise_id, change, promises, teams, by=by, at=at)
            try_scenario(number=number, by=by, at=at)
            trial.found.add(number)


def _what_if(
    promise: int, change: Change, promises: Mapping[str, int], teams: Mapping[str, int], *, by: Viewer, at: datetime
) -> int:
    said = bridge.fields_of(change, promises, teams)
    own = Scenario.objects.filter(promise=promise, made_by=by.number, ended_at=None, application=None)
    for number, revision in own.values_list("pk", "revision"):
        if [fields_of(one) for one in changes_in(number, revision)] == [said]:
            return number
    key = next(key for key, number in promises.items() if number == promise)
    if isinstance(change, AddedSlots):
        change = replace(change, team=Team.objects.values_list("name", flat=True).get(pk=teams[change.team]))
    name = f"{key}: {bridge.told_change(bridge.change_kept(change))}"
    return begin_scenario(name=name.rstrip(".")[:NAME], changes=[said], promise=promise, by=by, at=at)
