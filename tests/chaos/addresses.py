"""One address at which somebody who is signed in writes: a change, its news and its history in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import include, path

from makegood.foundation.clock import present
from makegood.foundation.history.services import record
from makegood.foundation.outbox.services import announce
from makegood.web.access import admits, all_staff
from makegood.web.request import StaffRequest

HANDLERS = {"chaos.written": ("tests.chaos.addresses.heard",)}


@admits(all_staff)
def write(request: StaffRequest, number: int) -> HttpResponse:
    at = present()
    with transaction.atomic():
        announce(event="chaos.written", subject=("thing", number), payload={"number": number}, at=at)
        record(verb="thing.write", subject=("thing", number), actor=request.viewer.actor, at=at)
    return HttpResponse(status=204)


def heard(payload: dict[str, Any], *, at: datetime) -> None:
    """Note that the news was heard: as a row, so that hearing it twice would be seen."""
    announce(event="chaos.heard", subject=("thing", payload["number"]), payload={}, at=at)


urlpatterns = [path("chaos/<int:number>", write), path("", include("makegood.config.urls"))]
