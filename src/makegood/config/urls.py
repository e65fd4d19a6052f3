"""Every address of the house."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from makegood.config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("-/health/live", health.live, name="health_live"),
    path("-/health/ready", health.ready, name="health_ready"),
    path("account/", include("allauth.urls")),
]
