"""Which tables are backed up, and how a value of a database becomes JSON and a value again, without losing a bit."""

from __future__ import annotations

import math
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import UUID

from django.apps import apps
from django.db.models import Field, JSONField, Model, Value
from django.utils.duration import duration_string

SKIPPED = {"auth", "contenttypes", "sessions", "usersessions"}
"""Applications whose rows are made anew: who is signed in, and what Django notes about its own models."""

AnyField: TypeAlias = "Field[Any, Any]"


def backed_up() -> Mapping[str, type[Model]]:
    """Return every model whose rows are kept, by its table."""
    models = apps.get_models(include_auto_created=True)
    kept = [m for m in models if m._meta.managed and not m._meta.proxy and m._meta.app_label not in SKIPPED]
    kept = [model for model in kept if getattr(model, "is_backed_up", True)]
    return {model._meta.db_table: model for model in sorted(kept, key=lambda model: model._meta.db_table)}


def kept_fields(model: type[Model]) -> tuple[AnyField, ...]:
    """Return the fields that are written: not those that the database or the program makes from others."""
    return tuple(f for f in model._meta.local_concrete_fields if not (f.generated or source_of(f)))


def made_fields(model: type[Model]) -> tuple[AnyField, ...]:
    """Return the fields that the program makes from others as a row is stored: the words of the search."""
    return tuple(field for field in model._meta.local_concrete_fields if source_of(field))


def source_of(field: AnyField) -> str:
    """Return the name of the field that ``field`` is made from, empty for most."""
    return str(getattr(field, "source", ""))


def columns_of(model: type[Model]) -> tuple[str, ...]:
    """Return the names under which values stand in a row."""
    return tuple(field.attname for field in kept_fields(model))


_WRITERS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (datetime, lambda value: (value.astimezone(UTC) if value.tzinfo else value).isoformat()),
    (date, date.isoformat),
    (time, time.isoformat),
    (timedelta, duration_string),
    (Decimal, str),
    (UUID, str),
    (bytes, lambda value: b64encode(value).decode("ascii")),
    (memoryview, lambda value: b64encode(value).decode("ascii")),
    (float, lambda value: value if math.isfinite(value) else str(value)),
)


def to_json(field: AnyField, value: object) -> object:
    """Return ``value`` as JSON; TypeError where no way is known."""
    if value is None or isinstance(field, JSONField) or isinstance(value, bool | int | str):
        return value
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    raise TypeError(f"{field} holds a {type(value).__name__}, for which there is no way to be written")


def from_json(field: AnyField, value: object) -> object:
    """Return what :func:`to_json` wrote as a value of ``field``; ValidationError where it is none."""
    if value is None and isinstance(field, JSONField) and not field.null:
        return Value(None, field)  # the null of JSON, where the column knows no other
    return field.to_python(value)
