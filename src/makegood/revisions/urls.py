"""Where revisions are."""

from __future__ import annotations

from django.urls import path

from makegood.revisions import views

urlpatterns = [
    path("revisions/", views.revisions, name="revisions"),
    path("revisions/of/<int:number>/", views.of_promise, name="revisions-of-promise"),
    path("revisions/<int:number>/", views.revision, name="revision"),
    path("revisions/<int:number>/change/", views.change, name="revision-change"),
    path("revisions/<int:number>/pdf/", views.revision_pdf, name="revision-pdf"),
    path("revisions/<int:number>/do/<str:deed>/", views.do, name="revision-do"),
    path("revisions/<int:number>/act/<str:deed>/", views.act, name="revision-act"),
    path("promises/<int:number>/revise/", views.begin, name="promise-revise"),
]
