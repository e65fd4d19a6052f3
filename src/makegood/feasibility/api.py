"""The forecast for programs, and commitment, which leaves a stamp of it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from ninja import Query, Status

from makegood.feasibility import queries, services
from makegood.feasibility.schemas import (
    BaselineGiven,
    BaselineOut,
    Committed,
    ComparedAsked,
    ForecastAsked,
    ForecastOut,
    MovedOut,
    OutlookOut,
    OutlookWholeOut,
    SnapshotOut,
    SoldAsked,
    SoldOut,
    StampOut,
)
from makegood.foundation.clock import present
from makegood.foundation.errors import NotFound
from makegood.promises.states import State
from makegood.web.programs import Number, Page, ProgramRequest, Programs, page_out

forecast = Programs("forecast")
commitment = Programs("promises")
"""A verb with promises that needs the forecast."""


@forecast.read("", Page[OutlookOut])
def list_forecasts(request: ProgramRequest, asked: Query[ForecastAsked]) -> dict[str, object]:
    """List the forecasts of open promises."""
    page = queries.outlook_page(
        request.viewer,
        queries.Wanted(
            text=asked.text,
            status=asked.status or "",
            stands_out=asked.stands_out or "",
            owner=asked.owner,
            customer=asked.customer,
            team=asked.team,
        ),
        sort=asked.sort,
        page=asked.page,
        size=asked.size,
    )
    return page_out(request, page, OutlookOut.model_validate)


@forecast.read("/whole", ForecastOut, may_lack=True)
def get_forecast(request: ProgramRequest) -> ForecastOut:
    """Get the forecast of all open promises together."""
    found = queries.whole(request.viewer)
    if found is None:
        raise NotFound(_("There is no forecast yet."))
    return ForecastOut.model_validate(found)


@forecast.read("/of/{int:number}", OutlookWholeOut)
def get_forecast_of_promise(request: ProgramRequest, number: Number) -> OutlookWholeOut:
    """Get the forecast of one promise whole."""
    row = queries.outlook_of(number, request.viewer)
    if row is None:
        raise NotFound(_("Only open promises with a date are forecast."))
    known = OutlookOut.model_validate(row).model_dump()
    return OutlookWholeOut(**known, details=dict(row.details), pending=queries.is_pending(number))


@forecast.read("/of/{int:number}/days", list[SnapshotOut])
def list_days_of_promise(request: ProgramRequest, number: Number) -> list[SnapshotOut]:
    """List what was said of a promise on each day."""
    return [SnapshotOut.model_validate(row) for row in queries.past_of(number, request.viewer)]


@forecast.read("/of/{int:number}/stamp", StampOut)
def get_stamp_of_promise(request: ProgramRequest, number: Number) -> StampOut:
    """Get what was known of a promise when the company committed to it."""
    row = queries.stamp_of(number, request.viewer)
    if row is None:
        raise NotFound(_("Nothing was stamped for this promise."))
    return StampOut.model_validate(row)


@forecast.read("/baselines", list[BaselineOut])
def list_baselines(request: ProgramRequest) -> list[BaselineOut]:
    """List the named baselines, the latest first."""
    return [BaselineOut.model_validate(row) for row in queries.baselines(request.viewer)]


@forecast.write("POST", "/baselines", BaselineOut, status=201)
def freeze_baseline(request: ProgramRequest, given: BaselineGiven) -> Status[BaselineOut]:
    """Keep the forecast of all open promises under a name."""
    number = services.freeze_baseline(name=given.name, by=request.viewer, at=present())
    return Status(201, BaselineOut.model_validate(queries.find_baseline(number, request.viewer)))


@forecast.read("/compared", Page[MovedOut])
def compare_forecasts(request: ProgramRequest, asked: Query[ComparedAsked]) -> dict[str, object]:
    """List the promises that two forecasts say something else of, what fell the most first."""
    found = queries.compared(asked.then, asked.now, request.viewer, page=asked.page, size=asked.size)
    return page_out(request, found.rows, MovedOut.model_validate)


@forecast.read("/sold", Page[SoldOut])
def list_sold(request: ProgramRequest, asked: Query[SoldAsked]) -> dict[str, object]:
    """List what open promises name besides dates, against what the product has and the service reaches."""
    page = queries.sold_page(
        request.viewer,
        text=asked.text,
        kind=asked.kind or "",
        only_short=asked.only_short,
        sort=asked.sort,
        page=asked.page,
        size=asked.size,
    )
    return page_out(request, page, SoldOut.model_validate)


@commitment.write("POST", "/{int:number}/commit", Committed)
def commit_promise(request: ProgramRequest, number: Number) -> Committed:
    """Bind the company: the date in force becomes the first date, for ever; answered with what was known."""
    services.commit_promise(number=number, by=request.viewer, at=present())
    row = queries.stamp_of(number, request.viewer)
    if row is None or row.due is None:
        raise NotFound(_("Nothing was stamped for this promise."))
    known = StampOut.model_validate(row).model_dump()
    return Committed(**known, promise=number, state=State.COMMITTED, first_due=row.due)
