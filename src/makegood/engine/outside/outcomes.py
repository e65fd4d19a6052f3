"""From dates to outcomes: whether a promise was kept, since when that is known, and when it may be learnt from.

What is known late is not like what is known early: fast ones close first. Where there is a promised date, an outcome
is therefore learnt from at that date and not before, whatever it was (the due cohort): by then kept and broken ones are
both known, and the choice of what is learnt from does not depend on how it went.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from makegood.engine.outside.history import CancelledBy, History, Moments

JUST_BEFORE = 1e-6
"""Days; a date that was missed is known at the end of that day, before the next one begins."""
KNOWN_AFTER = 1.0
"""Days after its forecast when an outcome is taken as known in a history that tells of no end at all (a convention)."""
SHORTEST = 1 / 1_440
"""A minute, in days: no duration counts as less."""
LAG_QUANTILE = 0.8
"""Share of outcomes that must be known before any is learnt from (a convention)."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """Each row's outcome. All moments in days since 1970-01-01."""

    kept: NDArray[np.float64]
    """1 or 0 once known; NaN where it never counts: cancelled by the customer, or nobody can tell."""
    known: Moments
    """From when on; infinite: never within this history."""
    matured: Moments
    """From when on it may be learnt from without preferring the fast."""
    origin: Moments
    """Where durations begin: ``as_of``, or the noon of that day where days are whole."""
    deadline: Moments
    """The last moment that is in time, without tolerance; NaN without a promised date."""
    finished: Moments
    """When it was done; NaN where it never was."""
    finish_known: Moments
    """From when on ``finished`` is known; infinite where it never was."""
    gone: Moments
    """From when on an unfinished one was no longer open: cancelled; infinite otherwise."""
    at_risk: NDArray[np.bool_]
    """Rows that were open, undecided and dated at their ``as_of``: what could be forecast then, whatever came of it."""
    usable: NDArray[np.bool_]
    """Those of them that count: the history tells how they ended, and the customer did not cancel."""
    reported_late: bool
    """Whether outcomes are seen later than they happen, so that an open row may be one that nobody reported yet."""

    @property
    def anchor(self) -> Moments:
        """The moment from which outcomes are waited for: the promised date, else ``as_of``."""
        return np.where(np.isnan(self.deadline), self.origin, self.deadline)

    @property
    def planned(self) -> NDArray[np.float64]:
        """Days promised from ``origin`` on; NaN without a promised date."""
        return np.maximum(self.deadline - self.origin, SHORTEST)

    @property
    def actual(self) -> NDArray[np.float64]:
        """Days taken from ``origin`` on; NaN while unfinished."""
        return np.maximum(self.finished - self.origin, SHORTEST)


def outcomes_of(history: History, *, tolerance_days: float = 0.0) -> Outcomes:
    """Compare dates, or moments where both have a time; ``kept`` stated in the history wins.

    A promise that is open when its date and the tolerance have passed is broken from then on, even if the customer
    cancels it later. Cancelled by us is broken too. Where the history states ``known_at``, nothing is known before.
    """
    whole = history.in_whole_days
    promised, delivered = (_ends(each, whole=whole) for each in (history.promised, history.delivered))
    origin = history.as_of + 0.5 if whole and _dates_only(history.as_of) else history.as_of
    last = promised + tolerance_days
    called_off = history.cancelled_by != CancelledBy.NOBODY
    kept = _kept(history, delivered, last)
    known = _known(history, last)
    finish_known = np.where(
        np.isnan(history.known_at), _or_never(history.delivered), np.maximum(history.known_at, history.delivered)
    )
    # What was broken already stays broken when the customer has had enough of waiting.
    missed_before = np.isnan(history.kept) & (_called_off_at(history, last) > last)
    by_customer = (history.cancelled_by == CancelledBy.CUSTOMER) & ~missed_before
    decided = (known < history.as_of) | (last <= history.as_of) | (delivered <= history.as_of)
    return Outcomes(
        kept=np.where(by_customer, np.nan, kept),
        known=np.where(by_customer, np.inf, known),
        matured=np.where(by_customer, np.inf, np.fmax(known, last - JUST_BEFORE)),
        origin=origin,
        deadline=promised,
        finished=np.where(called_off, np.nan, delivered),
        finish_known=np.where(called_off | np.isnan(delivered), np.inf, finish_known),
        gone=np.where(called_off, _called_off_at(history, last), np.inf),
        at_risk=~(np.isnan(history.as_of) | decided),
        usable=~(np.isnan(history.as_of) | decided | by_customer | np.isnan(kept)),
        reported_late=_reported_late(history),
    )


def _kept(history: History, delivered: Moments, last: Moments) -> NDArray[np.float64]:
    """An open one counts as broken; whether its date has passed yet is for ``known`` to say."""
    compared = np.where(np.isnan(last), np.nan, (delivered <= last).astype(np.float64))
    kept = np.where(np.isnan(history.kept), compared, history.kept)
    return np.where(history.cancelled_by == CancelledBy.US, 0.0, kept)


def _known(history: History, last: Moments) -> Moments:
    if history.tells_no_end:
        return np.where(np.isnan(history.kept), np.inf, history.as_of + KNOWN_AFTER)
    missed = _or_never(last - JUST_BEFORE)
    happened = _or_never(history.delivered)
    compared = np.isnan(history.kept) & ~np.isnan(last)
    seen = np.where(compared, np.minimum(happened, missed), np.where(np.isinf(happened), missed, happened))
    stated = ~np.isnan(history.known_at)
    if _reported_late(history):
        # An open row whose date has passed may have been kept: nobody knows before it is reported.
        unseen = np.isnan(history.delivered) & np.isnan(history.kept)
        return np.where(stated, history.known_at, np.where(unseen, np.inf, seen))
    # Seen as it happens, so that a missed date is known when it is missed.
    return np.where(stated, np.where(compared, np.minimum(history.known_at, missed), history.known_at), seen)


def _reported_late(history: History) -> bool:
    return bool((history.known_at > history.delivered).any())


def _called_off_at(history: History, last: Moments) -> Moments:
    """When it was known at the latest: as stated, else when it ended, was due, or was made."""
    moment = history.known_at
    for other in (history.delivered, last, history.as_of):
        moment = np.where(np.isnan(moment), other, moment)
    return moment


def _ends(moments: Moments, *, whole: bool) -> Moments:
    return np.floor(moments) + 1.0 if whole else moments


def _or_never(moments: Moments) -> Moments:
    return np.where(np.isnan(moments), np.inf, moments)


def _dates_only(moments: Moments) -> bool:
    filled = moments[~np.isnan(moments)]
    return bool((filled == np.floor(filled)).all())
