"""Where the pages of the whole house are."""

from __future__ import annotations

from django.urls import path

from makegood.home import views

urlpatterns = [
    path("", views.start, name="start"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("dashboard/pdf/", views.dashboard_pdf, name="dashboard-pdf"),
    path("dashboard/record/", views.record, name="dashboard-record"),
    path("search/", views.search, name="search"),
    path("search/suggest/", views.suggest, name="search-suggest"),
    path("history/", views.history, name="history"),
    path("people/<int:number>/held/", views.held, name="held"),
    path("running/", views.running, name="running"),
    path("running/jobs/<int:number>/again/", views.job_again, name="job-again"),
    path("running/jobs/<int:number>/give-up/", views.job_give_up, name="job-give-up"),
    path("running/verify/", views.verify, name="history-verify"),
]
