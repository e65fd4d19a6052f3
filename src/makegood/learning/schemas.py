"""What programs ask and are answered about how promises were kept. Shares are from 0 to 1, null of nothing at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from makegood.learning.states import Figure, Horizon, Kind, Step
from makegood.web.programs import Line, Number, Paging


class Sliced(Paging):
    """Which promises: those that were due in the window, and are over."""

    since: date | None = Field(
        None, description="First day of the window, not before 1970; else a year before the last."
    )
    until: date | None = Field(None, description="Last day of the window, not after 2200; else today.")
    customer: Number | None = None
    team: Number | None = Field(None, description="The one with most of the work.")
    kind: Kind | None = None
    by_line: bool = Field(default=False, description="Count what was split off by itself.")


class CourseAsked(Sliced):
    """The same, with how long its periods are."""

    step: Step = Step.MONTH


class GroupsAsked(Sliced):
    """The same, with what it is grouped by."""

    by: Literal["team", "customer", "kind"]


class ResultsAsked(Sliced):
    """The same, with the figure whose promises are wanted."""

    figure: Figure = Figure.DUE
    text: Line = Field("", max_length=200, description="Parts of words of the promise or its customer.")
    sort: Annotated[
        str, Field(pattern="^-?(first|due|title|customer|accepted|notice|agreed|forecast|silent)$")
    ] = "-first"  # fmt: skip


class ScoresAsked(Sliced):
    """Which frozen forecasts: those for dates of the window."""

    horizon: Horizon = Horizon.FORTNIGHT


class ShareOut(Schema):
    """So many of so many, with the 95 % interval by Wilson."""

    kept: int
    n: int
    rate: float | None
    interval: tuple[float, float]


class ReliabilityOut(Schema):
    """How many promises were kept, by the first date and by the date in force."""

    first: ShareOut
    last: ShareOut
    perfect: ShareOut
    """Kept by the first date, with papers and goods as they should be; of the others ``perfect_unknown`` may be too."""
    perfect_unknown: int
    gap: float | None
    early: int
    excluded: int


class WarningsOut(Schema):
    """How customers heard of what was missed."""

    no_surprise: ShareOut
    never_told: int
    median_lead_days: float | None
    median_tell_days: float | None
    tell_n: int


class AccuracyOut(Schema):
    """How near to the first date promises were accepted in full."""

    n: int
    median_error_days: float | None
    mean_closeness: float | None


class RecordOut(Schema):
    """How some promises were kept, how near to their dates, and how customers heard of those that were not."""

    reliability: ReliabilityOut
    accuracy: AccuracyOut
    warnings: WarningsOut


class PeriodOut(RecordOut):
    """The record of a month or a quarter, which begins on ``first``."""

    first: date


class GroupOut(RecordOut):
    """The record of one customer or team, by number, or of one kind; ``of`` is null where no team did the work."""

    of: int | str | None


class DriftedOut(Schema):
    """Open promises that moved to a later day, and the days together."""

    promises: int
    days: int


class DriftOut(Schema):
    """How far what is owed now has moved."""

    open: int
    agreed: DriftedOut
    forecast: DriftedOut
    silent: DriftedOut


class AtRiskOut(Schema):
    """What may be lost of what is owed now, sums by currency."""

    open: int
    unknown: int
    expected_broken: float
    exposed: dict[str, float]
    expected_loss: dict[str, float]
    below: dict[str, float]
    loss_at_95: dict[str, float]


class ResponsesOut(Schema):
    """How long customers waited for answers, in hours of Monday to Friday; null where too few asked to bound it."""

    n: int
    open: int
    p50: float | None
    p85: float | None
    p95: float | None


class KeptOut(Schema):
    """Every headline figure of a slice."""

    since: date
    until: date
    reliability: ReliabilityOut
    accuracy: AccuracyOut
    warnings: WarningsOut
    responses: ResponsesOut
    drift: DriftOut
    risk: AtRiskOut


class ResultOut(Schema):
    """One promise with what became of it; null where that is not known yet or does not count."""

    promise: int
    key: str
    title: str
    customer: int
    customer_name: str
    team_name: str
    kind: Kind
    value: Decimal | None
    currency: str
    made_on: date
    said_first: date
    first_date: date
    in_force: date
    done_on: date | None
    is_open: bool
    is_excluded: bool
    kept_first: bool | None
    kept_last: bool | None
    is_flawless: bool | None
    """Whether papers and goods were right; null where nobody noted it."""
    error_days: int | None
    warned_on: date | None
    warned_days: int | None
    warned_in_time: bool | None
    agreed_days: int
    forecast_days: int | None
    silent_days: int | None
    relative: float | None
    p_kept: float | None


class ResultWholeOut(ResultOut):
    """The same with how fast its date recedes."""

    slip_per_week: float | None


class PointOut(Schema):
    """Forecasts between ``low`` and ``high``, ``p`` on average, came true in the share ``observed`` of ``n`` cases."""

    low: float
    high: float
    p: float
    observed: float
    n: int


class CorpOut(Schema):
    """The reliability diagram, and its parts of the Brier score."""

    points: list[PointOut]
    miscalibration: float
    discrimination: float
    uncertainty: float


class MurphyOut(Schema):
    """Murphy's parts of the Brier score."""

    reliability: float
    resolution: float
    uncertainty: float


class CalibrationOut(Schema):
    """The scores of what was said."""

    n: int
    kept: int
    mean_said: float
    brier: float
    base: float
    skill: float | None
    murphy: MurphyOut
    corp: CorpOut


class CoverageOut(Schema):
    """How often promises were done by a percentile of their forecast; shown from 20 outcomes on."""

    percentile: int
    share: ShareOut
    is_shown: bool


class LedgerOut(Schema):
    """How the forecasts of one horizon turned out; ``scores`` is null where fewer than 20 outcomes are known."""

    frozen: int
    known: int
    scores: CalibrationOut | None
    coverage: list[CoverageOut]


class ScoreOut(Schema):
    """One frozen forecast and what became of it; ``kept`` is null where its day is not over."""

    promise: int
    key: str
    title: str
    customer_name: str
    day: date
    due: date
    said: float
    p50: date | None
    p85: date | None
    p95: date | None
    done_on: date | None
    kept: bool | None
