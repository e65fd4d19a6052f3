"""Forgetting sessions that are over: who was signed in, from where and with what."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from makegood.foundation.batches import remove_in_batches


def forget_sessions(*, expired_before: datetime) -> int:
    """Remove sessions that expired before a moment, and devices whose session is gone; return how many.

    A device is signed out by removing its session, so its address and browser need not be known after it.
    """
    expired = remove_in_batches(Session.objects.filter(expire_date__lt=expired_before))
    there = Session.objects.filter(session_key=OuterRef("session_key"))
    return expired + remove_in_batches(UserSession.objects.filter(~Exists(there)))
