"""Reading named what-ifs: what each would change, what it came to when it was tried, and several side by side."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from makegood.feasibility.models import Outlook, Scenario, ScenarioChange, TrialRow
from makegood.feasibility.queries.trials import LEAST, TrialSummary, trial_summary, visible_trials
from makegood.feasibility.states import MOST_COMPARED, ChangeKind, TrialState
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.pages import Page, ordered, part_of
from makegood.promises.models import Promise
from makegood.promises.states import OPEN

ORDERS = {
    "made": (F("pk"),),
    "name": (F("name"), F("pk")),
    "by": (F("made_by__name"), F("pk")),
}
SUGGESTED = 100
"""Promises that are offered where one is to be named: those in danger first; any other is named by its key."""


@dataclass(frozen=True, slots=True)
class ScenarioChangeRow:
    """One change of a what-if; what its kind does not say is None or empty."""

    number: int
    kind: ChangeKind
    promise: int | None
    promise_key: str
    promise_title: str
    promise_state: str
    team: int | None
    team_key: str
    team_name: str
    instead: int | None
    instead_key: str
    instead_name: str
    slots: float | None
    start: date | None
    end: date | None
    rank_class: int | None
    share: float | None
    due: date | None
    hours: float | None
    term: str
    risk: str


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """A what-if, and what it came to when it was last tried as it reads now."""

    number: int
    name: str
    reason: str
    cost: Decimal | None
    currency: str
    promise: int | None
    promise_title: str
    made_by: int | None
    by_name: str
    made_at: datetime
    shared_at: datetime | None
    ended_at: datetime | None
    revision: int
    version: int
    applied_at: datetime | None
    applied_by: str
    applied_reason: str
    changes: tuple[ScenarioChangeRow, ...]
    tried: TrialSummary | None

    @property
    def is_open(self) -> bool:
        """Say whether it may still be changed, tried and applied."""
        return self.ended_at is None and self.applied_at is None


@dataclass(frozen=True, slots=True)
class Contrast:
    """One promise that wins or loses, and its P(kept) by each of several what-ifs; None where it stays as it is."""

    promise: int
    title: str
    customer_name: str
    now: float | None
    then: tuple[float | None, ...]

    @property
    def sides(self) -> tuple[tuple[float | None, str], ...]:
        """Return P(kept) by each of them, with whether it is won or lost by it."""
        return tuple((kept, self._side(kept)) for kept in self.then)

    def _side(self, kept: float | None) -> str:
        if kept is None or self.now is None or abs(kept - self.now) < LEAST:
            return ""
        return "won" if kept > self.now else "lost"


def scenario_page(
    viewer: Viewer, *, text: str = "", whose: str = "", sort: str = "-made", page: int = 1, size: int = 50
) -> Page[ScenarioRow]:
    """Return one page of the what-ifs that the viewer may see and nobody took back; ``whose`` is mine or shared."""
    found = _visible(viewer).filter(ended_at=None)
    if text:
        found = found.filter(name__icontains=text)
    if whose == "mine":
        found = found.filter(made_by=viewer.number)
    elif whose == "shared":
        found = found.filter(shared_at__isnull=False)
    rows, total = part_of(found.order_by(*ordered(ORDERS, sort, default="made")), number=page, size=size)
    return Page(_rows(rows, viewer), total, max(page, 1), size)


def find_scenario(number: int, viewer: Viewer) -> ScenarioRow:
    """Return a what-if that is the viewer's own, or shared; NotFound."""
    found = _visible(viewer).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such what-if, or nobody has shared it."))
    return _rows([found], viewer)[0]


def scenarios_about(viewer: Viewer, *, promise: int | None = None, team: int | None = None) -> tuple[ScenarioRow, ...]:
    """Return the open what-ifs that would change a promise or a team, or were begun for that promise; at most 20."""
    named = ScenarioChange.objects.filter(revision=F("scenario__revision"))
    named = named.filter(Q(promise=promise) if promise is not None else Q(team=team) | Q(instead=team))
    about = Q(pk__in=named.values("scenario"))
    if promise is not None:
        about |= Q(promise=promise)
    found = _visible(viewer).filter(about, ended_at=None, application=None).order_by("-pk")[:20]
    return _rows(list(found), viewer)


def changes_in(scenario: int, revision: int) -> tuple[ScenarioChangeRow, ...]:
    """Return a list of changes as it was written, in its order."""
    return tuple(map(change_row, _with_names(ScenarioChange.objects.filter(scenario=scenario, revision=revision))))


def find_scenario_change(number: int, viewer: Viewer) -> tuple[ScenarioRow, ScenarioChangeRow]:
    """Return one change of a what-if as it reads now, with the whole; NotFound, also where the list has changed."""
    scenario = ScenarioChange.objects.filter(pk=number).values_list("scenario", flat=True).first() or 0
    row = find_scenario(scenario, viewer)
    change = next((one for one in row.changes if one.number == number), None)
    if change is None:
        raise NotFound(_("The list of changes is another one by now."))
    return row, change


def tries_of(scenario: int, viewer: Viewer, limit: int = 20) -> tuple[TrialSummary, ...]:
    """Return what came of a what-if each time that it was tried, the latest first."""
    return tuple(map(trial_summary, visible_trials(viewer).filter(scenario=scenario).order_by("-pk")[:limit]))


def compared_scenarios(numbers: Iterable[int], viewer: Viewer) -> tuple[ScenarioRow, ...]:
    """Return some what-ifs in the order in which they were named, without those that the viewer may not see."""
    wanted = list(dict.fromkeys(numbers))[:MOST_COMPARED]
    found = {row.number: row for row in _rows(list(_visible(viewer).filter(pk__in=wanted)), viewer)}
    return tuple(found[number] for number in wanted if number in found)


def contrasts(trials: Sequence[int], viewer: Viewer, limit: int = 20) -> tuple[Contrast, ...]:
    """Return the promises that the answered ``trials`` move by most, the largest fall or rise first."""
    seen = visible_trials(viewer).filter(pk__in=trials, state=TrialState.DONE).order_by().values("pk")
    rows = TrialRow.objects.filter(trial__in=seen)
    moving = rows.filter(Q(points__gte=LEAST) | Q(points__lte=-LEAST))
    most = [one.promise_id for side in ("points", "-points") for one in moving.order_by(side)[: limit * MOST_COMPARED]]
    found: dict[int, dict[int, TrialRow]] = {}
    for one in rows.filter(promise__in=most).select_related("promise__customer").order_by("pk"):
        found.setdefault(one.promise_id, {})[one.trial_id] = one
    by_size = sorted(found, key=lambda promise: (-max(abs(one.points) for one in found[promise].values()), promise))
    return tuple(_contrast(found[promise], trials) for promise in by_size[:limit])


def _contrast(moved: Mapping[int, TrialRow], trials: Sequence[int]) -> Contrast:
    first = next(iter(moved.values()))
    return Contrast(
        promise=first.promise_id,
        title=first.promise.title,
        customer_name=first.promise.customer.name,
        now=first.kept_before,
        then=tuple(moved[trial].kept_after if trial in moved else None for trial in trials),
    )


def promise_suggestions(viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Return key and title of open promises that may be named, what is least likely to be kept first."""
    if EVERYONE not in viewer.audiences:
        return ()
    found = Outlook.objects.order_by(F("p_kept").asc(nulls_last=True), "pk")[:SUGGESTED]
    return tuple(found.values_list("promise__key", "promise__title"))


def promise_keyed(key: str, viewer: Viewer) -> int | None:
    """Return the number of the open promise with a key, whatever its case; None where there is none."""
    staff = EVERYONE in viewer.audiences and "\x00" not in key
    found = Promise.objects.filter(key__iexact=key, state__in=OPEN, due__isnull=False) if staff else None
    return None if found is None else found.values_list("pk", flat=True).first()


def change_row(one: ScenarioChange) -> ScenarioChangeRow:
    """Return a change with the names of what it is about, which must have been read with it."""
    promise, team, instead = one.promise, one.team, one.instead
    return ScenarioChangeRow(
        number=one.pk,
        kind=ChangeKind(one.kind),
        promise=one.promise_id,
        promise_key=promise.key if promise else "",
        promise_title=promise.title if promise else "",
        promise_state=promise.state if promise else "",
        team=one.team_id,
        team_key=team.key if team else "",
        team_name=team.name if team else "",
        instead=one.instead_id,
        instead_key=instead.key if instead else "",
        instead_name=instead.name if instead else "",
        slots=one.slots,
        start=one.start,
        end=one.end,
        rank_class=one.rank_class,
        share=one.share,
        due=one.due,
        hours=one.hours,
        term=one.term,
        risk=one.risk,
    )


def _visible(viewer: Viewer) -> QuerySet[Scenario]:
    if EVERYONE not in viewer.audiences:
        return Scenario.objects.none()
    seen = Scenario.objects.filter(Q(shared_at__isnull=False) | Q(made_by=viewer.number))
    return seen.select_related("made_by", "promise", "application__by")


def _with_names(changes: QuerySet[ScenarioChange]) -> QuerySet[ScenarioChange]:
    return changes.select_related("promise", "team", "instead").order_by("scenario", "place")


def _rows(found: Sequence[Scenario], viewer: Viewer) -> tuple[ScenarioRow, ...]:
    """Return what-ifs with their changes and what they came to; in two queries more, however many there are."""
    lists: dict[int, list[ScenarioChangeRow]] = {}
    wanted = [one.pk for one in found]
    now = ScenarioChange.objects.filter(scenario__in=wanted, revision=F("scenario__revision"))
    for change in _with_names(now):
        lists.setdefault(change.scenario_id, []).append(change_row(change))
    tried = _latest_tries(wanted, viewer)
    return tuple(_row(one, tuple(lists.get(one.pk, ())), tried) for one in found)


def _latest_tries(scenarios: Collection[int], viewer: Viewer) -> Mapping[int, TrialSummary]:
    """Return the latest trial of each what-if as it reads now; in one query."""
    found = visible_trials(viewer).filter(scenario__in=scenarios, revision=F("scenario__revision")).order_by("pk")
    return {one.scenario_id or 0: trial_summary(one) for one in found}


def _row(one: Scenario, changes: tuple[ScenarioChangeRow, ...], tried: Mapping[int, TrialSummary]) -> ScenarioRow:
    applied = getattr(one, "application", None)
    return ScenarioRow(
        number=one.pk,
        name=one.name,
        reason=one.reason,
        cost=one.cost,
        currency=one.currency,
        promise=one.promise_id,
        promise_title=one.promise.title if one.promise else "",
        made_by=one.made_by_id,
        by_name=one.made_by.name if one.made_by else "",
        made_at=one.made_at,
        shared_at=one.shared_at,
        ended_at=one.ended_at,
        revision=one.revision,
        version=one.version,
        applied_at=None if applied is None else applied.at,
        applied_by=applied.by.name if applied is not None and applied.by else "",
        applied_reason="" if applied is None else applied.reason,
        changes=changes,
        tried=tried.get(one.pk),
    )
