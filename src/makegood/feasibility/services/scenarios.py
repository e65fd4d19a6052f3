"""Keeping named what-ifs: begun, changed, shared, copied, tried and taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.feasibility.models import Scenario, ScenarioChange, Trial
from makegood.feasibility.policies import check_own_scenario, check_see_forecast
from makegood.feasibility.queries import ScenarioChangeRow, ScenarioRow, find_scenario, find_scenario_change
from makegood.feasibility.services.supposing import Said, UnableToSuppose, checked_changes
from makegood.feasibility.states import NEEDED, ROWS, TrialKind, TrialState
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.history.services import record
from makegood.foundation.texts import kept_line, kept_text
from makegood.foundation.versions import changes_between, check_version
from makegood.promises.models import Promise
from makegood.promises.services.checking import value_of

NAME, MOST_REASON = 120, 5_000


class ScenarioFields(TypedDict, total=False):
    """What can be said about a what-if beside its changes."""

    name: str
    reason: str
    cost: Decimal | None
    currency: str


NOTHING: ScenarioFields = {"name": "", "reason": "", "cost": None, "currency": ""}


@transaction.atomic
def begin_scenario(
    *,
    by: Viewer,
    at: datetime,
    changes: Sequence[Said] = (),
    promise: int | None = None,
    **fields: Unpack[ScenarioFields],
) -> int:
    """Begin a what-if, for a ``promise`` in danger or for none; return its number. Nobody else sees it yet.

    Denied, UnableToSuppose with the field at fault.
    """
    check_see_forecast(by)
    known = _checked({**NOTHING, **fields})
    if promise is not None and not Promise.objects.filter(pk=promise).exists():
        raise UnableToSuppose(_("Please name an open promise with a date."), field="promise")
    said = checked_changes(changes)
    scenario = Scenario.objects.create(**known, promise_id=promise, made_by_id=by.number, made_at=at)
    if said:
        _write(scenario, said)
    facts = {"name": scenario.name, "promise": promise, "changes": len(said)}
    _record("begin", scenario, by, at, facts)
    return scenario.pk


@transaction.atomic
def change_scenario(*, number: int, version: int, by: Viewer, at: datetime, **fields: Unpack[ScenarioFields]) -> None:
    """Change what is said about a what-if, read as ``version``; its list of changes stays.

    Denied, NotFound, Stale, UnableToSuppose. A change that changes nothing leaves no trace.
    """
    scenario = _locked(number, by)
    before = {name: getattr(scenario, name) for name in ScenarioFields.__annotations__}
    known = _checked({**before, **dict(fields)})
    check_version(seen=version, current=scenario.version, wanted=known, now=before)
    changed = changes_between(before, known)
    if not changed:
        return
    for name, value in known.items():
        setattr(scenario, name, value)
    scenario.version += 1
    scenario.save()
    told = {name: [str(one) if isinstance(one, Decimal) else one for one in both] for name, both in changed.items()}
    _record("change", scenario, by, at, {"changed": told})


@transaction.atomic
def list_changes(*, number: int, changes: Sequence[Said], by: Viewer, at: datetime) -> None:
    """Give a what-if another list of changes; what was tried is of the one before.

    Denied, NotFound, UnableToSuppose. The same list again leaves no trace.
    """
    scenario = _locked(number, by)
    said = checked_changes(changes)
    if said == [fields_of(one) for one in find_scenario(number, by).changes]:
        return
    _write(scenario, said)
    _record("list", scenario, by, at, {"changes": len(said), "revision": scenario.revision})


@transaction.atomic
def add_change(*, number: int, by: Viewer, at: datetime, **said: Any) -> None:  # noqa: ANN401  # checked by its kind
    """Add a change to a what-if; Denied, NotFound, UnableToSuppose."""
    _locked(number, by)
    now = [fields_of(one) for one in find_scenario(number, by).changes]
    list_changes(number=number, changes=[*now, said], by=by, at=at)


@transaction.atomic
def replace_change(*, change: int, by: Viewer, at: datetime, **said: Any) -> None:  # noqa: ANN401  # checked by its kind
    """Put another change in the place of one; Denied, NotFound where the list is another by now, UnableToSuppose."""
    row = _locked_with(change, by)
    now = [said if one.number == change else fields_of(one) for one in row.changes]
    list_changes(number=row.number, changes=now, by=by, at=at)


@transaction.atomic
def remove_change(*, change: int, by: Viewer, at: datetime) -> None:
    """Take a change off its what-if; Denied, NotFound where the list is another by now."""
    row = _locked_with(change, by)
    now = [fields_of(one) for one in row.changes if one.number != change]
    list_changes(number=row.number, changes=now, by=by, at=at)


@transaction.atomic
def share_scenario(*, number: int, by: Viewer, at: datetime) -> None:
    """Let all staff see a what-if, and what came of it; Denied, NotFound."""
    scenario = _locked(number, by)
    if scenario.shared_at is not None:
        return
    scenario.shared_at = at
    scenario.save(update_fields=["shared_at"])
    _record("share", scenario, by, at, {"name": scenario.name})


@transaction.atomic
def copy_scenario(*, number: int, by: Viewer, at: datetime) -> int:
    """Begin a what-if of one's own that says what another one says; return its number. Denied, NotFound."""
    check_see_forecast(by)
    row = find_scenario(number, by)
    name = _("%(name)s (copy)") % {"name": row.name[: NAME - 20]}
    copied = Scenario.objects.create(
        name=name,
        reason=row.reason,
        cost=row.cost,
        currency=row.currency,
        promise_id=row.promise,
        made_by_id=by.number,
        made_at=at,
    )
    if row.changes:
        _write(copied, [fields_of(one) for one in row.changes])
    _record("copy", copied, by, at, {"name": name, "of": number})
    return copied.pk


@transaction.atomic
def take_back_scenario(*, number: int, by: Viewer, at: datetime) -> None:
    """Put a what-if away; what was tried stays in the history. Denied, NotFound."""
    scenario = _locked(number, by)
    scenario.ended_at = at
    scenario.save(update_fields=["ended_at"])
    _record("take-back", scenario, by, at, {"name": scenario.name})


@transaction.atomic
def try_scenario(*, number: int, by: Viewer, at: datetime) -> int:
    """Ask what a what-if would do to every promise; return the number of the trial, answered in a moment.

    One that waits already is not asked twice. Denied, NotFound, UnableToSuppose.
    """
    check_see_forecast(by)
    row = find_scenario(number, by)
    scenario = Scenario.objects.select_for_update().get(pk=number)
    if not row.is_open:
        raise UnableToSuppose(_("This what-if was applied or taken back. Copy it to go on with it."))
    if not row.changes:
        raise UnableToSuppose(_("It changes nothing yet."), field="changes")
    waiting = Trial.objects.filter(scenario=scenario, revision=scenario.revision, state=TrialState.WAITING).first()
    if waiting is not None:
        return waiting.pk
    trial = Trial.objects.create(
        kind=TrialKind.SCENARIO, scenario=scenario, revision=scenario.revision, by_id=by.number, at=at
    )
    _record("try", scenario, by, at, {"name": scenario.name, "trial": trial.pk, "revision": scenario.revision})
    return trial.pk


def fields_of(one: ScenarioChangeRow) -> dict[str, Any]:
    """Return a change as it is kept: its kind, and what that needs."""
    return {"kind": one.kind.value} | {field: getattr(one, field) for field in NEEDED[one.kind]}


def _write(scenario: Scenario, said: list[dict[str, Any]]) -> None:
    """Write another list of changes; the ones before stay as they were."""
    scenario.revision += 1
    scenario.save(update_fields=["revision"])
    for place, one in enumerate(said):
        keyed = {f"{name}_id" if name in ROWS else name: value for name, value in one.items()}
        ScenarioChange.objects.create(scenario=scenario, revision=scenario.revision, place=place, **keyed)


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    try:
        cost, currency = value_of(fields["cost"], fields["currency"], refusal=UnableToSuppose)
    except UnableToSuppose as problem:
        raise UnableToSuppose(problem.message, field="cost" if problem.field == "value" else problem.field) from problem
    return {
        "name": kept_line(fields["name"], field="name", most=NAME, refusal=UnableToSuppose, needed=True),
        "reason": kept_text(fields["reason"], field="reason", most=MOST_REASON, refusal=UnableToSuppose),
        "cost": cost,
        "currency": currency,
    }


def _locked(number: int, by: Viewer) -> Scenario:
    """Return a what-if of the viewer's own that may still be changed, locked until the transaction ends."""
    row: ScenarioRow = find_scenario(number, by)
    check_own_scenario(by, made_by=row.made_by)
    scenario = (
        Scenario.objects.select_for_update(of=("self",)).filter(pk=number, ended_at=None, application=None).first()
    )
    if scenario is None:
        raise NotFound(_("This what-if was applied or taken back. Copy it to go on with it."))
    return scenario


def _locked_with(change: int, by: Viewer) -> ScenarioRow:
    row, _change = find_scenario_change(change, by)
    _locked(row.number, by)
    return find_scenario_change(change, by)[0]


def _record(verb: str, scenario: Scenario, by: Viewer, at: datetime, facts: Mapping[str, object]) -> None:
    """Write history that nobody else reads before the what-if is shared."""
    audience = EVERYONE if scenario.shared_at is not None else f"person:{scenario.made_by_id}"
    record(
        verb=f"scenario.{verb}", subject=("scenario", scenario.pk), actor=by.actor, at=at, facts=facts,
        audience=audience,
    )  # fmt: skip
