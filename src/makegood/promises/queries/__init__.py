"""Reading promises: lists, one promise whole, what is wrong with the record, and what waits for somebody."""

from __future__ import annotations

from makegood.promises.queries.candidates import Offer, Piece, pieces_of
from makegood.promises.queries.details import (
    CommentRow,
    EvidenceRow,
    InvolvedRow,
    NoticeRow,
    PromiseDetail,
    TermRow,
    find_evidence,
    find_promise,
    promise_of_term,
)
from makegood.promises.queries.indicators import IndicatorRow, ReadingRow, find_indicator, indicators_of
from makegood.promises.queries.lists import (
    PromiseRow,
    find_row,
    finding_counts,
    has_promises,
    owned_count,
    promise_names,
    promise_page,
    promise_story,
    promises_of,
    whole_choices,
)
from makegood.promises.queries.marks import MARKS, Mark, names_of, register_mark
from makegood.promises.queries.names import FINDING_NAMES, LIGHT_NAMES, OPERATOR_NAMES, OUTCOME_NAMES, STATE_NAMES
from makegood.promises.queries.telling import StoryLine, whole_story
from makegood.promises.queries.waiting import MentionRow, mentions_of, promises_needing_care

__all__ = [
    "FINDING_NAMES",
    "LIGHT_NAMES",
    "MARKS",
    "OPERATOR_NAMES",
    "OUTCOME_NAMES",
    "STATE_NAMES",
    "CommentRow",
    "EvidenceRow",
    "IndicatorRow",
    "InvolvedRow",
    "Mark",
    "MentionRow",
    "NoticeRow",
    "Offer",
    "Piece",
    "PromiseDetail",
    "PromiseRow",
    "ReadingRow",
    "StoryLine",
    "TermRow",
    "find_evidence",
    "find_indicator",
    "find_promise",
    "find_row",
    "finding_counts",
    "has_promises",
    "indicators_of",
    "mentions_of",
    "names_of",
    "owned_count",
    "pieces_of",
    "promise_names",
    "promise_of_term",
    "promise_page",
    "promise_story",
    "promises_needing_care",
    "promises_of",
    "register_mark",
    "whole_choices",
    "whole_story",
]
