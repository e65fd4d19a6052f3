"""Every way in which a portfolio contradicts itself has its sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from makegood.engine import Fixed, InvalidPortfolio, Portfolio, Promise, RiskDriver, Stated, Team, WorkItem, forecast
from makegood.engine.changes import (
    Change,
    DroppedTerm,
    RemovedRisk,
    SwappedTeam,
    UnableToApply,
    Workaround,
    applied,
)
from makegood.engine.portfolio import Absence
from makegood.engine.results import Message
from makegood.engine.validation import Problem
from makegood.phrases import FAMILIES, LANGUAGES, sentence

DAY = date(2026, 11, 23)
TEAM = Team(name="Assembly", slots=1)
PROMISE = Promise(key="NW-17", customer="Northwind Rail", due=date(2027, 1, 15))
ITEM = WorkItem(key="NW-17/assemble", promise="NW-17", name="assemble", team="Assembly", estimate=Fixed(8.0))
SOUND = Portfolio(teams=(TEAM,), promises=(PROMISE,), items=(ITEM,))
UNSOUND = {
    "duplicate": replace(SOUND, teams=(TEAM, TEAM)),
    "unknown team": replace(SOUND, teams=()),
    "unknown promise": replace(SOUND, promises=()),
    "unknown predecessor": replace(SOUND, items=(replace(ITEM, after=("nothing",)),)),
    "unknown item": replace(SOUND, risks=(RiskDriver(name="flood", probability=0.1, items=("nothing",)),)),
    "out of range": replace(SOUND, items=(replace(ITEM, done_share=2.0),)),
    "ends before it starts": replace(SOUND, teams=(replace(TEAM, absences=(Absence(DAY, date(2026, 11, 1)),)),)),
    "percentiles out of order": replace(SOUND, items=(replace(ITEM, estimate=Stated(3.0, 2.0, 1.0)),)),
    "unknown zone": replace(SOUND, promises=(replace(PROMISE, zone="Mars/Olympus"),)),
    "unknown country or region": replace(SOUND, teams=(replace(TEAM, country="XX", region="Y"),)),
    "in the future": replace(SOUND, promises=(replace(PROMISE, accepted_at=date(2027, 1, 1)),)),
    "cycle": replace(SOUND, items=(replace(ITEM, after=(ITEM.key,)),)),
}

IMPOSSIBLE: dict[str, Change] = {
    "unknown risk": RemovedRisk("flood"),
    "unknown term": DroppedTerm("NW-17", "speed"),
    "no work to hand over": SwappedTeam("NW-17", "Assembly", "Assembly", item="NW-17/nothing"),
    "no work instead": Workaround("NW-17", ()),
}
"""What no portfolio has by itself, but what a change would make of it."""


def test_every_sentence_is_of_a_contradiction_that_there_is() -> None:
    assert set(UNSOUND) | set(IMPOSSIBLE) == set(FAMILIES["contradiction"])
    assert set(FAMILIES["repair"]) == set(FAMILIES["contradiction"])


@pytest.mark.parametrize("code", UNSOUND)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_contradiction_is_said_with_all_its_values(code: str, language: str) -> None:
    with pytest.raises(InvalidPortfolio) as caught:
        forecast(UNSOUND[code], as_of=DAY)
    (problem,) = caught.value.problems
    assert_said(problem, code, language)


@pytest.mark.parametrize("code", IMPOSSIBLE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_so_is_what_a_change_would_contradict(code: str, language: str) -> None:
    with pytest.raises(UnableToApply) as caught:
        applied(SOUND, IMPOSSIBLE[code])
    assert_said(caught.value.problems[-1], code, language)


def assert_said(problem: Problem, code: str, language: str) -> None:
    assert problem.code == code
    said = sentence("contradiction", Message(problem.code, problem.values), language)
    assert said != code
    assert "?" not in said
