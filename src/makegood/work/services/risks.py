"""What may happen to work: one chance, and every item that it would hit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from math import isfinite
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.foundation.outbox.services import announce
from makegood.foundation.texts import kept_line
from makegood.foundation.versions import changes_between, check_version
from makegood.work.models import Risk, WorkItem
from makegood.work.policies import check_plan_work
from makegood.work.services.telling import RISKS_CHANGED
from makegood.work.states import LEAST_FACTOR, MOST_FACTOR, MOST_WAIT_DAYS


class UnableToKeepRisk(Problem):
    """It has no effect, hits nothing, or the name is taken; ``field`` names what is at fault."""

    code = "unable-to-keep-risk"


class RiskFields(TypedDict, total=False):
    """What can be said about a risk; ``items`` are numbers of items of work."""

    name: str
    probability: float
    factor: float
    delay_days: int
    items: list[int]


@transaction.atomic
def add_risk(*, by: Viewer, at: datetime, **fields: Unpack[RiskFields]) -> int:
    """Name something that may happen, how likely it is and what it would hit; return its number.

    Denied, UnableToKeepRisk.
    """
    check_plan_work(by)
    known: RiskFields = {"name": "", "probability": -1.0, "factor": 1.0, "delay_days": 0, "items": [], **fields}
    risk = Risk(made_at=at)
    items = _checked(risk, known)
    risk.save()
    risk.items.set(items)
    _tell("risk.add", risk, by, at, {**known})
    return risk.pk


@transaction.atomic
def change_risk(*, number: int, version: int, by: Viewer, at: datetime, **fields: Unpack[RiskFields]) -> None:
    """Change what is given of a risk that was read as ``version``; Denied, NotFound, Stale, UnableToKeepRisk."""
    check_plan_work(by)
    risk = _locked(number)
    now = _values(risk)
    check_version(seen=version, current=risk.version, wanted={**fields}, now=now)
    known: RiskFields = {**now, **fields}  # type: ignore[typeddict-item]  # the same names
    known["items"] = sorted(set(known["items"]))
    changed = changes_between(now, {**known})
    if not changed:
        return
    items = _checked(risk, known)
    risk.version += 1
    risk.save()
    risk.items.set(items)
    _tell("risk.change", risk, by, at, {"name": risk.name, "changed": changed})


@transaction.atomic
def remove_risk(*, number: int, by: Viewer, at: datetime) -> None:
    """Say that something can't happen any more, or has happened; Denied, NotFound."""
    check_plan_work(by)
    risk = _locked(number)
    _tell("risk.remove", risk, by, at, {"name": risk.name})
    risk.delete()


def _locked(number: int) -> Risk:
    found = Risk.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such risk."))
    return found


def _values(risk: Risk) -> dict[str, object]:
    return {
        "name": risk.name,
        "probability": risk.probability,
        "factor": risk.factor,
        "delay_days": risk.delay_days,
        "items": sorted(risk.items.values_list("pk", flat=True)),
    }


def _checked(risk: Risk, known: RiskFields) -> Collection[int]:
    """Give ``risk`` what is known of it, if that makes sense, and return its items."""
    risk.name = kept_line(known["name"], field="name", most=200, refusal=UnableToKeepRisk, needed=True)
    risk.probability, risk.factor, risk.delay_days = known["probability"], known["factor"], known["delay_days"]
    if not (isfinite(risk.probability) and 0 <= risk.probability <= 1):
        raise UnableToKeepRisk(_("Please say how likely it is, from 0 to 1."), field="probability")
    if not (isfinite(risk.factor) and LEAST_FACTOR <= risk.factor <= MOST_FACTOR):
        raise UnableToKeepRisk(_("Please give a factor from 0.01 to 100."), field="factor")
    if not 0 <= risk.delay_days <= MOST_WAIT_DAYS:
        raise UnableToKeepRisk(
            _("Please give a number from 0 to %(most)s.") % {"most": f"{MOST_WAIT_DAYS:,}"}, field="delay_days"
        )
    if risk.factor == 1 and not risk.delay_days:
        raise UnableToKeepRisk(_("Say what it would do: more work, or a later start."), field="factor")
    if Risk.objects.exclude(pk=risk.pk).filter(name__iexact=risk.name).exists():
        raise UnableToKeepRisk(_("There is a risk of that name already."), field="name")
    items = set(WorkItem.objects.filter(pk__in=known["items"]).values_list("pk", flat=True))
    if not items or items != set(known["items"]):
        raise UnableToKeepRisk(_("Please choose the work that it would hit."), field="items")
    return items


def _tell(verb: str, risk: Risk, by: Viewer, at: datetime, facts: dict[str, object]) -> None:
    promises = sorted(set(risk.items.values_list("promise", flat=True)))
    announce(event=RISKS_CHANGED, subject=("risk", risk.pk), payload={"promises": promises}, at=at)
    record(verb=verb, subject=("risk", risk.pk), actor=by.actor, at=at, facts=facts)
