"""Reading whether another date could be kept, and what has moved since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from makegood.feasibility.models import Validation
from makegood.feasibility.states import REVISED_LEVEL, ValidationState
from makegood.foundation.errors import NotFound


@dataclass(frozen=True, slots=True)
class ValidationRow:
    """One question whether another date could be kept, and the answer."""

    number: int
    promise: int
    due: date
    terms: list[dict[str, Any]]
    at: datetime
    state: ValidationState
    answered_at: datetime | None
    p_kept: float | None
    p50: date | None
    p85: date | None
    p90: date | None
    as_of: date | None
    seed: int
    samples: int
    inputs_hash: str
    moved_to: float | None
    """How likely the date is since the ground moved; None while it has not, or where nobody can say any more."""
    lapsed_at: datetime | None
    level: float = REVISED_LEVEL

    @property
    def reaches(self) -> bool:
        """Return whether the date is as safe as a revised promise has to be, and nothing has moved since."""
        return self.lapsed_at is None and self.p_kept is not None and self.p_kept >= self.level


def find_validation(number: int) -> ValidationRow:
    """Return one question with its answer, for rooms that build on it; NotFound."""
    found = Validation.objects.defer("inputs", "past").filter(pk=number).first()
    if found is None:
        raise NotFound(_("Nobody asked for anything under this number."))
    return ValidationRow(
        number=found.pk,
        promise=found.promise_id,
        due=found.due,
        terms=found.terms,
        at=found.at,
        state=ValidationState(found.state),
        answered_at=found.answered_at,
        p_kept=found.p_kept,
        p50=found.p50,
        p85=found.p85,
        p90=found.p90,
        as_of=found.as_of,
        seed=found.seed,
        samples=found.samples,
        inputs_hash=found.inputs_hash,
        moved_to=found.moved_to,
        lapsed_at=found.lapsed_at,
    )
