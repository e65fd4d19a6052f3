"""Scores of options as the engine weighs them, and what it said of them as JSON."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from makegood.engine.deciding import Decision, Frame, Judged, Judgement, Measured, Option, Scorecard, frame_hash
from makegood.engine.deciding.scores import Score
from makegood.engine.results import Message
from makegood.phrases.decisions import swaying_messages, verdict_message
from makegood.remediation.states import Measure


@dataclass(frozen=True, slots=True)
class OptionScores:
    """What is known of one option: figures with their source, and judgements by criterion and judge."""

    key: str
    measured: Mapping[Measure, Measured]
    judged: Mapping[str, Mapping[str, tuple[float, str]]]
    """By criterion: for each judge the value and the reason."""


def card_of(frame: Frame, options: Iterable[OptionScores], *, judges: Collection[str]) -> Scorecard:
    """Return the scores of ``options`` under ``frame``; what is missing is left out, and refused when it is weighed."""
    return Scorecard(frame_hash(frame), tuple(_option(frame, one) for one in options), frozenset(judges))


def said_card(card: Scorecard) -> dict[str, Any]:
    """Return every score with its source or reasons, as JSON."""
    return {
        "frame": card.frame,
        "judges": sorted(card.judges),
        "options": {
            option.key: {
                "scores": {key: _said_score(score) for key, score in sorted(option.scores.items())},
                "risk": asdict(option.risk),
                "delay_days": asdict(option.delay_days),
            }
            for option in card.options
        },
    }


def weighed(decision: Decision) -> dict[str, Any]:
    """Return what the engine said, as JSON: shares and points as they were."""
    return {
        "verdict": decision.verdict,
        "first": decision.first,
        "tied": list(decision.tied),
        "lead": decision.lead,
        "robust": decision.robust,
        "standings": [_said_standing(one) for one in decision.standings],
        "acceptabilities": {one.option: list(one.same_order) for one in decision.acceptabilities},
        "any_weights": {one.option: list(one.any_weights) for one in decision.acceptabilities},
        "sways": [asdict(one) for one in decision.sways],
        "weight_flip": None if decision.weight_flip is None else _plain(_shallow(decision.weight_flip)),
        "score_flips": [asdict(one) for one in decision.score_flips],
        "said": {
            "verdict": _said_message(verdict_message(decision)),
            "swaying": [_said_message(one) for one in swaying_messages(decision)],
        },
    }


def read_card(card: Mapping[str, Any]) -> list[OptionScores]:
    """Return the scores of a case as they were put before its decider."""
    return [_read(key, said) for key, said in card["options"].items()]


def _read(key: str, said: Mapping[str, Any]) -> OptionScores:
    measured: dict[Measure, Measured] = {}
    judged: dict[str, dict[str, tuple[float, str]]] = {}
    for criterion, score in said["scores"].items():
        if "judgements" in score:
            judged[criterion] = {one["judge"]: (one["value"], one["reason"]) for one in score["judgements"]}
        else:
            measured[Measure(criterion)] = Measured(**score)
    measured.setdefault(Measure.KEPT, _otherwise(Measured(**said["risk"])))
    measured.setdefault(Measure.DELAY, Measured(**said["delay_days"]))
    return OptionScores(key, measured, judged)


def _shallow(one: Any) -> dict[str, Any]:  # noqa: ANN401  # any dataclass of the engine
    """Return a dataclass with slots as a mapping, without copying what it holds."""
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


def _option(frame: Frame, one: OptionScores) -> Option:
    nothing = Measured(float("nan"), "")
    kept = one.measured.get(Measure.KEPT, nothing)
    return Option(
        key=one.key,
        scores={criterion.key: score for criterion in frame.criteria if (score := _score(criterion.key, one))},
        risk=_otherwise(kept),
        delay_days=one.measured.get(Measure.DELAY, nothing),
    )


def _score(key: str, one: OptionScores) -> Score | None:
    if key in set(Measure):
        return one.measured.get(Measure(key))
    judged = one.judged.get(key, {})
    said = tuple(Judgement(judge, value, reason) for judge, (value, reason) in sorted(judged.items()))
    return Judged(said) if said else None


def _otherwise(likely: Measured) -> Measured:
    """Return how likely it is that something is not so: of P(kept) the risk, and the other way round."""
    low, high = (None if bound is None else 1 - bound for bound in (likely.high, likely.low))
    return Measured(1 - likely.value, likely.source, low, high)


def _said_score(score: Score) -> dict[str, Any]:
    if isinstance(score, Measured):
        return asdict(score)
    return {"value": score.value, "judgements": [asdict(one) for one in score.judgements]}


def _said_standing(standing: Any) -> dict[str, Any]:  # noqa: ANN401  # a Standing
    return {
        "option": standing.option,
        "value": standing.value,
        "contributions": dict(standing.contributions),
        "rank": standing.rank,
        "excluded": [_said_message(one) for one in standing.excluded],
    }


def _said_message(message: Message) -> dict[str, Any]:
    return {"code": message.code, "values": _plain(message.values)}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _flat(value) for name, value in values.items()}


def _flat(value: Any) -> Any:  # noqa: ANN401  # JSON
    if isinstance(value, Mapping):
        return {key: _flat(inner) for key, inner in value.items()}
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
