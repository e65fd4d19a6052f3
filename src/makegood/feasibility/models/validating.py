"""Whether another date could be kept: asked, simulated at that moment, and watched while somebody builds on it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from makegood.feasibility.models.standing import Figures
from makegood.feasibility.states import Status, ValidationState
from makegood.foundation.guards.registry import Furnishing, furnish
from makegood.promises.models import Promise

_PERSON = settings.AUTH_USER_MODEL


class Validation(Figures):
    """A promise simulated with another date and other terms; the figures are those of a promise that reads so.

    With all that it takes to compute them again, as for :class:`~makegood.feasibility.models.Stamp`.
    """

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="validations")
    due = models.DateField()
    """The date that is asked about."""
    terms: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    """What would be promised besides, as ``promises.services.checked_terms`` returns it."""
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=8, default=ValidationState.WAITING)
    answered_at = models.DateTimeField(null=True)
    p90 = models.DateField(null=True)
    as_of = models.DateField(null=True)
    seed = models.PositiveBigIntegerField(default=0)
    samples = models.PositiveIntegerField(default=0)
    horizon_days = models.PositiveIntegerField(default=0)
    traced_samples = models.PositiveIntegerField(default=0)
    policy = models.PositiveIntegerField(default=0)
    inputs_hash = models.CharField(max_length=64, blank=True)
    inputs = models.BinaryField(default=b"")
    past: models.JSONField[dict[str, Any] | None, dict[str, Any] | None] = models.JSONField(null=True)
    ground = models.FloatField(null=True)
    """What the forecast as it stood then said of the same date; a later one is held against it."""
    moved_to = models.FloatField(null=True)
    """How likely the date is since the ground moved so far that it is not safe any more."""
    lapsed_at = models.DateTimeField(null=True)
    """When that was: nothing can be built on it since."""
    released_at = models.DateTimeField(null=True)
    """When nobody built on it any more, so that it is not watched."""

    class Meta:
        """What waits, and what is watched, is found at once; a question waits once for a promise."""

        db_table = "feasibility_validation"
        indexes = [
            models.Index(fields=["state", "id"], name="feasibility_validation_waits"),
            models.Index(fields=["released_at", "lapsed_at"], name="feasibility_validation_watch"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["promise"], condition=Q(state=ValidationState.WAITING), name="feasibility_validation_once"
            ),
            models.CheckConstraint(condition=Q(state__in=list(ValidationState)), name="feasibility_validation_state"),
            models.CheckConstraint(condition=Q(status__in=[*Status, ""]), name="feasibility_validation_status"),
            models.CheckConstraint(
                condition=Q(p_kept=None) | Q(p_kept__gte=0, p_kept__lte=1), name="feasibility_validation_share"
            ),
            models.CheckConstraint(
                condition=~Q(state=ValidationState.DONE) | (Q(as_of__isnull=False, samples__gte=1)),
                name="feasibility_validation_done",
            ),
        ]


_MAY_CHANGE = {"moved_to", "lapsed_at", "released_at"}
_REFUSAL = "what a simulation answered is never changed, and nobody answers before it was asked"
_COLUMNS = [str(field.column) for field in Validation._meta.local_concrete_fields if field.name not in _MAY_CHANGE]
_CHANGED = " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in _COLUMNS)
_DISTINCT = " OR ".join(f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in _COLUMNS)
_REVIVED = "(OLD.lapsed_at IS NOT NULL AND NEW.lapsed_at IS NULL)"
_NAMES = tuple(f"feasibility_validation_{kind}" for kind in ("asked", "answered", "stays"))
_DROPPED = tuple(f"DROP TRIGGER IF EXISTS {name}" for name in _NAMES)
_KINDS = ("INSERT", "UPDATE", "DELETE")
_WHENS = ("WHEN NEW.state <> 'waiting'", f"WHEN OLD.state <> 'waiting' AND ({_CHANGED} OR {_REVIVED})", "")
_FUNCTION = f"""CREATE OR REPLACE FUNCTION feasibility_validation_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{_REFUSAL}'; END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'waiting' THEN RAISE EXCEPTION '{_REFUSAL}'; END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'waiting' AND ({_DISTINCT} OR {_REVIVED}) THEN RAISE EXCEPTION '{_REFUSAL}'; END IF;
    RETURN NEW; END $$"""

furnish(
    Furnishing(
        table="feasibility_validation",
        names={"sqlite": _NAMES, "postgresql": _NAMES},
        statements={
            "sqlite": (
                *_DROPPED,
                *(
                    f"CREATE TRIGGER {name} BEFORE {kind} ON feasibility_validation {when} "
                    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
                    for name, kind, when in zip(_NAMES, _KINDS, _WHENS, strict=True)
                ),
            ),
            "postgresql": (
                _FUNCTION,
                *(f"{dropped} ON feasibility_validation" for dropped in _DROPPED),
                *(
                    f"CREATE TRIGGER {name} BEFORE {kind} ON feasibility_validation "
                    "FOR EACH ROW EXECUTE FUNCTION feasibility_validation_kept()"
                    for name, kind in zip(_NAMES, _KINDS, strict=True)
                ),
            ),
        },
        lifting={
            "sqlite": _DROPPED,
            "postgresql": tuple(f"{dropped} ON feasibility_validation" for dropped in _DROPPED),
        },
    )
)
