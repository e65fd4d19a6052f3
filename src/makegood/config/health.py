"""What a load balancer or supervisor asks: does the process answer, and can it work? Without a sign-in, no secrets."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from makegood.config.readiness import readiness
from makegood.foundation.clock import present


@never_cache
@require_safe
def live(_request: HttpRequest) -> JsonResponse:
    """Answer at all; whoever gets no answer starts the process anew."""
    return JsonResponse({"live": True})


@never_cache
@require_safe
def ready(_request: HttpRequest) -> JsonResponse:
    """Say whether requests may be sent here: 200, or 503 and what is not well."""
    found = readiness(at=present())
    status = HTTPStatus.OK if found.is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"ready": found.is_ready, "checks": dict(found.checks)}, status=status)
