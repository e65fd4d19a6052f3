"""The forecast for programs, and commitment, which leaves a stamp of it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from ninja import Query, Status

from makegood.feasibility import queries, services
from makegood.feasibility.schemas import (
    BaselineGiven,
    BaselineOut,
    BelowLevelGiven,
    CommitmentOut,
    Committed,
    ComparedAsked,
    DraftChanged,
    DraftGiven,
    DraftOut,
    EffectOut,
    EffectsAsked,
    ForecastAsked,
    ForecastOut,
    KeepingGiven,
    MovedOut,
    OutlookOut,
    OutlookWholeOut,
    OverrideOut,
    PlaceGiven,
    PlacementOut,
    PlaceOut,
    PlaceTried,
    PolicyOut,
    PublishGiven,
    QuoteGiven,
    QuoteOut,
    ReservationGiven,
    ReservationOut,
    SnapshotOut,
    SoldAsked,
    SoldOut,
    StampOut,
    TrialOut,
)
from makegood.feasibility.states import CommitmentState
from makegood.foundation.clock import present
from makegood.foundation.errors import NotFound
from makegood.promises.states import State, Verb
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
            term=asked.term,
            having=asked.having or "",
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


@forecast.read("/compared", Page[MovedOut], may_lack=True)
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


@commitment.write("POST", "/{int:number}/commit", CommitmentOut, status=202)
def commit_promise(request: ProgramRequest, number: Number) -> Status[CommitmentOut]:
    """Ask for the company to be bound: the date in force becomes the first date, for ever.

    The process that holds the forecast answers, mostly within a second or two: ask at ``address`` until the state is no
    longer waiting. Asked twice it is the same.
    """
    asked = services.ask_to_commit(number=number, by=request.viewer, at=present())
    return Status(202, _commitment_out(asked, request))


@commitment.write("POST", "/{int:number}/reserve", CommitmentOut, status=202)
def keep_capacity(request: ProgramRequest, number: Number, given: KeepingGiven) -> Status[CommitmentOut]:
    """Ask for capacity to be kept for a promise, answered as a wish to commit is."""
    asked = services.ask_to_keep(number=number, **given.given(), by=request.viewer, at=present())
    return Status(202, _commitment_out(asked, request))


@commitment.read("/commitments/{int:number}", CommitmentOut)
def get_commitment(request: ProgramRequest, number: Number) -> CommitmentOut:
    """Get what came of a wish to commit or to keep capacity; once the company is bound, with what was known."""
    return _commitment_out(number, request)


@forecast.write("POST", "/quotes", QuoteOut, status=202)
def ask_quote(request: ProgramRequest, given: QuoteGiven) -> Status[QuoteOut]:
    """Ask what could be promised; get the quote until its state is no longer waiting: mostly a fraction of a second."""
    number = services.ask_quote(today=localdate(present()), **given.given(), by=request.viewer, at=present())
    return Status(202, QuoteOut.model_validate(queries.find_quote(number, request.viewer)))


@forecast.read("/quotes/{int:number}", QuoteOut)
def get_quote(request: ProgramRequest, number: Number) -> QuoteOut:
    """Get what could be promised."""
    return QuoteOut.model_validate(queries.find_quote(number, request.viewer))


@commitment.write("POST", "/quotes/{int:number}/reserve", ReservationOut, status=202)
def reserve(request: ProgramRequest, number: Number, given: ReservationGiven) -> Status[ReservationOut]:
    """Ask for capacity to be kept for what was quoted; get the reservation until its state is no longer waiting."""
    wished = {"customer": None, **given.given()}
    wish = services.ask_to_reserve(quote=number, today=localdate(present()), **wished, by=request.viewer, at=present())
    return Status(202, ReservationOut.model_validate(queries.find_reservation(wish, request.viewer)))


@commitment.read("/reservations/{int:number}", ReservationOut)
def get_reservation(request: ProgramRequest, number: Number) -> ReservationOut:
    """Get what came of a wish to keep capacity."""
    return ReservationOut.model_validate(queries.find_reservation(number, request.viewer))


@commitment.write("POST", "/{int:number}/below-level", list[OverrideOut], status=201)
def let_below_level(request: ProgramRequest, number: Number, given: BelowLevelGiven) -> Status[list[OverrideOut]]:
    """Let the date in force be promised although it is below the quoting level; answered with all that was let."""
    services.let_promise_below_level(promise=number, **given.given(), by=request.viewer, at=present())
    return Status(201, [OverrideOut.model_validate(row) for row in queries.overrides_of(number, request.viewer)])


@commitment.read("/{int:number}/below-level", list[OverrideOut])
def list_below_level(request: ProgramRequest, number: Number) -> list[OverrideOut]:
    """List the dates below the quoting level that somebody let be promised, and what we do if they fail."""
    return [OverrideOut.model_validate(row) for row in queries.overrides_of(number, request.viewer)]


@forecast.read("/policies", list[PolicyOut])
def list_policies(request: ProgramRequest) -> list[PolicyOut]:
    """List every version of the priority policy, the one in force first."""
    return [PolicyOut.model_validate(row) for row in queries.rankings(request.viewer)]


@forecast.read("/policy-drafts", list[DraftOut])
def list_policy_drafts(request: ProgramRequest) -> list[DraftOut]:
    """List the priority policies that are proposed."""
    return [DraftOut.model_validate(row) for row in queries.drafts(request.viewer)]


@forecast.write("POST", "/policy-drafts", DraftOut, status=201)
def propose_policy(request: ProgramRequest, given: DraftGiven) -> Status[DraftOut]:
    """Propose how promises are to rank for capacity."""
    number = services.propose_policy(**given.given(), by=request.viewer, at=present())
    return Status(201, DraftOut.model_validate(queries.find_draft(number, request.viewer)))


@forecast.write("PUT", "/policy-drafts/{int:number}", DraftOut)
def change_policy_draft(request: ProgramRequest, number: Number, given: DraftChanged) -> DraftOut:
    """Change what is proposed; what was tried is of what it was before."""
    services.change_draft(number=number, **given.given(), by=request.viewer, at=present())
    return DraftOut.model_validate(queries.find_draft(number, request.viewer))


@forecast.write("POST", "/policy-drafts/{int:number}/try", TrialOut, status=201)
def try_policy(request: ProgramRequest, number: Number) -> Status[TrialOut]:
    """Ask what a proposal would do to every promise; get the trial until its state is no longer waiting."""
    return Status(201, trial_out(services.try_draft(number=number, by=request.viewer, at=present()), request))


@forecast.write("POST", "/policy-drafts/{int:number}/publish", PolicyOut, status=201)
def publish_policy(request: ProgramRequest, number: Number, given: PublishGiven) -> Status[PolicyOut]:
    """Put a proposal of somebody else in force, from the next forecast on."""
    version = services.publish_draft(number=number, **given.given(), by=request.viewer, at=present())
    return Status(201, PolicyOut.model_validate(queries.find_ranking(version, request.viewer)))


@forecast.write("POST", "/policy-drafts/{int:number}/take-back", list[DraftOut])
def take_back_policy(request: ProgramRequest, number: Number) -> list[DraftOut]:
    """Propose it no longer; answered with what is still proposed."""
    services.take_back_draft(number=number, by=request.viewer, at=present())
    return [DraftOut.model_validate(row) for row in queries.drafts(request.viewer)]


@forecast.read("/trials/{int:number}", TrialOut)
def get_trial(request: ProgramRequest, number: Number) -> TrialOut:
    """Get something that was tried."""
    return trial_out(number, request)


@forecast.read("/trials/{int:number}/effects", Page[EffectOut])
def list_effects(request: ProgramRequest, number: Number, asked: Query[EffectsAsked]) -> dict[str, object]:
    """List the promises that a trial moves, who loses the most first."""
    queries.find_trial(number, request.viewer)
    page = queries.effects(number, request.viewer, side=asked.side, sort=asked.sort, page=asked.page, size=asked.size)
    return page_out(request, page, EffectOut.model_validate)


@forecast.write("POST", "/trials/{int:number}/apply", PlaceOut)
def apply_place(request: ProgramRequest, number: Number, given: PlaceGiven) -> PlaceOut:
    """Give a promise the class that was tried, from the next forecast on."""
    promise = queries.find_trial(number, request.viewer).promise
    services.place_promise(trial=number, **given.given(), by=request.viewer, at=present())
    return _place_out(promise or 0, request)


@forecast.read("/of/{int:number}/place", PlaceOut)
def get_place_of_promise(request: ProgramRequest, number: Number) -> PlaceOut:
    """Get where a promise stands among those that want capacity, and why."""
    return _place_out(number, request)


@forecast.write("POST", "/of/{int:number}/try-place", TrialOut, status=201)
def try_place_of_promise(request: ProgramRequest, number: Number, given: PlaceTried) -> Status[TrialOut]:
    """Ask what another class of one promise would do to all; get the trial until its state is no longer waiting."""
    trial = services.try_place(promise=number, rank_class=given.rank_class, by=request.viewer, at=present())
    return Status(201, trial_out(trial, request))


def _commitment_out(number: int, request: ProgramRequest) -> CommitmentOut:
    row = queries.find_commitment(number, request.viewer)
    binds = row.verb == Verb.COMMIT and row.state == CommitmentState.DONE
    stamp = queries.stamp_of(row.promise, request.viewer) if binds else None
    committed = None
    if stamp is not None and stamp.due is not None:
        known = StampOut.model_validate(stamp).model_dump()
        committed = Committed(**known, promise=row.promise, state=State.COMMITTED, first_due=stamp.due)
    match = request.resolver_match
    address = reverse(f"{match.namespace if match else ''}:get_commitment", args=[number])
    told = set(CommitmentOut.model_fields) - {"committed", "address"}
    known = {name: getattr(row, name) for name in told}
    return CommitmentOut(**known, committed=committed, address=address)


def trial_out(number: int, request: ProgramRequest) -> TrialOut:
    """Return something that was tried as programs get it."""
    found = queries.find_trial(number, request.viewer)
    known = {name: getattr(found, name) for name in TrialOut.model_fields if name != "moved"}
    return TrialOut(**known, moved=queries.has_moved(found))


def _place_out(number: int, request: ProgramRequest) -> PlaceOut:
    row = queries.place_of(number, request.viewer)
    known = {name: getattr(row, name) for name in PlaceOut.model_fields if name not in {"policy", "placements"}}
    placements = [PlacementOut.model_validate(one) for one in row.placements]
    return PlaceOut(**known, policy=row.ranking.number, placements=placements)
