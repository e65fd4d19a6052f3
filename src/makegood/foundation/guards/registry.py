"""Which tables are guarded, and against what."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model


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
        columns = [field.column for field in self.model._meta.local_concrete_fields]
        return [column for column in columns if column not in self.may_erase]


_GUARDS: dict[str, Guard] = {}


def guard(model: type[Model], *, may_erase: tuple[str, ...] = ()) -> None:
    """Declare that rows of ``model`` are only ever added; see :class:`Guard`."""
    made = Guard(model, may_erase)
    _GUARDS[made.table] = made


def guards() -> tuple[Guard, ...]:
    """Return every declared guard, by table."""
    return tuple(_GUARDS[table] for table in sorted(_GUARDS))
