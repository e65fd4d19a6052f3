"""How much of a team there is over time: changes from a day on, and absences."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.capability.models import Absence, CapacityChange, Team
from makegood.capability.policies import check_change_capacity
from makegood.capability.services import checking
from makegood.capability.services.checking import plain_value
from makegood.capability.services.news import tell_forecasts
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.foundation.texts import kept_line
from makegood.foundation.versions import changes_between, check_version

NOTE = 200
A_DAY = timedelta(days=1)


class UnableToPlanCapacity(Problem):
    """The day or the figure makes no sense, both or neither of two ways to say it were used, or the team is closed."""

    code = "unable-to-plan-capacity"


class UnableToNoteAbsence(Problem):
    """The days or the figure make no sense, or the team is closed."""

    code = "unable-to-note-absence"


class AbsenceFields(TypedDict, total=False):
    """What can be said about an absence; ``slots`` None: the whole team."""

    start: date | None
    end: date | None
    slots: float | None
    note: str


@transaction.atomic
def plan_capacity(
    *,
    team: int,
    start: date | None,
    by: Viewer,
    at: datetime,
    slots: float | None = None,
    hours_per_week: float | None = None,
    note: str = "",
) -> int:
    """Plan what a team has from a day on, as slots or as hours a week of all together; return the change's number.

    Hours become slots by the working week of one, so that holidays and absences count in the same way. A plan for the
    same day is replaced. Denied, NotFound, UnableToPlanCapacity.
    """
    check_change_capacity(by)
    of = checking.locked_team(team, refusal=UnableToPlanCapacity)
    day = checking.day(start, field="start", refusal=UnableToPlanCapacity)
    planned = _slots(of, slots, hours_per_week)
    said = kept_line(note, field="note", most=NOTE, refusal=UnableToPlanCapacity)
    before = CapacityChange.objects.filter(team=of, start=day).first()
    if before is not None and (before.slots, before.note) == (planned, said):
        return before.pk
    change, _made = CapacityChange.objects.update_or_create(
        team=of, start=day, defaults={"slots": planned, "note": said, "made_at": at, "made_by_id": by.number}
    )
    tell_forecasts(teams=[team], at=at)
    facts = {"start": day.isoformat(), "slots": planned, "before": None if before is None else before.slots}
    record(verb="team.capacity", subject=("team", team), actor=by.actor, at=at, facts=facts)
    return change.pk


@transaction.atomic
def add_slots(
    *, team: int, slots: float, start: date | None, end: date | None, by: Viewer, at: datetime, note: str = ""
) -> None:
    """Plan ``slots`` more for a team from a day to another, both included, on top of what is planned for each of them.

    What is planned after that stays. Denied, NotFound, UnableToPlanCapacity.
    """
    check_change_capacity(by)
    of = checking.locked_team(team, refusal=UnableToPlanCapacity)
    more = checking.slots(slots, refusal=UnableToPlanCapacity)
    first = checking.day(start, field="start", refusal=UnableToPlanCapacity)
    last = checking.day(end, field="end", refusal=UnableToPlanCapacity)
    if last < first:
        raise UnableToPlanCapacity(_("It ends before it begins."), field="end")
    planned = {one.start: one for one in CapacityChange.objects.filter(team=of)}
    then = last + A_DAY

    def on(day: date) -> float:
        before = [planned[one].slots for one in sorted(planned) if one <= day]
        return before[-1] if before else of.slots

    wanted = {day: on(day) + more for day in {first, *(one for one in planned if first <= one <= last)}}
    wanted[then] = on(then)
    for day in sorted(wanted):
        known = planned.get(day)
        if day != then or known is None:
            said = note if known is None or not known.note else known.note
            plan_capacity(team=team, start=day, slots=wanted[day], note=said, by=by, at=at)


@transaction.atomic
def drop_capacity(*, number: int, by: Viewer, at: datetime) -> None:
    """Take back a planned change; Denied, NotFound, UnableToPlanCapacity."""
    check_change_capacity(by)
    of_team = CapacityChange.objects.filter(pk=number).values_list("team", flat=True).first()
    if of_team is not None:
        checking.locked_team(of_team, refusal=UnableToPlanCapacity)
    change = CapacityChange.objects.filter(pk=number).first()
    if change is None:
        raise NotFound(_("There is no such change of capacity."))
    facts = {"start": change.start.isoformat(), "slots": change.slots}
    change.delete()
    tell_forecasts(teams=[change.team_id], at=at)
    record(verb="team.no-capacity", subject=("team", change.team_id), actor=by.actor, at=at, facts=facts)


@transaction.atomic
def add_absence(*, team: int, by: Viewer, at: datetime, **fields: Unpack[AbsenceFields]) -> int:
    """Note that some or all of a team are away for days; return the absence's number.

    The note stays out of the history, because it may say something of a person. Denied, NotFound, UnableToNoteAbsence.
    """
    check_change_capacity(by)
    of = checking.locked_team(team, refusal=UnableToNoteAbsence)
    known = checked_absence({"start": None, "end": None, **fields}, Absence(team=of))
    absence = Absence.objects.create(team=of, made_at=at, made_by_id=by.number, **known)
    tell_forecasts(teams=[team], at=at)
    facts = {"absence": absence.pk, **facts_of(known)}
    record(verb="team.absence", subject=("team", team), actor=by.actor, at=at, facts=facts)
    return absence.pk


@transaction.atomic
def change_absence(*, number: int, version: int, by: Viewer, at: datetime, **fields: Unpack[AbsenceFields]) -> None:
    """Change what is given of an absence that was read as ``version``.

    Denied, NotFound, Stale, UnableToNoteAbsence. A change that changes nothing leaves no trace.
    """
    check_change_capacity(by)
    absence, team = checking.locked_absence(number, refusal=UnableToNoteAbsence)
    before = {name: getattr(absence, name) for name in AbsenceFields.__annotations__}
    known = checked_absence(fields, absence)
    check_version(seen=version, current=absence.version, wanted=known, now=before)
    changed = changes_between(before, known)
    if not changed:
        return
    for name, value in known.items():
        setattr(absence, name, value)
    absence.version += 1
    absence.save()
    if changed.keys() != {"note"}:
        tell_forecasts(teams=[team.pk], at=at)
    told = {name: [plain_value(one) for one in pair] for name, pair in changed.items() if name != "note"}
    facts = {"absence": number, **facts_of({**before, **known}), "changed": told}
    record(verb="team.absence-change", subject=("team", team.pk), actor=by.actor, at=at, facts=facts)


@transaction.atomic
def remove_absence(*, number: int, by: Viewer, at: datetime) -> None:
    """Take back an absence: they are there after all; Denied, NotFound, UnableToNoteAbsence."""
    check_change_capacity(by)
    absence, team = checking.locked_absence(number, refusal=UnableToNoteAbsence)
    facts = facts_of({name: getattr(absence, name) for name in AbsenceFields.__annotations__})
    absence.delete()
    tell_forecasts(teams=[team.pk], at=at)
    record(verb="team.no-absence", subject=("team", team.pk), actor=by.actor, at=at, facts=facts)


def checked_absence(fields: AbsenceFields, absence: Absence) -> dict[str, Any]:
    """Return what was given of ``absence`` as it is kept, by field; UnableToNoteAbsence."""
    known: dict[str, Any] = dict(fields)
    line = partial(kept_line, field="note", most=NOTE, refusal=UnableToNoteAbsence)
    for name in ("start", "end"):
        if name in known:
            known[name] = checking.day(known[name], field=name, refusal=UnableToNoteAbsence)
    if known.get("end", absence.end) < known.get("start", absence.start):
        raise UnableToNoteAbsence(_("It ends before it begins."), field="end")
    if known.get("slots") is not None:
        known["slots"] = checking.slots(known["slots"], refusal=UnableToNoteAbsence)
    if "note" in known:
        known["note"] = line(known["note"])
    return known


def facts_of(absence: dict[str, Any]) -> dict[str, object]:
    """Return what history says of an absence: when, and how many."""
    return {name: plain_value(absence.get(name)) for name in ("start", "end", "slots")}


def _slots(team: Team, slots: float | None, hours_per_week: float | None) -> float:
    if slots is not None and hours_per_week is None:
        return checking.slots(slots, refusal=UnableToPlanCapacity)
    if hours_per_week is None or slots is not None:
        raise UnableToPlanCapacity(_("Say how many people or lines, or how many hours a week."), field="slots")
    week = sum(team.hours_per_day)
    if not week:
        raise UnableToPlanCapacity(
            _("The team has no working hours, so hours a week say nothing."), field="hours_per_week"
        )
    hours = checking.number(hours_per_week, field="hours_per_week", refusal=UnableToPlanCapacity)
    return checking.slots(hours / week, refusal=UnableToPlanCapacity, field="hours_per_week")
