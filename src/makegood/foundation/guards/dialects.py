"""A guard in the words of each database."""

from __future__ import annotations

from collections.abc import Iterator

from makegood.foundation.guards.registry import AS_TRIGGER, Guard

REFUSAL = "rows of {table} are only ever added"
EXISTING = {
    "sqlite": "SELECT name FROM sqlite_master",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D' "
    "UNION ALL SELECT indexrelid::regclass::text FROM pg_index WHERE indisvalid",
}
"""The names of what stands: triggers that are switched on, indexes that are whole."""


def trigger_names(guard: Guard, vendor: str) -> tuple[str, ...]:
    """Return the names of the triggers that make up ``guard``."""
    kinds = ("update", "delete") if vendor == "sqlite" else ("update", "delete", "truncate")
    return tuple(f"{guard.name}_{kind}" for kind in kinds)


def statements_to_raise(guard: Guard, vendor: str) -> Iterator[str]:
    """Yield the statements that make the triggers of ``guard``, those that stand already included."""
    yield from statements_to_lift(guard, vendor)
    yield from _sqlite(guard) if vendor == "sqlite" else _postgresql(guard)


def statements_to_lift(guard: Guard, vendor: str) -> Iterator[str]:
    """Yield the statements that remove the triggers of ``guard``: for tests that empty tables, and before remaking."""
    for name in trigger_names(guard, vendor):
        if vendor == "sqlite":
            yield f'DROP TRIGGER IF EXISTS "{name}"'
        else:
            yield f'DROP TRIGGER IF EXISTS "{name}" ON "{guard.table}"'


def _changed(guard: Guard, differs: str) -> str:
    kept = [f'OLD."{column}" {differs} NEW."{column}"' for column in guard.kept_columns]
    set_anew = [f'NEW."{column}" IS NOT NULL' for column in guard.may_erase]
    return " OR ".join(kept + set_anew)


def _sqlite(guard: Guard) -> Iterator[str]:
    refusal = f"SELECT RAISE(ABORT, '{REFUSAL.format(table=guard.table)}')"
    when = f"WHEN {_changed(guard, 'IS NOT')}" if guard.may_erase else ""
    yield f'CREATE TRIGGER "{guard.name}_update" BEFORE UPDATE ON "{guard.table}" {when} BEGIN {refusal}; END'
    yield f'CREATE TRIGGER "{guard.name}_delete" BEFORE DELETE ON "{guard.table}" BEGIN {refusal}; END'


def _postgresql(guard: Guard) -> Iterator[str]:
    """Put the condition into a function: one in WHEN would block later changes of its columns."""
    raised = f"RAISE EXCEPTION '{REFUSAL.format(table=guard.table)}' USING ERRCODE = 'check_violation';"
    yield _function(guard.name, raised)
    on_update = guard.name
    if guard.may_erase:
        on_update = f"{guard.name}_kept"
        yield _function(on_update, f"IF {_changed(guard, 'IS DISTINCT FROM')} THEN {raised} END IF; RETURN NEW;")
    for kind, each, function in (
        ("update", "ROW", on_update),
        ("delete", "ROW", guard.name),
        ("truncate", "STATEMENT", guard.name),
    ):
        yield (
            f'CREATE TRIGGER "{guard.name}_{kind}" BEFORE {kind.upper()} ON "{guard.table}" '
            f'FOR EACH {each} EXECUTE FUNCTION "{function}"()'
        )


def _function(name: str, body: str) -> str:
    return f'CREATE OR REPLACE FUNCTION "{name}"() {AS_TRIGGER} $guard$ BEGIN {body} END $guard$'
