"""Queueing mail."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings

from makegood.foundation.ids import new_id
from makegood.foundation.jobs.services import enqueue

SEND = "makegood.foundation.mail.tasks.send"


def send_later(
    *, to: str, subject: str, text: str, html: str = "", at: datetime, key: str = "", due_at: datetime | None = None
) -> int:
    """Queue a mail in the transaction that is open; return the job's number.

    With a ``key`` it is queued once. Its Message-ID is made here and stays the same at every attempt, so whoever gets a
    mail twice, because a server took it and then did not say so, can tell. The job forgets the mail when it is sent.
    """
    name = key or str(new_id(at))
    mail = {"to": to, "subject": " ".join(subject.split()), "text": text, "html": html, "message_id": message_id(name)}
    return enqueue(task=SEND, arguments=mail, at=at, key=f"mail:{key}" if key else "", due_at=due_at)


def message_id(name: str) -> str:
    """Return the Message-ID for the mail called ``name``, at the domain that mail comes from."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "makegood.invalid"
    return f"<{hashlib.sha256(name.encode()).hexdigest()[:40]}@{domain}>"
