"""Where figures of what was kept are."""

from __future__ import annotations

from django.urls import path

from makegood.learning import views

urlpatterns = [
    path("reliability/", views.reliability, name="reliability"),
    path("reliability/promises/", views.promises, name="reliability-promises"),
    path("calibration/", views.calibration, name="calibration"),
    path("calibration/forecasts/", views.forecasts, name="calibration-forecasts"),
]
