"""Reading the ways out of a case, with what the forecast says of each; in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from math import sqrt

from django.db.models import Count, F, Max, Q, Subquery, Sum
from django.utils.translation import gettext as _

from makegood.engine.deciding import Measured
from makegood.feasibility.models import Outlook, ScenarioChange, Standing, Trial
from makegood.feasibility.queries import ScenarioChangeRow, behind
from makegood.feasibility.queries.scenarios import change_row
from makegood.feasibility.states import TrialKind, TrialState
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.remediation.models import Option
from makegood.remediation.queries.decision_names import FORECAST, OWN_SOURCE
from makegood.remediation.queries.plans import PlanRow, find_plan
from makegood.remediation.states import Measure, OptionKind, kind_of

DATED = frozenset({"later-date", "split-delivery"})
"""Kinds of change by which the customer gets something later than agreed."""
ERRORS = 2.0
"""Standard errors of a simulated share within which it may well lie."""


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One way out, and what is known of it."""

    number: int
    plan: int
    title: str
    words: str
    kind: OptionKind
    scenario: int | None
    changes: tuple[ScenarioChangeRow, ...]
    cost: Decimal | None
    currency: str
    by: int | None
    by_name: str
    at: datetime
    withdrawn_at: datetime | None
    withdrawn_why: str
    trial: int | None
    """The last time that it was simulated; None where it never was, or nothing has to be."""
    state: TrialState | None
    has_moved: bool
    """Whether the forecast is another one than that it was simulated on."""
    winners: int
    losers: int
    measured: Mapping[Measure, Measured]
    """What is known of it; empty before it was simulated, and where nobody can say."""

    @property
    def key(self) -> str:
        """Return what the engine calls it."""
        return str(self.number)

    @property
    def is_open(self) -> bool:
        """Say whether it still stands for choice."""
        return self.withdrawn_at is None

    @property
    def is_fresh(self) -> bool:
        """Say whether what is known of it is of the forecast as it stands."""
        return bool(self.measured) and not self.has_moved

    @property
    def waits(self) -> bool:
        """Say whether it is being simulated."""
        return self.state is TrialState.WAITING


@dataclass(frozen=True, slots=True)
class SeenWhatIf:
    """Something that people tried with this promise before the criteria were locked."""

    trial: int
    kind: TrialKind
    name: str
    """Empty where it is a what-if that nobody shared with the viewer."""
    by_name: str
    at: datetime
    is_shown: bool
    """Whether the viewer may look at what came of it."""


@dataclass(frozen=True, slots=True)
class _Base:
    """What holds of the promise if nothing is changed."""

    kept: float | None
    harm: float
    samples: int
    source: str
    """The fingerprint of the forecast; empty while another one is on its way."""
    currency: str = ""
    """In which ways out are compared: that of the promise, or of the first that costs something."""


def options_of(plan: PlanRow, viewer: Viewer, *, also_withdrawn: bool = False) -> tuple[OptionRow, ...]:
    """Return the ways out of a case in the order in which they were proposed, to change nothing first."""
    if EVERYONE not in viewer.audiences:
        return ()
    found = Option.objects.filter(plan=plan.number).select_related("scenario", "by")
    if not also_withdrawn:
        found = found.filter(withdrawn_at=None)
    options = list(found.order_by(F("scenario").asc(nulls_first=True), "pk"))
    tried = _tried(options, plan.promise)
    lists = changes_of(options)
    priced = (one.scenario.currency for one in options if one.scenario is not None and one.scenario.cost)
    base = replace(_base(plan.promise), currency=plan.currency or next(priced, ""))
    return tuple(_row(one, lists.get(one.pk, ()), tried.get(one.pk), base, plan) for one in options)


def find_option(number: int, viewer: Viewer) -> OptionRow:
    """Return one way out; NotFound."""
    plan = Option.objects.filter(pk=number).values_list("plan", flat=True).first() or 0
    rows = options_of(find_plan(plan, viewer), viewer, also_withdrawn=True)
    found = next((one for one in rows if one.number == number), None)
    if found is None:
        raise NotFound(_("There is no such option."))
    return found


def seen_what_ifs(plan: PlanRow, viewer: Viewer, *, before: datetime, limit: int = 50) -> tuple[SeenWhatIf, ...]:
    """Return what was tried with the promise of a case ``before`` the criteria were locked, the latest first.

    Whoever knew beforehand what a choice would do might have chosen criteria by it: so it is said who looked, and when.
    """
    if EVERYONE not in viewer.audiences:
        return ()
    named = ScenarioChange.objects.filter(promise=plan.promise).values("scenario")
    about = Q(promise=plan.promise) | Q(scenario__promise=plan.promise) | Q(scenario__in=named)
    found = Trial.objects.filter(about, at__lt=before).select_related("by", "scenario").order_by("-pk")[:limit]
    return tuple(_seen(one, viewer) for one in found)


def _seen(one: Trial, viewer: Viewer) -> SeenWhatIf:
    private = one.scenario is not None and one.scenario.shared_at is None and one.scenario.made_by_id != viewer.number
    private = private or (one.kind == TrialKind.HELP and one.by_id != viewer.number)
    name = one.scenario.name if one.scenario is not None and not private else ""
    return SeenWhatIf(one.pk, TrialKind(one.kind), name, one.by.name if one.by else "", one.at, not private)


@dataclass(frozen=True, slots=True)
class _Tried:
    """One simulation of an option, and what it came to."""

    number: int
    state: TrialState
    before_hash: str
    after_hash: str
    winners: int
    losers: int
    moves: bool
    """Whether it moves the promise of the case at all; if so, these are its figures."""
    kept: float | None
    harm: float
    lost: float
    """By others: the sum of what their P(kept) falls."""


TRIED = ("pk", "scenario", "revision", "state", "before_hash", "after_hash", "winners", "losers")


def _tried(options: Sequence[Option], promise: int) -> Mapping[int, _Tried]:
    """Return the last simulation of each option's own list of changes; in one query."""
    lists = {(one.scenario_id, one.revision): one.pk for one in options if one.scenario_id is not None}
    found = Trial.objects.filter(scenario__in={scenario for scenario, _revision in lists}).values(*TRIED)
    own = Q(rows__promise=promise)
    sums = found.annotate(
        own=Count("rows", filter=own),
        kept=Max("rows__kept_after", filter=own),
        harm=Max("rows__harm_after", filter=own),
        lost=Sum("rows__points", filter=~own & Q(rows__points__lt=0)),
    )
    tried = {}
    for one in sums.order_by("pk"):
        option = lists.get((one["scenario"], one["revision"]))
        if option is not None:
            tried[option] = _Tried(
                one["pk"], TrialState(one["state"]), one["before_hash"], one["after_hash"], one["winners"],
                one["losers"], one["own"] > 0, one["kept"], one["harm"] or 0.0, abs(one["lost"] or 0.0),
            )  # fmt: skip
    return tried


def changes_of(options: Sequence[Option]) -> Mapping[int, tuple[ScenarioChangeRow, ...]]:
    """Return the changes that each option is made of, by its number; in one query."""
    lists = {(one.scenario_id, one.revision): one.pk for one in options if one.scenario_id is not None}
    rows = ScenarioChange.objects.filter(scenario__in={scenario for scenario, _revision in lists})
    found: dict[int, list[ScenarioChangeRow]] = {}
    for change in rows.select_related("promise", "team", "instead").order_by("scenario", "place"):
        option = lists.get((change.scenario_id, change.revision))
        if option is not None:
            found.setdefault(option, []).append(change_row(change))
    return {option: tuple(changes) for option, changes in found.items()}


def _base(promise: int) -> _Base:
    """Return how the promise stands; in one query."""
    standing = Standing.objects.all()
    found = (
        Outlook.objects.filter(promise=promise)
        .annotate(of=Subquery(standing.values("inputs_hash")[:1]), drawn=Subquery(standing.values("samples")[:1]))
        .annotate(behind=behind())
        .values_list("p_kept", "harm", "drawn", "of", "behind")
        .first()
    )
    if found is None:
        return _Base(None, 0.0, 0, "")
    kept, harm, samples, source, is_behind = found
    return _Base(kept, harm, samples or 0, "" if is_behind else source or "")


def _row(
    one: Option,
    changes: tuple[ScenarioChangeRow, ...],
    trial: _Tried | None,
    base: _Base,
    plan: PlanRow,
) -> OptionRow:
    scenario = one.scenario
    cost = None if scenario is None else scenario.cost
    if scenario is None:
        measured = _measured(base.kept, base.harm, 0.0, 0.0, 0, base)
    elif trial is None or trial.state != TrialState.DONE:
        measured = {}
    else:
        kept, harm = (trial.kept, trial.harm) if trial.moves else (base.kept, base.harm)
        is_compared = not cost or scenario.currency == base.currency
        money = float(cost) if cost is not None and is_compared else None
        measured = _measured(kept, harm, trial.lost, money, _delay(changes, plan), base, trial.after_hash)
    return OptionRow(
        number=one.pk,
        plan=plan.number,
        title=one.title if scenario is not None else _("Change nothing"),
        words=one.words,
        kind=kind_of(change.kind for change in changes),
        scenario=one.scenario_id,
        changes=changes,
        cost=cost,
        currency="" if scenario is None else scenario.currency,
        by=one.by_id,
        by_name=one.by.name if one.by else "",
        at=one.at,
        withdrawn_at=one.withdrawn_at,
        withdrawn_why=one.withdrawn_why,
        trial=None if trial is None else trial.number,
        state=None if trial is None else trial.state,
        has_moved=scenario is not None and trial is not None and trial.before_hash != base.source,
        winners=0 if trial is None else trial.winners,
        losers=0 if trial is None else trial.losers,
        measured=measured,
    )


def _measured(  # noqa: PLR0917  # figures in the order of the measures
    kept: float | None, harm: float, lost: float, cost: float | None, delay: int, base: _Base, of: str = ""
) -> dict[Measure, Measured]:
    """Return the figures of an option with their source; none where nobody can say how likely the promise is.

    ``of`` is the fingerprint of the forecast with the option, of which ``base`` is the one without.
    """
    digest = of or base.source
    if kept is None or not digest:
        return {}
    source = f"{FORECAST}{digest[:12]}"
    error = ERRORS * sqrt(kept * (1 - kept) / base.samples) if base.samples else 0.0
    found = {
        Measure.KEPT: Measured(kept, source, max(0.0, kept - error), min(1.0, kept + error)),
        Measure.SPILLOVER: Measured(lost, source),
        Measure.HARM: Measured(harm, source),
        Measure.DELAY: Measured(float(delay), OWN_SOURCE),
    }
    return found if cost is None else found | {Measure.COST: Measured(cost, OWN_SOURCE)}


def _delay(changes: Sequence[ScenarioChangeRow], plan: PlanRow) -> int:
    """Return by how many calendar days the customer gets the last of it later than agreed now."""
    dates = [one.due for one in changes if one.kind in DATED and one.promise == plan.promise and one.due is not None]
    return 0 if plan.due is None or not dates else max(0, (max(dates) - plan.due).days)
