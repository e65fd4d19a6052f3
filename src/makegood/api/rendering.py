"""One way to write an answer as JSON, whoever writes it."""

from __future__ import annotations

import json

from django.http import HttpResponse
from ninja.responses import NinjaJSONEncoder

MEDIA_TYPE = "application/json; charset=utf-8"


def written(body: object) -> str:
    """Return ``body`` as JSON."""
    return json.dumps(body, cls=NinjaJSONEncoder)


def rendered(body: object, status: int) -> HttpResponse:
    """Return ``body`` as an answer."""
    return HttpResponse(written(body), status=status, content_type=MEDIA_TYPE)
