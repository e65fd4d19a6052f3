"""Freezing the forecast of everything under a name, to be compared with any later day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from makegood.engine import Forecast, PromiseForecast
from makegood.feasibility import bridge
from makegood.feasibility.models import Baseline, BaselineRow, Outlook, Standing
from makegood.feasibility.policies import check_freeze
from makegood.feasibility.states import FIGURES, Status
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
    rows = Outlook.objects.order_by("pk").annotate(due=F("promise__due")).values("promise", "due", "harm", *FIGURES)
    kept = Baseline(
        name=called, as_of=standing.as_of, inputs_hash=standing.inputs_hash, portfolio=standing.portfolio, at=at
    )
    return _keep(kept, rows, by)


@transaction.atomic
def freeze_morning(
    *, name: str, made: Mapping[int, PromiseForecast], result: Forecast, by: Viewer, at: datetime
) -> int:
    """Keep what was forecast on a morning that is over, of the promises by their numbers, under a name.

    For a company that comes with its past. Return the baseline's number. Denied, UnableToFreeze.
    """
    check_freeze(by)
    called = kept_line(name, field="name", most=120, refusal=UnableToFreeze, needed=True)
    rows = [
        {"promise": number, "due": read.due, "harm": read.harm, **bridge.figures_of(read)}
        for number, read in sorted(made.items())
        if read.status in set(Status)  # what was accepted by then was owed no more
    ]
    kept = Baseline(
        name=called,
        as_of=result.as_of,
        inputs_hash=result.inputs_hash,
        portfolio=bridge.plain(result.portfolio),
        at=at,
    )
    return _keep(kept, rows, by)


def _keep(baseline: Baseline, rows: Iterable[dict[str, Any]], by: Viewer) -> int:
    baseline.by_id = by.number
    try:
        with transaction.atomic():
            baseline.save(force_insert=True)
    except IntegrityError as error:
        raise UnableToFreeze(_("There is a baseline of that name already."), field="name") from error
    BaselineRow.objects.bulk_create(
        (BaselineRow(baseline=baseline, promise_id=row.pop("promise"), **row) for row in rows), batch_size=BATCH
    )
    facts = {"name": baseline.name, "as_of": baseline.as_of.isoformat()}
    record(verb="baseline.freeze", subject=("baseline", baseline.pk), actor=by.actor, at=baseline.at, facts=facts)
    return baseline.pk
