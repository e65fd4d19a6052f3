"""Pushing work and risks: each item by its promise and name, each risk by its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from makegood.cli.exchange.fates import Texts, Told
from makegood.cli.exchange.interface import Interface, NotDone
from makegood.engine.portfolio import Portfolio, RiskDriver, Stated, WorkItem
from makegood.phrases import Language

Fields = dict[str, Any]


class Pusher:
    """Sends what differs from what the server has, and remembers under which number each thing is there."""

    def __init__(self, interface: Interface, *, dry: bool, language: Language) -> None:
        """Change nothing where it is only a ``dry`` run."""
        self._interface, self._dry, self._say = interface, dry, language.say

    def push(
        self, path: str, there: Mapping[str, Any] | None, fields: Fields, only_new: Fields
    ) -> tuple[str, str, int]:
        """Make a thing what ``fields`` say; return its fate, that in words, and its number, 0 in a dry run. NotDone."""
        if there is None:
            made = {} if self._dry else self._interface.send("POST", path, {**only_new, **fields})
            return "new", self._say("new"), made.get("number", 0)
        changes = {name: value for name, value in fields.items() if not _same(value, there[name])}
        if not changes:
            return "same", self._say("as it was"), there["number"]
        if not self._dry:
            self._interface.send("PATCH", f"{path}/{there['number']}", {**changes, "version": there["version"]})
        return "changed", self._say("changed: {fields}", fields=", ".join(changes)), there["number"]


def push_work(
    portfolio: Portfolio,
    promises: Mapping[str, int],
    texts: Texts,
    interface: Interface,
    *,
    dry: bool,
    language: Language,
) -> Iterator[Told]:
    """Yield what became of each item and risk. ``promises`` are by key, 0 for those that a dry run did not make."""
    if not portfolio.items:
        return
    teams = {team["key"].casefold(): team["number"] for team in interface.all("capability/teams", state="all")}
    there = {(one["promise"], one["name"].casefold()): one for one in interface.all("items", progress="all")}
    pusher, say = Pusher(interface, dry=dry, language=language), language.say
    numbers: dict[str, int] = {}
    for place, item in enumerate(portfolio.items):
        at = (texts.file("work"), texts.row("work", place), item.key)
        promise, team = promises.get(item.promise), teams.get(item.team.casefold(), 0 if dry else None)
        if promise is None or team is None:
            missing = item.promise if promise is None else item.team
            yield Told(*at, "refused", say("refused: the server has no {name}", name=missing))
            continue
        known = there.get((promise, item.name.casefold()))
        fields = _fields(item, team)
        try:
            fate, said, number = pusher.push("items", known, fields, {"promise": promise, "name": item.name})
        except NotDone as refused:
            yield Told(*at, "refused", say("refused: {reason}", reason=refused))
            continue
        numbers[item.key] = number
        yield Told(*at, fate, said)
    yield from _order(portfolio.items, numbers, texts, interface, dry=dry, language=language)
    yield from _risks(portfolio.risks, numbers, texts, interface, pusher, language)


def _order(
    items: Sequence[WorkItem],
    numbers: Mapping[str, int],
    texts: Texts,
    interface: Interface,
    *,
    dry: bool,
    language: Language,
) -> Iterator[Told]:
    """Say what waits for what, where an item comes before those it waits for, or their numbers were not known."""
    if dry:
        return
    there = {one["number"]: one for one in interface.all("items", progress="all")}
    for place, item in enumerate(items):
        if item.key not in numbers:
            continue
        after = sorted(numbers[key] for key in item.after if key in numbers)
        one = there.get(numbers[item.key])
        if one is None or sorted(one["after"]) == after:
            continue
        try:
            interface.send("PATCH", f"items/{one['number']}", {"after": after, "version": one["version"]})
        except NotDone as refused:
            said = language.say("refused: {reason}", reason=refused)
            yield Told(texts.file("work"), texts.row("work", place), item.key, "refused", said)


def _risks(
    risks: Sequence[RiskDriver],
    numbers: Mapping[str, int],
    texts: Texts,
    interface: Interface,
    pusher: Pusher,
    language: Language,
) -> Iterator[Told]:
    known = {one["name"].casefold(): one for one in interface.all("items/risks")} if risks else {}
    for place, risk in enumerate(risks):
        at = (texts.file("risks"), texts.row("risks", place), risk.name)
        fields: Fields = {
            "probability": risk.probability,
            "factor": risk.factor,
            "delay_days": risk.delay_days,
            "items": sorted(numbers[key] for key in risk.items if key in numbers),
        }
        try:
            fate, said, _number = pusher.push(
                "items/risks", known.get(risk.name.casefold()), fields, {"name": risk.name}
            )
        except NotDone as refused:
            fate, said = "refused", language.say("refused: {reason}", reason=refused)
        yield Told(*at, fate, said)


def _fields(item: WorkItem, team: int) -> Fields:
    """Return what the API is told of an item, besides its promise, its name and what it waits for."""
    wait = item.wait
    return {
        "team": team,
        **_effort(item),
        "wait_p50": wait.p50_days if wait else None,
        "wait_p90": wait.p90_days if wait else None,
        "wait_started": wait.started.isoformat() if wait and wait.started else None,
        "not_before": item.not_before.isoformat() if item.not_before else None,
        "slots": item.slots,
        "pausable": item.pausable,
        "done_share": item.done_share,
    }


def _effort(item: WorkItem) -> Fields:
    estimate = item.estimate
    if isinstance(estimate, Stated):
        if estimate.single_point:
            return {"p10": None, "p50": estimate.p50, "p90": None}
        return {"p10": estimate.p10, "p50": estimate.p50, "p90": estimate.p90}
    hours = getattr(estimate, "hours", 0.0)
    if not hours:
        return {"p10": None, "p50": None if item.wait else 0.0, "p90": None}
    return {"p10": hours, "p50": hours, "p90": hours}


def _same(ours: object, theirs: object) -> bool:
    if isinstance(ours, list) and isinstance(theirs, list):
        return sorted(ours) == sorted(theirs)
    if isinstance(ours, float) and isinstance(theirs, (int, float)):
        return abs(ours - theirs) <= 1e-9 * max(1.0, abs(ours))
    return ours == theirs
