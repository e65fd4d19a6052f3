"""A forecast as rows keep it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import blake2b
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from makegood.engine.changes import Change
from makegood.engine.results import (
    Cause,
    Curve,
    Likeness,
    Message,
    PromiseForecast,
    Taker,
    TermForecast,
    TwoViews,
)
from makegood.engine.two_views import PastView
from makegood.feasibility.states import FIGURES
from makegood.phrases.changes import change_message

_PLAIN = TypeAdapter(Any)
_LIKENESS = TypeAdapter(Likeness)
DETAILED = (
    "p_kept_se", "slack_days", "causes", "takers", "terms", "terms_checked", "findings", "reason", "views", "curve",
)  # fmt: skip
"""What a forecast says of a promise beside what has a column of its own."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def figures_of(read: PromiseForecast) -> dict[str, Any]:
    """Return the figures of a promise as rows keep them."""
    binding = read.binding
    decides = ("", "") if binding is None else (binding.kind, binding.name[:200])
    said = {"binding_kind": decides[0], "binding_name": decides[1]}
    return {name: said[name] if name in said else getattr(read, name) for name in FIGURES}


def details_of(read: PromiseForecast) -> dict[str, Any]:
    """Return what else a forecast says of a promise, as JSON values."""
    kept: dict[str, Any] = plain(_details(read))
    return kept


def written_details(read: PromiseForecast) -> str:
    """Return :func:`details_of` as JSON."""
    return _PLAIN.dump_json(_details(read)).decode()


def has_same_details(before: PromiseForecast, now: PromiseForecast) -> bool:
    """Say whether the details of a promise are the same objects as before; where they are not, they may still equal."""
    return all(getattr(before, name) is getattr(now, name) for name in DETAILED)


def _details(read: PromiseForecast) -> dict[str, Any]:
    said = {name: getattr(read, name) for name in DETAILED}
    said["curve"] = None if read.curve is None else _curve(read.curve)
    return said


@dataclass(frozen=True, slots=True)
class Samples:
    """A curve as it is kept: samples finished on each day from ``first`` on, and those beyond the horizon."""

    first: date
    seen: list[int]
    beyond: int
    samples: int

    def by(self, day: date) -> float:
        """Return the share of samples that are done by the end of ``day``."""
        days = (day - self.first).days + 1
        return sum(self.seen[: max(0, days)]) / self.samples


@dataclass(frozen=True, slots=True)
class Details:
    """What else a forecast says of a promise."""

    p_kept_se: float | None
    slack_days: int | None
    causes: tuple[Cause, ...]
    takers: tuple[Taker, ...]
    terms: tuple[TermForecast, ...]
    terms_checked: int
    findings: tuple[Message, ...]
    reason: Message | None
    views: TwoViews | None
    curve: Samples | None


_DETAILS = TypeAdapter(Details)


def read_details(kept: Mapping[str, Any]) -> Details:
    """Return what :func:`details_of` kept, with days in messages as days again."""
    read = _DETAILS.validate_python(kept)
    return replace(
        read,
        findings=tuple(map(_with_days, read.findings)),
        reason=None if read.reason is None else _with_days(read.reason),
        terms=tuple(
            replace(term, detail=None if term.detail is None else _with_days(term.detail)) for term in read.terms
        ),
    )


def change_kept(change: Change) -> dict[str, Any]:
    """Return a change that would help as JSON keeps it; see :func:`makegood.feasibility.bridge.told_change`."""
    message = change_message(change)
    return kept_message(message.code, message.values)


def kept_message(code: str, values: Mapping[str, object]) -> dict[str, Any]:
    """Return a code and its values as JSON keeps them; see :func:`message_again`."""
    return {"code": code, "values": plain(dict(values))}


def message_again(kept: Mapping[str, Any]) -> Message:
    """Return the message that was kept, with days as days again."""
    return Message(kept["code"], {name: _day_again(value) for name, value in kept["values"].items()})


def _with_days(message: Message) -> Message:
    return Message(message.code, {name: _day_again(value) for name, value in message.values.items()})


def _day_again(value: object) -> object:
    """Return a day that JSON kept as text as a day; anything else as it is."""
    return date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else value


def digest_of(written: str) -> str:
    """Return the fingerprint of what is kept of a promise's forecast."""
    return blake2b(written.encode(), digest_size=16).hexdigest()


def plain(said: object) -> Any:  # noqa: ANN401  # JSON values
    """Return part of a forecast as JSON values."""
    return _PLAIN.dump_python(said, mode="json")


def frozen_past(past: PastView | None) -> dict[str, Any] | None:
    """Return what became of promises like one as JSON, exact to the bit; None where nothing is known."""
    if past is None:
        return None
    days = None if past.by_day is None else past.by_day.tolist()
    return {"likeness": plain(past.likeness), "p_kept": past.p_kept, "by_day": days}


def thawed_past(kept: Mapping[str, Any] | None) -> PastView | None:
    """Return the view that was ``frozen_past``."""
    if kept is None:
        return None
    days = kept["by_day"]
    return PastView(
        likeness=_LIKENESS.validate_python(kept["likeness"]),
        p_kept=kept["p_kept"],
        by_day=None if days is None else np.array(days, dtype=np.float64),
    )


def _curve(curve: Curve) -> dict[str, Any]:
    """Return a curve as its first day with a sample, the samples of each day from then on, and those beyond."""
    return {
        "first": curve.first_day + timedelta(days=curve.before),
        "seen": curve.seen.tolist(),
        "beyond": curve.beyond,
        "samples": curve.samples,
    }
