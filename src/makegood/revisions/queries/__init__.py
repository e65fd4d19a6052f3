"""Reading revised promises: one with its gates, lists of them, and what waits for whom."""

from __future__ import annotations

from makegood.revisions.queries.details import (
    GateRow,
    RevisionDetail,
    TermChange,
    find_revision,
    latest_records,
    open_revision,
    revisions_of,
    supplier_revisions,
    term_changes,
    term_words,
)
from makegood.revisions.queries.lists import RevisionRow, revision_page, revisions_waiting
from makegood.revisions.queries.names import GATE_NAMES, ORIGIN_NAMES, SIDE_NAMES, STATE_NAMES, WAITS_FOR

__all__ = [
    "GATE_NAMES",
    "ORIGIN_NAMES",
    "SIDE_NAMES",
    "STATE_NAMES",
    "WAITS_FOR",
    "GateRow",
    "RevisionDetail",
    "RevisionRow",
    "TermChange",
    "find_revision",
    "latest_records",
    "open_revision",
    "revision_page",
    "revisions_of",
    "revisions_waiting",
    "supplier_revisions",
    "term_changes",
    "term_words",
]
