"""The lock: one canonical text of a frame and its hash, so that scores can belong to exactly one frame.

The text is JSON with sorted keys, criteria by key, numbers as the shortest decimal that reads back as the same double,
words in Unicode normal form C. It can be kept, read back with :func:`read_frame`, and hashed by anybody with SHA-256.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from unicodedata import normalize

from makegood.engine.deciding.frames import Criterion, Frame
from makegood.engine.deciding.scales import Scale
from makegood.engine.deciding.weights import Ranks, Shares, Swings, Weighting

FORM = 1
"""Raised with every change of the text, so that the same hash never stands for two meanings."""


def frame_text(frame: Frame) -> str:
    """Return the canonical text of ``frame``: all that may change who wins, and the words that people agreed on."""
    content = {
        "form": FORM,
        "criteria": [_criterion(each) for each in sorted(frame.criteria, key=lambda each: _words(each.key))],
        "weighting": _weighting(frame.weighting),
        "acceptable_risk": _number(frame.acceptable_risk),
        "acceptable_delay_days": _number(frame.acceptable_delay_days),
        "tie_within": _number(frame.tie_within),
        "robust_from": _number(frame.robust_from),
    }
    return json.dumps(content, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def frame_hash(frame: Frame) -> str:
    """Return the SHA-256 of the canonical text, in hexadecimal."""
    return sha256(frame_text(frame).encode()).hexdigest()


def read_frame(text: str) -> Frame:
    """Return the frame whose canonical text this is; ValueError where it is of another form or isn't valid."""
    content = json.loads(text)
    form = content.get("form") if isinstance(content, dict) else None
    if form != FORM:
        raise ValueError(f"this frame is written in form {form}, not {FORM}")
    try:
        return _read(content)
    except (KeyError, TypeError) as missing:
        raise ValueError(f"this text of a frame is incomplete: {missing}") from missing


def _read(content: Mapping[str, Any]) -> Frame:
    return Frame(
        criteria=tuple(_read_criterion(each) for each in content["criteria"]),
        weighting=_read_weighting(content["weighting"]),
        acceptable_risk=content["acceptable_risk"],
        acceptable_delay_days=content["acceptable_delay_days"],
        tie_within=content["tie_within"],
        robust_from=content["robust_from"],
    )


def _criterion(criterion: Criterion) -> dict[str, object]:
    return {
        "key": _words(criterion.key),
        "meaning": _words(criterion.meaning),
        "points": [[_number(score), _number(value)] for score, value in criterion.scale.points],
        "unit": _words(criterion.scale.unit),
        "source": criterion.source,
        "veto": None if criterion.veto is None else _number(criterion.veto),
    }


def _weighting(weighting: Weighting) -> dict[str, object]:
    match weighting:
        case Swings(points):
            return {"swings": _numbers(points)}
        case Ranks(order):
            return {"ranks": [_words(key) for key in order]}
        case Shares(weights):
            return {"shares": _numbers(weights)}


def _read_criterion(content: Mapping[str, Any]) -> Criterion:
    return Criterion(
        key=content["key"],
        meaning=content["meaning"],
        scale=Scale(tuple((score, value) for score, value in content["points"]), content["unit"]),
        source=content["source"],
        veto=content["veto"],
    )


def _read_weighting(content: Mapping[str, Any]) -> Weighting:
    ((kind, given),) = content.items()
    match kind:
        case "swings":
            return Swings(given)
        case "ranks":
            return Ranks(tuple(given))
        case "shares":
            return Shares(given)
    raise ValueError(f"no way of weighting is called {kind!r}")


def _numbers(given: Mapping[str, float]) -> dict[str, float]:
    return {_words(key): _number(value) for key, value in given.items()}


def _number(value: float) -> float:
    """Write 3 and 3.0, 0.0 and −0.0 alike."""
    return float(value) + 0.0


def _words(text: str) -> str:
    return normalize("NFC", text)
