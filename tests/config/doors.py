"""Addresses to try the doors of the house with: one view that admits sales, one that says nothing, one for anybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied
from makegood.web.access import admits, all_staff
from makegood.web.request import StaffRequest


def sales_only(viewer: Viewer) -> None:
    if "sales" not in viewer.functions:
        raise Denied("This is for sales.")


@admits(sales_only)
def of_sales(request: StaffRequest) -> HttpResponse:
    return HttpResponse(f"{request.viewer.name}, {request.viewer.zone}")


@admits(all_staff)
def of_staff(request: StaffRequest) -> HttpResponse:
    return HttpResponse(", ".join(sorted(request.viewer.audiences)))


def says_nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("never seen")


urlpatterns = [
    path("sales/", of_sales),
    path("staff/", of_staff),
    path("forgotten/", says_nothing),
    path("", include("makegood.config.urls")),
]
