"""A decision is said in sentences that a decider can read out."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

import pytest

from makegood.engine.deciding import (
    Frame,
    Measured,
    Option,
    Reopening,
    Scorecard,
    Shares,
    Verdict,
    decide,
    frame_hash,
    what_reopens,
)
from makegood.engine.deciding.frames import Criterion
from makegood.engine.deciding.scales import Scale
from makegood.engine.results import Message
from makegood.phrases import FAMILIES, Family, sentence
from makegood.phrases.decisions import exclusion_message, reopening_message, swaying_messages, verdict_message

FRAME = Frame(
    (
        Criterion("P(kept)", "how likely it is kept", Scale.between(0, 1), "data", veto=0.6),
        Criterion("cost", "what we pay", Scale.between(100_000, 0, "EUR"), "data"),
    ),
    Shares({"P(kept)": 0.6, "cost": 0.4}),
    acceptable_risk=0.45,
    acceptable_delay_days=21,
)


def option(key: str, kept: float, cost: float, delay: float = 0) -> Option:
    scores = {"P(kept)": Measured(kept, "forecast"), "cost": Measured(cost, "prices")}
    return Option(key, scores, Measured(1 - kept, "forecast"), Measured(delay, "plan"))


CARD = Scorecard(
    frame_hash(FRAME),
    (
        option("more people", 0.95, 60_000),
        option("later date", 0.9, 80_000, 14),
        option("half of it", 0.75, 55_000),
        option("hope", 0.5, 0),
        option("much later", 0.97, 0, 40),
    ),
)
DECISION = decide(FRAME, CARD, seed=1)


def said(family: Family, message: Message, language: str = "en") -> str:
    return sentence(family, message, language).replace("\u00a0", " ")


def test_the_verdict_is_said() -> None:
    assert said("verdict", verdict_message(DECISION)) == "more people is ahead by 10 of 100 points."
    narrow = verdict_message(replace(DECISION, lead=5.4))
    assert said("verdict", narrow) == "more people is ahead by 5.4 of 100 points."
    assert said("verdict", verdict_message(DECISION), "de") == "more people liegt um 10 von 100 Punkten vorn."
    tied = replace(DECISION, verdict="tie", tied=("more people", "half of it"))
    assert said("verdict", verdict_message(tied)) == (
        "The criteria can't tell more people and half of it apart: decide explicitly, and say why."
    )
    for each in get_args(Verdict):
        assert verdict_message(replace(DECISION, verdict=each)).code == each


def test_what_is_out_is_said_with_its_reason() -> None:
    reasons = {
        each.option: [said("exclusion", exclusion_message(one)) for one in each.excluded] for each in DECISION.standings
    }
    assert reasons == {
        "more people": [],
        "half of it": [],
        "later date": ["more people is nowhere worse and somewhere better"],
        "hope": [
            "P(kept) is 0.5; beyond 0.6 nothing makes up for it",
            "the risk of breaking the promise is 50 %, more than the accepted 45 %",
        ],
        "much later": ["its delay in days is 40, more than the accepted 21"],
    }


def test_how_firm_it_is_is_said() -> None:
    assert [said("swaying", each) for each in swaying_messages(DECISION)] == [
        "more people stays first for 100 % of all weights in the agreed order.",
        "Were 40 points of weight moved from P(kept) to cost, half of it would be level with more people.",
    ]
    firm = replace(DECISION, weight_flip=None, robust=False)
    assert [each.code for each in swaying_messages(firm)] == ["not robust", "no weights flip"]
    nobody = replace(DECISION, standings=tuple(each for each in DECISION.standings if each.rank is None))
    assert swaying_messages(nobody) == ()


def test_what_reopens_it_is_said() -> None:
    assert [said("reopening", reopening_message(line)) for line in what_reopens(FRAME, CARD, "more people")] == [
        "Decide again once P(kept) falls to 0.7833: half of it is then level with more people.",
        "Decide again once cost rises to 85,000: half of it is then level with more people.",
        "Decide again once the risk of breaking the promise with more people rises above 45 %.",
        "Decide again once the delay with more people is more than 21 days.",
    ]


@pytest.mark.parametrize("kind", ["rival", "veto", "limit"])
@pytest.mark.parametrize("direction", ["below", "above"])
def test_every_line_has_its_sentence(
    kind: Literal["rival", "veto", "limit"], direction: Literal["below", "above"]
) -> None:
    for subject in ("risk", "delay") if kind == "limit" else ("cost",):
        line = Reopening("p", subject, kind, 1, 2, direction, "q")
        assert reopening_message(line).code in FAMILIES["reopening"]
