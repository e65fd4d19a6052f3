"""What shows that something was said: files, links, mails and notes."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.foundation.kept_files import keep_file
from makegood.foundation.texts import kept_line
from makegood.promises.models import AgreedDate, Evidence
from makegood.promises.policies import check_capture
from makegood.promises.services import checking
from makegood.promises.services.finding import index_promise
from makegood.promises.states import EvidenceKind, State

MOST_BYTES = 20 * 1024 * 1024
MOST_PIECES = 200
_LINK = re.compile(r"https?://[^\s/?#@\\]+(?:[/?#]\S*)?", re.IGNORECASE)
"""Where a browser goes; an address with a name before the host shows another host than it leads to."""

SIGNS: tuple[tuple[bytes, str, tuple[str, ...]], ...] = (
    (b"%PDF-", "application/pdf", (".pdf",)),
    (b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
    (b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    (b"PK\x03\x04", "application/zip", (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".zip")),
)
"""How a file begins, what it is then, and which endings of its name agree with that."""
TEXTS = {".txt": "text/plain", ".eml": "message/rfc822", ".csv": "text/csv"}


class UnableToAddEvidence(Problem):
    """The file is too large or of a kind that is not kept, or the link leads nowhere."""

    code = "unable-to-add-evidence"


@transaction.atomic
def add_evidence(
    *,
    promise: int,
    kind: str,
    title: str,
    by: Viewer,
    at: datetime,
    address: str = "",
    text: str = "",
    content: bytes | None = None,
) -> int:
    """Add a piece of evidence and return its number; a file's ``title`` is its name, its kind is read from its bytes.

    Denied, NotFound, UnableToAddEvidence with the field at fault.
    """
    check_capture(by)
    of = checking.locked_promise(promise)
    if kind not in set(EvidenceKind):
        raise UnableToAddEvidence(_("Please choose what kind of evidence it is."), field="kind")
    if of.evidence.count() >= MOST_PIECES:
        raise UnableToAddEvidence(_("Two hundred pieces of evidence are enough."))
    piece = Evidence(promise=of, kind=kind, made_at=at, made_by_id=by.number)
    piece.title = kept_line(title, field="title", most=200, refusal=UnableToAddEvidence, needed=True)
    piece.text = checking.prose(text, field="text", refusal=UnableToAddEvidence, needed=kind in {"mail", "note"})
    piece.address = _address(address) if kind == EvidenceKind.LINK else ""
    if content is not None or kind == EvidenceKind.FILE:
        piece.media_type = media_type(piece.title, content or b"")
        piece.digest, piece.size = keep_file(content or b""), len(content or b"")
    piece.save(force_insert=True)
    index_promise(of)
    facts = {"evidence": piece.pk, "kind": kind, "title": piece.title, "digest": piece.digest}
    record(verb="promise.evidence", subject=("promise", promise), actor=by.actor, at=at, facts=facts)
    return piece.pk


@transaction.atomic
def withdraw_evidence(*, number: int, reason: str, by: Viewer, at: datetime) -> None:
    """Take a piece of evidence off a promise, with a reason; the history keeps that it was there.

    Where the customer cancelled what they relied on, something that shows it has to stay: it would count as broken
    otherwise. So has what shows that they wanted another date. Denied, NotFound, UnableToAddEvidence.
    """
    check_capture(by)
    piece = Evidence.objects.select_for_update().filter(pk=number, withdrawn_at=None).first()
    if piece is None:
        raise NotFound(_("There is no such evidence."))
    _check_still_proven(piece)
    why = kept_line(reason, field="reason", most=500, refusal=UnableToAddEvidence, needed=True)
    piece.withdrawn_at = at
    piece.save(update_fields=["withdrawn_at"])
    index_promise(piece.promise)
    facts = {"evidence": number, "title": piece.title, "reason": why}
    record(verb="promise.no-evidence", subject=("promise", piece.promise_id), actor=by.actor, at=at, facts=facts)


def _check_still_proven(piece: Evidence) -> None:
    if AgreedDate.objects.filter(evidence=piece).exists():
        raise UnableToAddEvidence(_("A date that was agreed rests on this: it stays."), field="reason")
    of = checking.locked_promise(piece.promise_id)
    if of.state == State.CANCELLED_BY_CUSTOMER and of.committed_at is not None:
        others = of.evidence.filter(withdrawn_at=None, made_at__gte=of.committed_at).exclude(pk=piece.pk)
        if not others.exists():
            raise UnableToAddEvidence(
                _("This alone shows that the customer cancelled it. Add other evidence first."), field="reason"
            )


def read_upload(upload: IO[bytes]) -> bytes:
    """Return what was sent, as far as it takes to see that it is too large."""
    return upload.read(MOST_BYTES + 1)


def media_type(name: str, content: bytes) -> str:
    """Return what a file is, by its first bytes and its name; UnableToAddEvidence where they disagree."""
    if not content:
        raise UnableToAddEvidence(_("The file is empty."), field="content")
    if len(content) > MOST_BYTES:
        raise UnableToAddEvidence(_("Files of more than 20 MB are not kept."), field="content")
    ending = Path(name).suffix.lower()
    for sign, kind, endings in SIGNS:
        if content.startswith(sign) and ending in endings:
            return kind
    if ending in TEXTS and b"\x00" not in content:
        return TEXTS[ending]
    raise UnableToAddEvidence(
        _("Only PDF, PNG, JPEG, Office and OpenDocument files, mails (.eml) and plain text are kept."), field="content"
    )


def _address(address: str) -> str:
    cleaned = kept_line(address, field="address", most=1000, refusal=UnableToAddEvidence, needed=True)
    if not _LINK.fullmatch(cleaned):
        raise UnableToAddEvidence(_("A link begins with https:// or http://."), field="address")
    return cleaned
