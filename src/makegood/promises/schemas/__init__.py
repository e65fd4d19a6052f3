"""Promises as programs send and get them."""

from __future__ import annotations

from makegood.promises.schemas.answered import MentionsOut, PromiseOut, PromiseRowOut
from makegood.promises.schemas.given import (
    Accepted,
    Cancelled,
    CommentGiven,
    Delivered,
    EvidenceGiven,
    FileNamed,
    Found,
    IndicatorGiven,
    MailFor,
    NoticeGiven,
    PerhapsWhy,
    PersonGiven,
    PromiseChanged,
    PromiseGiven,
    PromisesAsked,
    PromiseTermGiven,
    ReadingGiven,
    RoleGiven,
    Why,
)

__all__ = [
    "Accepted",
    "Cancelled",
    "CommentGiven",
    "Delivered",
    "EvidenceGiven",
    "FileNamed",
    "Found",
    "IndicatorGiven",
    "MailFor",
    "MentionsOut",
    "NoticeGiven",
    "PerhapsWhy",
    "PersonGiven",
    "PromiseChanged",
    "PromiseGiven",
    "PromiseOut",
    "PromiseRowOut",
    "PromiseTermGiven",
    "PromisesAsked",
    "ReadingGiven",
    "RoleGiven",
    "Why",
]
