"""What the database itself refuses, whoever writes to it: no way around the gates of a revision (docs/adr/0028).

Beside the tables of this room that concerns the date and the terms of a promise that a customer relies on: they change
only while a revision of that promise is in force that says exactly this and has not been applied yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from makegood.feasibility.states import REVISED_LEVEL
from makegood.foundation.guards.registry import Furnishing, furnish
from makegood.promises.models import PromiseTerm
from makegood.revisions.models.revising import Revision
from makegood.revisions.states import Gate

_NEVER = ("id", "promise_id", "made_by_id", "made_at", "due_before", "terms_before")
_CONTENT = ("due", "origin", "terms", "owner_id", "rationale", "request_id", "is_second")
"""What the first gates were passed on: another one is a draft again."""
_ALL = [str(field.column) for field in Revision._meta.local_concrete_fields]
_TERM = [str(field.column) for field in PromiseTerm._meta.local_concrete_fields if not field.name.startswith("check")]

_LATEST = """NOT EXISTS (SELECT 1 FROM revisions_gate later
    WHERE later.revision_id = @row.revision_id AND later.gate = @row.gate AND later.id > @row.id)"""
"""That a record is the last one at its gate."""
_PASSED_BELOW = """(SELECT COUNT(*) FROM revisions_gate g
    WHERE g.revision_id = @revision AND g.gate < @gate AND g.passed AND @latest)"""
"""How many gates before one are passed as it stands."""
_OUT_OF_ORDER = """EXISTS (SELECT 1 FROM revisions_gate g
    JOIN revisions_gate h ON h.revision_id = g.revision_id AND h.gate > g.gate AND h.id < g.id
    WHERE g.revision_id = NEW.id AND @latest AND @also)"""
_SPONSORED = """NEW.passed AND NEW.gate = 2 AND (NEW.by_id IS NULL OR EXISTS (SELECT 1 FROM revisions_revision r
    WHERE r.id = NEW.revision_id AND (r.made_by_id = NEW.by_id OR r.made_by_id = NEW.in_name_of_id
    OR (r.is_second AND NEW.reason = ''))))"""
_UNTOLD = """NEW.passed AND NEW.gate IN (3, 6) AND NOT EXISTS (SELECT 1 FROM promises_notice n
    JOIN revisions_revision r ON r.promise_id = n.promise_id WHERE n.id = NEW.notice_id AND r.id = NEW.revision_id
    AND ((NEW.gate = 3 AND n.date_told IS NULL) OR (NEW.gate = 6 AND n.date_told = r.due)))"""
_UNSAFE = """NEW.passed AND NEW.gate = 4 AND NOT EXISTS (SELECT 1 FROM feasibility_validation v
    JOIN revisions_revision r ON r.promise_id = v.promise_id AND r.due = v.due
    WHERE v.id = NEW.validation_id AND r.id = NEW.revision_id AND v.state = 'done' AND (
    (v.lapsed_at IS NULL AND v.p_kept >= @level) OR (NEW.reason <> '' AND NEW.by_id IS NOT NULL
    AND NEW.by_id <> r.made_by_id AND (NEW.in_name_of_id IS NULL OR NEW.in_name_of_id <> r.made_by_id))))"""
_APPLIES = "r.state = 'in-force' AND r.applied_at IS NULL"
_UNREVISED_DATE = """OLD.committed_at IS NOT NULL AND @differs AND NOT EXISTS (SELECT 1 FROM revisions_revision r
    WHERE r.promise_id = NEW.id AND @applies AND r.due = NEW.due)"""
_UNREVISED_AGREEMENT = """EXISTS (SELECT 1 FROM promises_promise p
    WHERE p.id = NEW.promise_id AND p.committed_at IS NOT NULL
    AND NOT (NEW.origin = 'first' AND NEW.due = p.first_due AND NOT EXISTS
    (SELECT 1 FROM promises_agreed_date a WHERE a.promise_id = NEW.promise_id)))
    AND NOT EXISTS (SELECT 1 FROM revisions_revision r
    WHERE r.promise_id = NEW.promise_id AND @applies AND r.due = NEW.due AND r.origin = NEW.origin)"""
_UNREVISED_TERM = """@changes EXISTS (SELECT 1 FROM promises_promise p
    WHERE p.id = @row.promise_id AND p.committed_at IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM revisions_revision r WHERE r.promise_id = @row.promise_id AND @applies)"""

ENDED = "a revision begins as a draft, and what has ended stays as it is"
DRAFTED = "what the gates were passed on can only change where it becomes a draft again"
ORDERED = "a gate is passed only behind all before it"
SHOWN = "this gate can not be passed so"
RELIED_ON = "what a customer relies on changes only by a revision that is in force"


@dataclass(frozen=True, slots=True)
class Wall:
    """One thing that is refused: which kind of change of which table, when (always where that is empty), and why."""

    name: str
    kind: str
    table: str
    refused: str
    said: str


def _with(text: str, **names: str) -> str:
    for name, value in names.items():
        text = text.replace(f"@{name}", value)
    return text


def _differs(columns: Iterable[str], vendor: str) -> str:
    word = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    return "(" + " OR ".join(f'NEW."{column}" {word} OLD."{column}"' for column in columns) + ")"


def _passed_below(gate: str, revision: str) -> str:
    return _with(_PASSED_BELOW, revision=revision, gate=gate, latest=_with(_LATEST, row="g"))


def _revising(vendor: str) -> Iterator[Wall]:
    """Yield what holds of a revision: it begins as a draft, ends for good, and is in force behind every gate."""
    table, last = "revisions_revision", len(Gate)
    ended = (
        f"OLD.state IN ('in-force', 'refused', 'withdrawn') AND "
        f"({_differs([column for column in _ALL if column != 'applied_at'], vendor)} "
        f"OR OLD.applied_at IS NOT NULL OR NEW.applied_at IS NULL) OR {_differs(_NEVER, vendor)}"
    )
    turned = _with(_OUT_OF_ORDER, latest=_with(_LATEST, row="g"), also=_with(_LATEST, row="h"))
    early = (
        "NEW.state = 'in-force' AND OLD.state <> 'in-force' AND "
        f"({_passed_below(str(last + 1), 'NEW.id')} <> {last} OR {turned})"
    )
    yield Wall("revisions_begins", "INSERT", table, "NEW.state <> 'draft'", ENDED)
    yield Wall("revisions_stays", "UPDATE", table, ended, ENDED)
    yield Wall("revisions_content", "UPDATE", table, f"NEW.state <> 'draft' AND {_differs(_CONTENT, vendor)}", DRAFTED)
    yield Wall("revisions_in_force", "UPDATE", table, early, ORDERED)
    yield Wall("revisions_kept", "DELETE", table, "", ENDED)


def _gates() -> Iterator[Wall]:
    """Yield what holds of a gate that is passed: what is before it, who passes it, and what shows it."""
    table = "revisions_gate"
    early = f"NEW.passed AND {_passed_below('NEW.gate', 'NEW.revision_id')} <> NEW.gate - 1"
    yield Wall("revisions_gate_order", "INSERT", table, early, ORDERED)
    yield Wall("revisions_gate_sponsor", "INSERT", table, _SPONSORED, SHOWN)
    yield Wall("revisions_gate_notice", "INSERT", table, _UNTOLD, SHOWN)
    yield Wall("revisions_gate_validation", "INSERT", table, _with(_UNSAFE, level=str(REVISED_LEVEL)), SHOWN)


def _promised(vendor: str) -> Iterator[Wall]:
    """Yield what holds of the promise itself: its date, the dates agreed, its terms."""
    date = _with(_UNREVISED_DATE, differs=_differs(["due"], vendor), applies=_APPLIES)
    yield Wall("revisions_due", "UPDATE", "promises_promise", date, RELIED_ON)
    agreed = _with(_UNREVISED_AGREEMENT, applies=_APPLIES)
    yield Wall("revisions_agreed", "INSERT", "promises_agreed_date", agreed, RELIED_ON)
    for kind, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        changes = f"{_differs(_TERM, vendor)} AND" if kind == "UPDATE" else ""
        term = _with(_UNREVISED_TERM, changes=changes, row=row, applies=_APPLIES)
        yield Wall(f"revisions_term_{kind.lower()}", kind, "promises_term", term, RELIED_ON)


def _walls(vendor: str) -> tuple[Wall, ...]:
    return (*_revising(vendor), *_gates(), *_promised(vendor))


def _sqlite() -> Iterator[str]:
    for wall in _walls("sqlite"):
        when = f"WHEN {wall.refused} " if wall.refused else ""
        yield f"DROP TRIGGER IF EXISTS {wall.name}"
        yield (
            f"CREATE TRIGGER {wall.name} BEFORE {wall.kind} ON {wall.table} {when}"
            f"BEGIN SELECT RAISE(ABORT, '{wall.said}'); END"
        )


def _postgresql() -> Iterator[str]:
    """Put each condition into a function: one in WHEN may not look into other tables."""
    for wall in _walls("postgresql"):
        yield (
            f"CREATE OR REPLACE FUNCTION {wall.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {wall.refused or 'TRUE'} THEN "
            f"RAISE EXCEPTION '{wall.said}' USING ERRCODE = 'check_violation'; END IF; "
            f"RETURN {'OLD' if wall.kind == 'DELETE' else 'NEW'}; END $$"
        )
        yield f"DROP TRIGGER IF EXISTS {wall.name} ON {wall.table}"
        yield (
            f"CREATE TRIGGER {wall.name} BEFORE {wall.kind} ON {wall.table} FOR EACH ROW EXECUTE FUNCTION {wall.name}()"
        )


_NAMES = tuple(wall.name for wall in _walls("sqlite"))
furnish(
    Furnishing(
        table="revisions_revision",
        names={"sqlite": _NAMES, "postgresql": _NAMES},
        statements={"sqlite": tuple(_sqlite()), "postgresql": tuple(_postgresql())},
        lifting={
            "sqlite": tuple(f"DROP TRIGGER IF EXISTS {name}" for name in _NAMES),
            "postgresql": tuple(f"DROP TRIGGER IF EXISTS {wall.name} ON {wall.table}" for wall in _walls("postgresql")),
        },
    )
)
