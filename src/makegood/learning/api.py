"""How promises were kept, and how forecasts turned out, for programs."""

from __future__ import annotations

from datetime import timedelta
from math import isfinite
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from ninja import Query

from makegood.foundation.clock import present
from makegood.foundation.errors import NotFound
from makegood.learning import queries
from makegood.learning.queries import Record, Slice, day_within
from makegood.learning.schemas import (
    AccuracyOut,
    AtRiskOut,
    CourseAsked,
    DriftOut,
    GroupOut,
    GroupsAsked,
    KeptOut,
    LedgerOut,
    PeriodOut,
    RecordOut,
    ReliabilityOut,
    ResponsesOut,
    ResultOut,
    ResultsAsked,
    ResultWholeOut,
    ScoreOut,
    ScoresAsked,
    Sliced,
    WarningsOut,
)
from makegood.web.programs import Number, Page, ProgramRequest, Programs, page_out

kept = Programs("promises")
"""What became of promises is read by who may read promises."""
YEAR = timedelta(days=365)


@kept.read("/kept", KeptOut)
def get_kept(request: ProgramRequest, asked: Query[Sliced]) -> KeptOut:
    """Get how promises were kept: by either date, with notices, accuracy, drift and what is at risk."""
    viewer, day, wanted = request.viewer, localdate(present()), _slice(asked)
    return KeptOut(
        since=wanted.since,
        until=wanted.until,
        reliability=ReliabilityOut.model_validate(queries.reliability(viewer, wanted, today=day)),
        accuracy=AccuracyOut.model_validate(queries.accuracy(viewer, wanted, today=day)),
        warnings=WarningsOut.model_validate(queries.warnings(viewer, wanted, today=day)),
        responses=ResponsesOut.model_validate(queries.answer_times(queries.answers(viewer, wanted, at=present()))),
        drift=DriftOut.model_validate(queries.drift(viewer, wanted)),
        risk=AtRiskOut.model_validate(queries.at_risk(viewer, wanted)),
    )


@kept.read("/kept/course", list[PeriodOut])
def list_kept_by_period(request: ProgramRequest, asked: Query[CourseAsked]) -> list[PeriodOut]:
    """List how promises were kept, month by month or quarter by quarter, those without anything due included."""
    periods = queries.course(request.viewer, _slice(asked), today=localdate(present()), step=asked.step)
    return [PeriodOut(first=one.first, **_record(one.record)) for one in periods]


@kept.read("/kept/groups", list[GroupOut])
def list_kept_by_group(request: ProgramRequest, asked: Query[GroupsAsked]) -> list[GroupOut]:
    """List how promises were kept by team, customer or kind; in no order of their figures."""
    parts = queries.parted(request.viewer, _slice(asked), asked.by, today=localdate(present()))
    return [GroupOut(of=of, **_record(record)) for of, record in parts]


@kept.read("/kept/promises", Page[ResultOut])
def list_kept_promises(request: ProgramRequest, asked: Query[ResultsAsked]) -> dict[str, object]:
    """List the promises behind a figure."""
    page = queries.result_page(
        request.viewer,
        _slice(asked),
        asked.figure,
        today=localdate(present()),
        text=asked.text,
        sort=asked.sort,
        page=asked.page,
        size=asked.size,
    )
    return page_out(request, page, ResultOut.model_validate)


@kept.read("/kept/of/{int:number}", ResultWholeOut)
def get_kept_of_promise(request: ProgramRequest, number: Number) -> ResultWholeOut:
    """Get what became of one promise, with how many weeks its date recedes in a week."""
    row = queries.result_of(number, request.viewer, today=localdate(present()))
    if row is None:
        raise NotFound(_("Nobody relies on this promise yet."))
    known = ResultOut.model_validate(row).model_dump()
    return ResultWholeOut(**known, slip_per_week=queries.slips_of([number])[number])


@kept.read("/kept/calibration", LedgerOut)
def get_calibration(request: ProgramRequest, asked: Query[ScoresAsked]) -> LedgerOut:
    """Get how the frozen forecasts of one horizon turned out."""
    found = LedgerOut.model_validate(
        queries.ledger(request.viewer, _slice(asked), asked.horizon, today=localdate(present()))
    )
    if found.scores is not None and found.scores.skill is not None and not isfinite(found.scores.skill):
        found.scores.skill = None  # every outcome was the same: there is nothing to be better than
    return found


@kept.read("/kept/calibration/forecasts", Page[ScoreOut])
def list_frozen_forecasts(request: ProgramRequest, asked: Query[ScoresAsked]) -> dict[str, object]:
    """List the frozen forecasts of one horizon, those included whose outcome is not known yet."""
    page = queries.score_page(
        request.viewer,
        _slice(asked),
        asked.horizon,
        today=localdate(present()),
        known=False,
        page=asked.page,
        size=asked.size,
    )
    return page_out(request, page, ScoreOut.model_validate)


def _record(found: Record) -> dict[str, Any]:
    return RecordOut.model_validate(found).model_dump()


def _slice(asked: Sliced) -> Slice:
    until = day_within(asked.until or localdate(present()))
    return Slice(
        since=day_within(asked.since or until - YEAR),
        until=until,
        customer=asked.customer,
        team=asked.team,
        kind=asked.kind or "",
        by_line=asked.by_line,
    )
