"""Every way in which a portfolio contradicts itself has its sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from makegood.engine import Fixed, InvalidPortfolio, Portfolio, Promise, RiskDriver, Stated, Team, WorkItem, forecast
from makegood.engine.portfolio import Absence
from makegood.engine.results import Message
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


def test_every_sentence_is_of_a_contradiction_that_there_is() -> None:
    assert set(UNSOUND) == set(FAMILIES["contradiction"])


@pytest.mark.parametrize("code", UNSOUND)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_contradiction_is_said_with_all_its_values(code: str, language: str) -> None:
    with pytest.raises(InvalidPortfolio) as caught:
        forecast(UNSOUND[code], as_of=DAY)
    (problem,) = caught.value.problems
    assert problem.code == code
    said = sentence("contradiction", Message(problem.code, problem.values), language)
    assert said != code
    assert "?" not in said
