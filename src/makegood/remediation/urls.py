"""Where joint plans are."""

from __future__ import annotations

from django.urls import path

from makegood.remediation import views

urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/<int:number>/", views.plan, name="plan"),
]
