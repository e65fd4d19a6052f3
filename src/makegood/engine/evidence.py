"""The evidence index of a customer: what we did, weighed by age and severity. It does not measure trust.

Each component is the mean of a beta distribution with forgetting (the beta reputation of Jøsang & Ismail 2002), begun
at the portfolio's mean and with failures counted κ = 2 times:

    component = (m·n0 + Σ d·v·s) / (n0 + Σ d·v·s + κ·Σ d·v·(1 − s)),    d = ½^(age / H)

Ability, benevolence and integrity after Mayer, Davis & Schoorman (1995). All numbers are conventions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

import numpy as np

from makegood.engine.randomness import stream

Component = Literal["ability", "benevolence", "integrity"]

WEIGHTS: Mapping[Component, float] = MappingProxyType({"ability": 0.40, "benevolence": 0.25, "integrity": 0.35})
PRIOR_SIZE = 4.0
FAILURE_FACTOR = 2.0
HALF_LIFE_DAYS = 180.0
INTEGRITY_FAILURE_HALF_LIFE_DAYS = 365.0
SEVERITIES = (1, 2, 4, 8)
SUFFICIENT = 5.0
"""Faded events from which a component says something."""
INTERVAL_DRAWS = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceEvent:
    """Something that we did to a customer, or failed to do. ``outcome`` runs from 0 (failed) to 1 (as promised)."""

    key: str
    component: Component
    at: date
    outcome: float
    severity: int = 1

    def __post_init__(self) -> None:
        """Refuse outcomes outside 0 to 1 and unknown severities."""
        if not 0 <= self.outcome <= 1:
            raise ValueError(f"an outcome lies between 0 and 1, not {self.outcome}")
        if self.severity not in SEVERITIES:
            raise ValueError(f"a severity is one of {SEVERITIES}, not {self.severity}")


@dataclass(frozen=True, slots=True)
class ComponentEvidence:
    """One component as a beta distribution, with ``n_eff``, the number of its events after forgetting (Σ d)."""

    alpha: float
    beta: float
    n_eff: float

    @property
    def value(self) -> float:
        """The component, between 0 and 1."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def sufficient(self) -> bool:
        """Whether there is evidence enough to show it without "insufficient"."""
        return self.n_eff >= SUFFICIENT


@dataclass(frozen=True, slots=True)
class EvidenceIndex:
    """100·A^.40·B^.25·I^.35 with its 80 % interval, its components and what each event contributes."""

    index: float
    low: float
    high: float
    components: Mapping[Component, ComponentEvidence]
    contributions: Mapping[str, float]
    """For each event's key: the index minus what it would be without that event."""

    @property
    def sufficient(self) -> bool:
        """Whether every component rests on evidence enough."""
        return all(component.sufficient for component in self.components.values())


def evidence_index(
    events: Sequence[EvidenceEvent], *, as_of: date, means: Mapping[Component, float], seed: int
) -> EvidenceIndex:
    """Weigh the ``events`` until ``as_of`` (later ones don't count); ``means`` are the portfolio's, by component.

    The interval holds 80 % of the products of draws from the three betas; ``seed`` makes it repeatable.
    """
    known = [event for event in events if event.at <= as_of]
    components = _components(known, as_of, means)
    index = _index({name: component.value for name, component in components.items()})
    low, high = _interval(components, seed)
    without = {event.key: _index_of([other for other in known if other is not event], as_of, means) for event in known}
    contributions = {key: index - rest for key, rest in without.items()}
    return EvidenceIndex(index, low, high, MappingProxyType(components), MappingProxyType(contributions))


def _index_of(events: Sequence[EvidenceEvent], as_of: date, means: Mapping[Component, float]) -> float:
    return _index({name: component.value for name, component in _components(events, as_of, means).items()})


def _index(values: Mapping[Component, float]) -> float:
    product = 100.0
    for name, weight in WEIGHTS.items():
        product *= values[name] ** weight
    return product


def _components(
    events: Sequence[EvidenceEvent], as_of: date, means: Mapping[Component, float]
) -> dict[Component, ComponentEvidence]:
    return {name: _component([e for e in events if e.component == name], as_of, means[name]) for name in WEIGHTS}


def _component(events: Sequence[EvidenceEvent], as_of: date, mean: float) -> ComponentEvidence:
    alpha, beta, n_eff = mean * PRIOR_SIZE, (1 - mean) * PRIOR_SIZE, 0.0
    for event in events:
        age = (as_of - event.at).days
        good = event.outcome * _faded(age, HALF_LIFE_DAYS)
        bad = (1 - event.outcome) * _faded(age, _failure_half_life(event.component))
        alpha += event.severity * good
        beta += FAILURE_FACTOR * event.severity * bad
        n_eff += good + bad
    return ComponentEvidence(alpha, beta, n_eff)


def _failure_half_life(component: Component) -> float:
    """Deception is forgotten more slowly than incompetence (Schweitzer, Hershey & Bradlow 2006)."""
    return INTEGRITY_FAILURE_HALF_LIFE_DAYS if component == "integrity" else HALF_LIFE_DAYS


def _faded(age: float, half_life: float) -> float:
    return float(0.5 ** (age / half_life))


def _interval(components: Mapping[Component, ComponentEvidence], seed: int) -> tuple[float, float]:
    drawn = np.full(INTERVAL_DRAWS, 100.0)
    for name, weight in WEIGHTS.items():
        generator = np.random.Generator(np.random.PCG64(stream(seed, "evidence", name)))
        component = components[name]
        if component.alpha > 0 and component.beta > 0:
            drawn *= generator.beta(component.alpha, component.beta, INTERVAL_DRAWS) ** weight
        else:
            drawn *= component.value**weight
    low, high = np.quantile(drawn, (0.1, 0.9))
    return float(low), float(high)
