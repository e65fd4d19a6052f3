"""Where trackers are."""

from __future__ import annotations

from django.urls import path

from makegood.trackers import views

urlpatterns = [
    path("trackers/", views.trackers, name="trackers"),
    path("trackers/connect/", views.connect, name="tracker-connect"),
    path("trackers/notice/", views.notice, name="tracker-notice"),
    path("trackers/<int:number>/", views.tracker, name="tracker"),
    path("trackers/<int:number>/access/", views.access, name="tracker-access"),
    path("trackers/<int:number>/reading/", views.reading, name="tracker-reading"),
    path("trackers/<int:number>/map/", views.place, name="tracker-map"),
    path("trackers/<int:number>/look-around/", views.look_around, name="tracker-look-around"),
    path("trackers/<int:number>/look/", views.look, name="tracker-look"),
    path("trackers/<int:number>/start/", views.start, name="tracker-start"),
    path("trackers/<int:number>/pause/", views.pause, name="tracker-pause"),
    path("trackers/<int:number>/pull/", views.pull, name="tracker-pull"),
    path("trackers/<int:number>/disconnect/", views.disconnect, name="tracker-disconnect"),
    path("trackers/places/<int:number>/unmap/", views.unmap, name="tracker-unmap"),
]
