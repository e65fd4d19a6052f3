"""Where the forecast is."""

from __future__ import annotations

from django.urls import path

from makegood.feasibility import views

urlpatterns = [
    path("forecast/", views.forecast, name="forecast"),
    path("forecast/of/<int:promise>/", views.of_promise, name="forecast-of-promise"),
]
