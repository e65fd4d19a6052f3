"""What chance decides in each sample: effort, waits, risks, the roadmap, and terms that hold or not by themselves.

Common factors (domain reference, "Correlation"): z = √a·organisation + √b·team + √(1−a−b)·own, so that teams slip
together. Waits share the organisation's factor only (engine decision 11).
"""

from __future__ import annotations

from functools import cached_property
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from makegood.engine.estimates import MINUTES_PER_DAY, sample
from makegood.engine.problem import FACTOR_BITS, Chance, Deal, Job, Problem, Stage
from makegood.engine.randomness import Lanes, Words

WEIGHT_BITS = 15


class Draws:
    """All draws of ``problem`` for the sample numbers ``first`` to ``last``, the last one excluded."""

    def __init__(self, problem: Problem, first: int, last: int) -> None:
        """Prepare the common factors and risks of the block; items are drawn when asked for."""
        self._problem = problem
        self._sampling = problem.sampling
        self.lanes: Words = np.arange(first, last, dtype=np.uint32)
        self.own_weight = _weight(1 - problem.settings.factors.organisation - problem.settings.factors.team)
        self.own_wait_weight = _weight(1 - problem.settings.factors.organisation)

    def effort(self, job: Job) -> Lanes:
        """Draw the minutes left of ``job``, after the risks that hit it."""
        own = self.own_weight * self._sampling.scores(job.word, self.lanes)
        minutes = sample(job.effort, _score(self.common(job.team) + own)).astype(np.int64)
        for risk in job.risks:
            hit, factor = self.happened[risk], self._problem.risks[risk].factor
            multiplied = (minutes * factor + (1 << (FACTOR_BITS - 1))) >> FACTOR_BITS
            minutes = np.where(hit, np.minimum(multiplied, np.iinfo(np.int32).max), minutes)
        return minutes.astype(np.int32)

    def delay_days(self, risk: int) -> Lanes:
        """Draw the calendar days that ``risk`` adds before the start of what it touches."""
        return np.where(self.happened[risk], self._problem.risks[risk].delay_days, 0).astype(np.int32)

    def wait_days(self, stage: Stage) -> Lanes:
        """Draw how many calendar days ``stage`` still takes."""
        own = self.own_wait_weight * self._sampling.scores(stage.word, self.lanes)
        minutes = sample(stage.remaining, _score(self.organisation + own))
        return (minutes + MINUTES_PER_DAY // 2) // MINUTES_PER_DAY

    @cached_property
    def roadmap_days(self) -> tuple[Lanes, ...]:
        """Draw for each roadmap entry the day on which it is there."""
        return tuple(
            self.wait_days(Stage(entry.wait, running=False, word=entry.word)) for entry in self._problem.roadmap
        )

    def holds(self, chance: Chance) -> NDArray[np.bool_]:
        """Draw whether a term holds that stands by itself."""
        return self._sampling.occurrences(chance.word, self.lanes, chance.probability)

    def specifications_kept(self, deal: Deal) -> dict[int, int]:
        """Count for each specification of ``deal`` that was checked the samples in which it holds by the due date."""
        counts = {}
        for place, outlook in enumerate(deal.specifications):
            if outlook.chance is not None:
                holds = self.holds(outlook.chance)
                if outlook.entry is not None:
                    holds = holds & (self.roadmap_days[outlook.entry] <= deal.last_day)
                counts[place] = int(holds.sum())
        return counts

    def common(self, team: int) -> Lanes:
        """Return what all items of ``team`` have in common: the organisation's factor and the team's, weighted."""
        return self.organisation + self._teams[team]

    @cached_property
    def organisation(self) -> Lanes:
        """The factor that all teams have in common, weighted."""
        weight = _weight(self._problem.settings.factors.organisation)
        return weight * self._sampling.scores(self._problem.organisation_word, self.lanes)

    @cached_property
    def _teams(self) -> tuple[Lanes, ...]:
        weight = _weight(self._problem.settings.factors.team)
        return tuple(weight * self._sampling.scores(word, self.lanes) for word in self._problem.team_words)

    @cached_property
    def happened(self) -> tuple[NDArray[np.bool_], ...]:
        """For each risk whether it happens."""
        return tuple(
            self._sampling.occurrences(risk.word, self.lanes, risk.probability) for risk in self._problem.risks
        )


def _weight(share: float) -> np.int32:
    return np.int32(round(sqrt(max(0.0, share)) * (1 << WEIGHT_BITS)))


def _score(weighted: Lanes) -> Lanes:
    return (weighted + (1 << (WEIGHT_BITS - 1))) >> WEIGHT_BITS
