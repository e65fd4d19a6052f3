"""Where the forecast is."""

from __future__ import annotations

from django.urls import path

from makegood.feasibility import views

urlpatterns = [
    path("forecast/", views.forecast, name="forecast"),
    path("board/", views.board, name="board"),
    path("board/lines/", views.lines, name="board-lines"),
    path("board/calendar/", views.calendar, name="board-calendar"),
    path("sold/", views.sold, name="sold"),
    path("forecast/attribute/<int:number>/", views.of_attribute, name="forecast-of-attribute"),
    path("forecast/measure/<int:number>/", views.of_measure, name="forecast-of-measure"),
    path("forecast/of/<int:promise>/", views.of_promise, name="forecast-of-promise"),
    path("forecast/team/<int:team>/", views.of_team, name="forecast-of-team"),
    path("forecast/compare/", views.compare, name="compare"),
    path("forecast/baselines/", views.baselines, name="baselines"),
    path("forecast/baselines/<int:number>/", views.baseline, name="baseline"),
    path("promises/<int:number>/commit/", views.commit, name="promise-commit"),
]
