"""Adding, changing and taking off what a plan is made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.versions import changes_between, check_version
from makegood.remediation.models import ContingencyStep, Plan
from makegood.remediation.queries.pieces import ROWS
from makegood.remediation.services.checking import checked, same_code_since
from makegood.remediation.services.noting import note
from makegood.remediation.services.parts import renew_parts
from makegood.remediation.services.reaching import UnableToChangePlan, plan_to_change
from makegood.remediation.states import IN_DAYS, Kind, nature_of

TIMED = frozenset({Kind.CAUSE, Kind.ACTION})
"""Kinds of which one keeps when they were made."""
NAMED_BY = {Kind.CAUSE: "words", Kind.MESSAGE: "text"}
"""What a piece is called in the story, where it has no title."""


@transaction.atomic
def add_piece(*, plan: int, kind: Kind, by: Viewer, at: datetime, **said: Any) -> int:  # noqa: ANN401  # checked by its kind
    """Add a piece to a plan and return its number; Denied, NotFound, UnableToChangePlan with the field at fault."""
    of = plan_to_change(plan, by)
    kept = checked(kind, of, said)
    if kind is Kind.CAUSE:
        kept |= _nature(kept, of, at)
    owned = {} if kind is Kind.STEP else {"plan": of}
    made = ROWS[kind].create(**owned, **({"made_at": at} if kind in TIMED else {}), **kept)
    renew_parts(of, by=by.actor, at=at)
    note(of, f"{kind}-add", by=by.actor, at=at, facts={"piece": made.pk, "title": _title(kind, kept)})
    return int(made.pk)


@transaction.atomic
def change_piece(*, kind: Kind, number: int, version: int, by: Viewer, at: datetime, **said: Any) -> None:  # noqa: ANN401  # see above
    """Change a piece that was read as ``version``; Denied, NotFound, Stale, UnableToChangePlan.

    A change that changes nothing leaves no trace.
    """
    of = plan_to_change(plan_of_piece(kind, number), by)
    piece = _locked(kind, number)
    _check_free(piece)
    kept = checked(kind, of, said, number=number)
    if kind is Kind.CAUSE:
        kept |= _nature(kept, of, at)
    before = {name: getattr(piece, name) for name in kept}
    check_version(seen=version, current=piece.version, wanted=_plain(kept), now=_plain(before))
    changed = changes_between(_plain(before), _plain(kept))
    if not changed:
        return
    for name, value in kept.items():
        setattr(piece, name, value)
    piece.version += 1
    piece.save()
    renew_parts(of, by=by.actor, at=at)
    note(
        of,
        f"{kind}-change",
        by=by.actor,
        at=at,
        facts={"piece": number, "title": _title(kind, kept), "changed": changed},
    )


@transaction.atomic
def remove_piece(*, kind: Kind, number: int, by: Viewer, at: datetime) -> int:
    """Take a piece off its plan, and return the plan's number; Denied, NotFound, UnableToChangePlan."""
    of = plan_to_change(plan_of_piece(kind, number), by)
    piece = _locked(kind, number)
    _check_free(piece)
    title = _title(kind, vars(piece))
    try:
        piece.delete()
    except ProtectedError as error:
        raise UnableToChangePlan(_("Something else in the plan rests on this: change that first.")) from error
    renew_parts(of, by=by.actor, at=at)
    note(of, f"{kind}-remove", by=by.actor, at=at, facts={"title": title})
    return of.pk


def plan_of_piece(kind: Kind, number: int) -> int:
    """Return the number of the plan that a piece belongs to; NotFound."""
    path = "contingency__plan" if kind is Kind.STEP else "plan"
    found = ROWS[kind].filter(pk=number).values_list(path, flat=True).first()
    if found is None:
        raise NotFound(_("There is no such part of a plan."))
    return int(found)


def _locked(kind: Kind, number: int) -> Any:  # noqa: ANN401  # any of the models
    found = ROWS[kind].select_for_update(of=("self",)).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such part of a plan."))
    return found


def _check_free(piece: Any) -> None:  # noqa: ANN401  # any of the models
    """Refuse to change what has happened: what fired, was done, met or told."""
    happened = [getattr(piece, name, None) for name in ("fired_at", "done_at", "met_on", "told_at")]
    fired = piece.contingency.fired_at if isinstance(piece, ContingencyStep) else None
    if any((*happened, fired)):
        raise UnableToChangePlan(_("This has happened and stays as it was."))


def _nature(kept: Mapping[str, Any], plan: Plan, at: datetime) -> dict[str, Any]:
    found = same_code_since(kept["code"], plan, (at - timedelta(days=IN_DAYS)).date())
    nature = nature_of(of_same_code=found, teams=kept["teams"], peers_would=kept["peers_would"])
    return {"same_code": found, "nature": nature.value}


def _title(kind: Kind, kept: Mapping[str, Any]) -> str:
    return str(kept[NAMED_BY.get(kind, "title")])[:200]


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as history keeps them, under the names of the form."""
    return {
        name.removesuffix("_id"): value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }
