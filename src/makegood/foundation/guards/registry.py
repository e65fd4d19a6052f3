"""Which tables are guarded, and against what; and what else stands beside tables that migrations know nothing of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Model

AS_TRIGGER = "RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS"
"""How each function behind a trigger of PostgreSQL is declared: a temporary table of whoever writes, named as one of
ours, is never looked at instead."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuses to change or remove rows of ``model``.

    ``may_erase`` names columns that may become NULL and nothing else: how a body is erased while its row stays.
    """

    model: type[Model]
    may_erase: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        """Return the table of the model."""
        return self.model._meta.db_table

    @property
    def name(self) -> str:
        """Return the name that its triggers begin with."""
        return f"guard_{self.table}"

    @property
    def kept_columns(self) -> list[str]:
        """Return the columns that must stay as they are."""
        columns = [str(field.column) for field in self.model._meta.local_concrete_fields]
        return [column for column in columns if column not in self.may_erase]


@dataclass(frozen=True, slots=True)
class Furnishing:
    """Indexes and triggers beside ``table`` that only one kind of database has, by the vendor's name.

    ``statements`` may be run again at any time and leave everything in ``names`` standing; ``lifting`` takes away what
    keeps tables from being emptied.
    """

    table: str
    names: Mapping[str, tuple[str, ...]]
    statements: Mapping[str, tuple[str, ...]]
    lifting: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    takes_long: bool = False
    """Whether the statements read a whole table: they run only where something is missing."""


_GUARDS: dict[str, Guard] = {}
_FURNISHINGS: dict[str, Furnishing] = {}


def guard(model: type[Model], *, may_erase: tuple[str, ...] = ()) -> None:
    """Declare that rows of ``model`` are only ever added; see :class:`Guard`."""
    made = Guard(model, may_erase)
    _GUARDS[made.table] = made


def guards() -> tuple[Guard, ...]:
    """Return every declared guard, by table."""
    return tuple(_GUARDS[table] for table in sorted(_GUARDS))


def furnish(furnishing: Furnishing) -> None:
    """Declare what stands beside a table."""
    _FURNISHINGS[furnishing.table] = furnishing


def furnishings() -> tuple[Furnishing, ...]:
    """Return everything that was declared to stand beside tables."""
    return tuple(_FURNISHINGS.values())
