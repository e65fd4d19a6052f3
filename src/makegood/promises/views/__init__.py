"""Pages about promises: lists and capture, one promise, its life, and what belongs to it."""

from __future__ import annotations

from makegood.promises.views import telling as telling  # registers the sentences
from makegood.promises.views.belongings import (
    comment,
    evidence,
    evidence_add,
    evidence_withdraw,
    involve,
    mention_read,
    notice,
    term_add,
    term_check,
    term_remove,
    uninvolve,
)
from makegood.promises.views.importing import import_check, import_table, mail
from makegood.promises.views.indicators import indicator_add, indicator_read, indicator_retire
from makegood.promises.views.life import accept, cancel, check_date, deliver, expire, move, reject, unaccept
from makegood.promises.views.promises import capture, change, of_customer, owner, promise, promises
from makegood.promises.views.story import story_pdf

__all__ = [
    "accept",
    "cancel",
    "capture",
    "change",
    "check_date",
    "comment",
    "deliver",
    "evidence",
    "evidence_add",
    "evidence_withdraw",
    "expire",
    "import_check",
    "import_table",
    "indicator_add",
    "indicator_read",
    "indicator_retire",
    "involve",
    "mail",
    "mention_read",
    "move",
    "notice",
    "of_customer",
    "owner",
    "promise",
    "promises",
    "reject",
    "story_pdf",
    "term_add",
    "term_check",
    "term_remove",
    "unaccept",
    "uninvolve",
]
