"""Sending mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import format_datetime
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMultiAlternatives

from makegood.foundation.jobs.task import Hopeless, task

PERMANENT = 500
"""Answers of a mail server from here on mean that it will never take the mail (RFC 5321, 4.2.1)."""


@task(slow=True, attempts=20, first_pause=timedelta(seconds=15), forgets=True)
def send(*, to: str, subject: str, text: str, html: str, message_id: str, at: datetime) -> None:
    """Send one mail through Django's backend; Hopeless where the server will never take it for this address."""
    headers = {"Message-ID": message_id, "Date": format_datetime(at), "Auto-Submitted": "auto-generated"}
    mail = EmailMultiAlternatives(subject=subject, body=text, to=[to], headers=headers)
    if html:
        mail.attach_alternative(html, "text/html")
    try:
        mail.send()
    except SMTPRecipientsRefused as refused:
        codes = [code for code, _said in refused.recipients.values()]
        if min(codes, default=0) >= PERMANENT:
            raise Hopeless(f"the mail server refuses the address ({codes[0]})") from refused
        raise
