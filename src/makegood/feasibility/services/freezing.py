"""Freezing the forecast of everything under a name, to be compared with any later day."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from makegood.feasibility.models import Baseline, BaselineRow, Outlook, Standing
from makegood.feasibility.policies import check_freeze
from makegood.feasibility.states import FIGURES
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.services import record
from makegood.foundation.texts import kept_line

BATCH = 1_000


class UnableToFreeze(Problem):
    """There is no forecast yet, or the name is taken."""

    code = "unable-to-freeze"


@transaction.atomic
def freeze_baseline(*, name: str, by: Viewer, at: datetime) -> int:
    """Keep the forecast of every open promise as it stands, under a name; return the baseline's number.

    Denied, UnableToFreeze.
    """
    check_freeze(by)
    called = kept_line(name, field="name", most=120, refusal=UnableToFreeze, needed=True)
    standing = Standing.objects.first()
    if standing is None or not standing.inputs_hash:
        raise UnableToFreeze(_("There is no forecast yet."))
    try:
        with transaction.atomic():
            baseline = Baseline.objects.create(
                name=called,
                as_of=standing.as_of,
                inputs_hash=standing.inputs_hash,
                portfolio=standing.portfolio,
                at=at,
                by_id=by.number,
            )
    except IntegrityError as error:
        raise UnableToFreeze(_("There is a baseline of that name already."), field="name") from error
    rows = Outlook.objects.order_by("pk").annotate(due=F("promise__due")).values("promise", "due", "harm", *FIGURES)
    BaselineRow.objects.bulk_create(
        (BaselineRow(baseline=baseline, promise_id=row.pop("promise"), **row) for row in rows), batch_size=BATCH
    )
    facts = {"name": called, "as_of": standing.as_of.isoformat()}
    record(verb="baseline.freeze", subject=("baseline", baseline.pk), actor=by.actor, at=at, facts=facts)
    return baseline.pk
