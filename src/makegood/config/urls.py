"""Every address of the house."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from makegood.api.urls import addresses
from makegood.config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("-/health/live", health.live, name="health-live"),
    path("-/health/ready", health.ready, name="health-ready"),
    path("account/", include("allauth.urls")),
    path("api/v1/", addresses()),
    path("", include("makegood.home.urls")),
    path("", include("makegood.customers.urls")),
    path("", include("makegood.promises.urls")),
    path("", include("makegood.capability.urls")),
    path("", include("makegood.feasibility.urls")),
    path("", include("makegood.remediation.urls")),
    path("", include("makegood.revisions.urls")),
    path("", include("makegood.learning.urls")),
    path("", include("makegood.work.urls")),
    path("", include("makegood.trackers.urls")),
    path("", include("makegood.glossary.urls")),
    path("", include("makegood.tables.urls")),
    path("", include("makegood.people.urls")),
    path("", include("makegood.web.urls")),
]

handler400 = "makegood.web.errors.bad_request"
handler403 = "makegood.web.errors.permission_denied"
handler404 = "makegood.web.errors.page_not_found"
handler500 = "makegood.web.errors.server_error"
handler429 = "makegood.web.errors.too_many"
