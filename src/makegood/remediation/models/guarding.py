"""What the database itself refuses about decisions, whoever writes to it."""

from __future__ import annotations

from makegood.foundation.guards.registry import AS_TRIGGER, Furnishing

_UNLOCKED = "there are no options before the criteria are locked"
_UNAPPROVED = "nothing is judged by criteria that are not locked, or of another case"
_NOT_LOCKED = "NOT EXISTS (SELECT 1 FROM remediation_lock WHERE plan_id = NEW.plan_id)"
_NOT_APPROVED = (
    "NOT EXISTS (SELECT 1 FROM remediation_lock l JOIN remediation_option o ON o.plan_id = l.plan_id "
    "LEFT JOIN remediation_lock_answer a ON a.lock_id = l.id "
    "WHERE l.id = NEW.lock_id AND o.id = NEW.option_id AND (l.number = 1 OR a.is_approved))"
)


def _refuse_insert(table: str, name: str, refused: str, why: str) -> Furnishing:
    """Return what refuses a new row of ``table`` where ``refused`` holds, on each kind of database."""
    dropped = f"DROP TRIGGER IF EXISTS {name}"
    return Furnishing(
        table=table,
        names={"sqlite": (name,), "postgresql": (name,)},
        statements={
            "sqlite": (
                dropped,
                (
                    f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {refused} "
                    f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
                ),
            ),
            "postgresql": (
                (
                    f"CREATE OR REPLACE FUNCTION {name}() {AS_TRIGGER} $$ BEGIN "
                    f"IF {refused} THEN RAISE EXCEPTION '{why}'; END IF; RETURN NEW; END $$"
                ),
                f"{dropped} ON {table}",
                f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
            ),
        },
        lifting={"sqlite": (dropped,), "postgresql": (f"{dropped} ON {table}",)},
    )


LOCKED_FIRST = _refuse_insert("remediation_option", "remediation_locked_first", _NOT_LOCKED, _UNLOCKED)
"""There is no way out before the criteria of the case are locked."""
JUDGED_LOCKED = _refuse_insert("remediation_judgement", "remediation_judged_locked", _NOT_APPROVED, _UNAPPROVED)
"""Nothing is judged by criteria that are not locked for the same case."""

_TABLE = "remediation_decision"
_PUT_UP = (
    "plan_id", "number", "lock_id", "seed", "card", "result", "submitted_by_id", "submitted_at", "decider_id",
)  # fmt: skip
_SIGNED = ("chosen_id", "reason", "decided_by_id", "decided_at")
_REFUSAL = "what was put before a decider and what they signed are never changed"


def _rewritten(differs: str) -> str:
    put_up = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in _PUT_UP)
    signed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in _SIGNED)
    ended = f"OLD.ended_at IS NOT NULL AND (NEW.state {differs} OLD.state OR NEW.ended_why {differs} OLD.ended_why)"
    return f"({put_up}) OR (OLD.decided_at IS NOT NULL AND ({signed})) OR ({ended})"


_CHANGED, _REMOVED = "remediation_final_word", "remediation_kept_word"
_DROPPED = tuple(f"DROP TRIGGER IF EXISTS {name}" for name in (_CHANGED, _REMOVED))

FINAL_WORD = Furnishing(
    table=_TABLE,
    names={"sqlite": (_CHANGED, _REMOVED), "postgresql": (_CHANGED, _REMOVED)},
    statements={
        "sqlite": (
            *_DROPPED,
            (
                f"CREATE TRIGGER {_CHANGED} BEFORE UPDATE ON {_TABLE} WHEN {_rewritten('IS NOT')} "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            ),
            f"CREATE TRIGGER {_REMOVED} BEFORE DELETE ON {_TABLE} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
        ),
        "postgresql": (
            (
                f"CREATE OR REPLACE FUNCTION {_CHANGED}() {AS_TRIGGER} $$ BEGIN "
                f"IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{_REFUSAL}'; END IF; "
                f"IF {_rewritten('IS DISTINCT FROM')} THEN RAISE EXCEPTION '{_REFUSAL}'; END IF; RETURN NEW; END $$"
            ),
            *(f"{dropped} ON {_TABLE}" for dropped in _DROPPED),
            f"CREATE TRIGGER {_CHANGED} BEFORE UPDATE ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION {_CHANGED}()",
            f"CREATE TRIGGER {_REMOVED} BEFORE DELETE ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION {_CHANGED}()",
        ),
    },
    lifting={"sqlite": _DROPPED, "postgresql": tuple(f"{dropped} ON {_TABLE}" for dropped in _DROPPED)},
)
"""What was put before a decider stays as it was, and so does what they signed and why it was reopened."""
