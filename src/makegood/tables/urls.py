"""Where imports are watched."""

from __future__ import annotations

from django.urls import path

from makegood.tables import views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/<int:number>/", views.one, name="import"),
    path("imports/<int:number>/progress/", views.progress, name="import-progress"),
    path("imports/<int:number>/refused/", views.refused, name="import-refused"),
    path("imports/<int:number>/stop/", views.stop, name="import-stop"),
]
