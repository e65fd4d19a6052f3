"""What became of past promises, column by column: one row for each forecast that could have been made.

Moments are days since 1970-01-01 with fractions, in the company's zone, so that targets of minutes work as well as of
months. A blank is NaN, or "" in an attribute.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import IntEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from makegood.engine.portfolio import HistoryRow

Moments = NDArray[np.float64]
"""Days since 1970-01-01 with fractions; NaN where blank."""

_EPOCH = date(1970, 1, 1).toordinal()
_SECONDS_PER_DAY = 86_400
_CUSTOMERS_WORDS = frozenset({"customer", "client", "buyer", "c"})


class CancelledBy(IntEnum):
    """Who called a promise off, if anybody."""

    NOBODY = 0
    CUSTOMER = 1
    US = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History:
    """Immutable columns of equal length; :meth:`of` fills in the defaults. Several rows may tell of one promise."""

    promise: tuple[str, ...]
    """Key of the promise; rows with the same key are forecasts of the same outcome at different moments."""
    as_of: Moments
    """When the forecast could have been made; never blank in a row that is used."""
    made: Moments
    promised: Moments
    """The date in force at ``as_of``; blank where only ``kept`` is told."""
    delivered: Moments
    """Blank while open."""
    known_at: Moments
    """When the outcome could be seen, where it was stated; blank: as soon as it happened."""
    kept: NDArray[np.float64]
    """1 or 0 where stated, which overrides the comparison of dates; else NaN."""
    cancelled_by: NDArray[np.int8]
    """Values of :class:`CancelledBy`."""
    attributes: Mapping[str, tuple[str, ...]]
    """Raw values by column name; numbers stay strings."""

    @classmethod
    def of(
        cls,
        promise: Sequence[str],
        *,
        as_of: ArrayLike | None = None,
        made: ArrayLike | None = None,
        promised: ArrayLike | None = None,
        delivered: ArrayLike | None = None,
        known_at: ArrayLike | None = None,
        kept: ArrayLike | None = None,
        cancelled_by: ArrayLike | None = None,
        attributes: Mapping[str, Sequence[str]] | None = None,
    ) -> History:
        """Build one from columns; a column left out is blank. ``as_of`` is by default ``made``, and the reverse.

        Where a promise has several rows and no ``made``, it was made at the first of them. ValueError where columns
        differ in length.
        """
        size = len(promise)
        when, begun = _moments(as_of, size), _moments(made, size)
        when = np.where(np.isnan(when), begun, when)
        called_off = np.zeros(size) if cancelled_by is None else np.asarray(cancelled_by)
        history = cls(
            promise=tuple(promise),
            as_of=_frozen(when),
            made=_frozen(np.where(np.isnan(begun), _first_moments(promise, when), begun)),
            promised=_frozen(_moments(promised, size)),
            delivered=_frozen(_moments(delivered, size)),
            known_at=_frozen(_moments(known_at, size)),
            kept=_frozen(_moments(kept, size)),
            cancelled_by=called_off.astype(np.int8),
            attributes=MappingProxyType({name: tuple(values) for name, values in (attributes or {}).items()}),
        )
        history.check()
        return history

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.promise)

    def check(self) -> None:
        """Raise ValueError where the columns differ in length."""
        columns = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "attributes"}
        for name, values in {**columns, **self.attributes}.items():
            if len(values) != len(self):
                raise ValueError(f"column {name} has {len(values)} values for {len(self)} rows")

    def rows(self, which: ArrayLike) -> History:
        """Return the rows selected by an array of booleans or places, in its order."""
        places = np.arange(len(self))[np.asarray(which)]
        return History(
            promise=tuple(self.promise[place] for place in places),
            as_of=self.as_of[places],
            made=self.made[places],
            promised=self.promised[places],
            delivered=self.delivered[places],
            known_at=self.known_at[places],
            kept=self.kept[places],
            cancelled_by=self.cancelled_by[places],
            attributes={name: tuple(values[place] for place in places) for name, values in self.attributes.items()},
        )

    @property
    def tells_no_end(self) -> bool:
        """Whether no row says when it was due, ended or known, so that nobody can tell when outcomes were known."""
        return all(bool(np.isnan(each).all()) for each in (self.promised, self.delivered, self.known_at))

    @property
    def in_whole_days(self) -> bool:
        """Whether promised or delivered are dates without a time, so that both are compared as dates."""
        return any(_whole(column) for column in (self.promised, self.delivered))


def history_from_rows(rows: Iterable[HistoryRow]) -> History:
    """Read a portfolio's history. Attributes that a row lacks are blank there."""
    told = tuple(rows)
    names = sorted({name for row in told for name in row.attributes})
    return History.of(
        [row.promise for row in told],
        as_of=[_or_blank(row.as_of) for row in told],
        made=[_or_blank(row.made) for row in told],
        promised=[_or_blank(row.promised) for row in told],
        delivered=[_or_blank(row.delivered) for row in told],
        known_at=[_or_blank(row.known_at) for row in told],
        kept=[np.nan if row.kept is None else float(row.kept) for row in told],
        cancelled_by=[cancelled(row.cancelled_by) for row in told],
        attributes={name: [row.attributes.get(name, "") for row in told] for name in names},
    )


def moment_of(when: date | datetime) -> float:
    """Return a date, or a date with its time, as days since 1970-01-01; a zone is left aside."""
    days = float(when.toordinal() - _EPOCH)
    if isinstance(when, datetime):
        days += (when.hour * 3_600 + when.minute * 60 + when.second + when.microsecond / 1e6) / _SECONDS_PER_DAY
    return days


def date_of(moment: float) -> date:
    """Return the date that contains ``moment``."""
    return date.fromordinal(int(np.floor(moment)) + _EPOCH)


def cancelled(words: str) -> CancelledBy:
    """Read who cancelled: blank is nobody, the customer by a few names, anybody else is us."""
    said = words.strip().casefold()
    if not said:
        return CancelledBy.NOBODY
    return CancelledBy.CUSTOMER if said in _CUSTOMERS_WORDS else CancelledBy.US


def _moments(values: ArrayLike | None, size: int) -> Moments:
    return np.full(size, np.nan) if values is None else np.asarray(values, dtype=np.float64)


def _frozen(values: Moments) -> Moments:
    copy = values.copy()
    copy.flags.writeable = False
    return copy


def _first_moments(promise: Sequence[str], when: Moments) -> Moments:
    if not len(promise):
        return when
    _, place = np.unique(np.asarray(promise, dtype=np.str_), return_inverse=True)
    first = np.full(place.max() + 1, np.inf)
    np.minimum.at(first, place, np.where(np.isnan(when), np.inf, when))
    return np.where(np.isinf(first[place]), np.nan, first[place])


def _or_blank(when: date | None) -> float:
    return np.nan if when is None else moment_of(when)


def _whole(column: Moments) -> bool:
    filled = column[~np.isnan(column)]
    return bool(len(filled)) and bool((filled == np.floor(filled)).all())
