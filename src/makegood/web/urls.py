"""Where the pages of the design system are."""

from __future__ import annotations

from django.urls import path

from makegood.web import pages

urlpatterns = [
    path("living/", pages.living, name="living"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("-/csp/", pages.csp_report, name="csp-report"),
]
