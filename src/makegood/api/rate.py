"""How often one token may ask: a count for each minute, kept in the memory of each process."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from makegood.foundation.clock import present
from makegood.foundation.counts.services import counted

MINUTE = 60


class PerToken(BaseThrottle):
    """Admits ``API_REQUESTS_A_MINUTE`` of a token in each minute of the clock."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request; return whether it is still within the limit."""
        minute = int(present().timestamp()) // MINUTE
        limit: int = settings.API_REQUESTS_A_MINUTE
        return counted(f"api:{getattr(request, 'token', 0)}:{minute}", keep=2 * MINUTE) <= limit

    def wait(self) -> float:
        """Return the seconds until the next minute begins."""
        return MINUTE - int(present().timestamp()) % MINUTE
