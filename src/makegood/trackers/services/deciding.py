"""What the work of a tracker should be by what is known of it, held against what it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Lower

from makegood.foundation.sayings import kept
from makegood.promises.models import Promise
from makegood.promises.states import OPEN, State
from makegood.trackers.bridge.contract import Issue
from makegood.trackers.bridge.planning import Known, Notice, Plan, Rules, Spot, named_promises, plan, spellings
from makegood.trackers.models import Place, Tracker
from makegood.trackers.states import EXAMPLES, DoneBy, NamedBy, Reason
from makegood.work.queries import TrackedRow, tracked_items
from makegood.work.services import TrackedItem

AT_ONCE = 500


@dataclass(slots=True)
class Step:
    """What is to be done for one promise."""

    told: list[TrackedItem] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Decision:
    """What is to be done, promise by promise, and what is to be looked at."""

    plan: Plan
    there: int
    """How many items of the tracker are kept for open promises."""
    steps: dict[int, Step] = field(default_factory=dict)
    added: int = 0
    changed: int = 0

    @property
    def gone(self) -> int:
        """Return how many items the tracker has no more."""
        return sum(len(step.gone) for step in self.steps.values())


def decide(tracker: Tracker, source: str, issues: Mapping[str, Issue]) -> Decision:
    """Return what is to be done so that the work of ``source`` is what its tracker says."""
    rules = _rules(tracker)
    places = list(Place.objects.filter(tracker=tracker))
    by_name = _promises_named(set(named_promises(issues, rules).values()))
    by_number = _promises_numbered({place.promise_id for place in places if place.promise_id is not None})
    spots = {place.project: Spot(place.team_id, place.promise_id) for place in places}
    wanted = plan(issues, rules, spots=spots, by_name=by_name, by_number=by_number)
    return _differences(wanted, tracked_items(source))


def notices_kept(notices: Iterable[Notice]) -> list[dict[str, object]]:
    """Return what is to be looked at as it is kept with a pull: each reason with its count and the first issues."""
    grouped: dict[Reason, list[Notice]] = defaultdict(list)
    for notice in notices:
        grouped[notice.reason].append(notice)
    return [
        {
            "reason": reason.value,
            "count": len(grouped[reason]),
            "examples": [
                {"number": one.number, "title": one.title, "address": one.address, **_detail(one.detail)}
                for one in grouped[reason][:EXAMPLES]
            ],
        }
        for reason in Reason
        if grouped[reason]
    ]


def _detail(said: str) -> dict[str, object]:
    text, values = kept(said)
    return {"detail": text, "values": values}


def _rules(tracker: Tracker) -> Rules:
    return Rules(
        named_by=NamedBy(tracker.named_by),
        promise_field=tracker.promise_field,
        middle=tracker.middle,
        low=tracker.low,
        high=tracker.high,
        done_by=DoneBy(tracker.done_by),
        takes_start=tracker.takes_start,
        takes_order=tracker.takes_order,
    )


def _differences(wanted: Plan, there: Mapping[str, TrackedRow]) -> Decision:
    decision = Decision(wanted, sum(row.promise_is_open for row in there.values()))
    steps: dict[int, Step] = defaultdict(Step)
    for number, item in wanted.wanted.items():
        row = there.get(number)
        if row is None:
            decision.added += 1
        elif _is_same(item, row):
            continue
        else:
            decision.changed += 1
        steps[item.promise].told.append(item)
    for number, row in there.items():
        if number not in wanted.wanted and row.promise_is_open and row.owned:
            steps[row.promise].gone.append(number)
    decision.steps = dict(sorted(steps.items()))
    return decision


def _is_same(item: TrackedItem, row: TrackedRow) -> bool:
    """Return whether an item is already what it should be, but for what people hold against the tracker."""
    if item.promise != row.promise or set(row.owned) != {*item.fields, "after"}:
        return False
    if any(row.fields[name] != value for name, value in item.fields.items() if name not in row.by_hand):
        return False
    return "after" in row.by_hand or sorted(item.after) == sorted(row.after)


def _promises_named(texts: Collection[str]) -> dict[str, Known]:
    """Return promises by how issues may call them: by their key, else by their number in another system."""
    names = {name for text in texts for name in spellings(text)}
    wanted = sorted(names)
    by_key: dict[str, Known] = {}
    by_external: dict[str, list[Known]] = defaultdict(list)
    for begin in range(0, len(wanted), AT_ONCE):
        asked = wanted[begin : begin + AT_ONCE]
        found = Promise.objects.annotate(small=Lower("key"), outside=Lower("external_id"))
        rows = found.filter(Q(small__in=asked) | Q(outside__in=asked)).exclude(small="")
        for number, state, due, key, outside in rows.values_list("pk", "state", "due", "key", "external_id"):
            known = Known(number, State(state) in OPEN, due)
            by_key[key.casefold()] = known
            if outside:
                by_external[outside.casefold()].append(known)
    once = {name: found[0] for name, found in by_external.items() if len(found) == 1}
    return {name: known for name, known in {**once, **by_key}.items() if name in names}


def _promises_numbered(numbers: Collection[int]) -> dict[int, Known]:
    found: Sequence[tuple[int, str, object]] = Promise.objects.filter(pk__in=numbers).values_list("pk", "state", "due")  # type: ignore[assignment]  # rows of these three
    return {number: Known(number, State(state) in OPEN, due) for number, state, due in found}  # type: ignore[arg-type]  # a day or none
