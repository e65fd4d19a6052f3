"""Where figures of what was kept are."""

from __future__ import annotations

from django.urls import path

from makegood.learning import views

urlpatterns = [
    path("reliability/", views.reliability, name="reliability"),
    path("reliability/promises/", views.promises, name="reliability-promises"),
    path("reliability/answers/", views.answers, name="answers"),
    path("reliability/of/<int:number>/", views.of_promise, name="record-of-promise"),
    path("reliability/of-team/<int:team>/", views.of_team, name="record-of-team"),
    path("calibration/", views.calibration, name="calibration"),
    path("calibration/forecasts/", views.forecasts, name="calibration-forecasts"),
]
