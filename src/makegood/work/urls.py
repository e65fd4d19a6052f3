"""Where work is."""

from __future__ import annotations

from django.urls import path

from makegood.work import views

urlpatterns = [
    path("items/", views.work, name="work"),
    path("items/of/<int:promise>/", views.of_promise, name="work-of-promise"),
    path("items/of/<int:promise>/add/", views.add, name="work-add"),
    path("items/of/<int:promise>/template/", views.apply, name="work-apply"),
    path("items/of/<int:promise>/keep/", views.keep, name="work-keep"),
    path("items/of/<int:promise>/risk/", views.risk_add, name="risk-add"),
    path("templates/", views.templates, name="templates"),
    path("templates/<int:number>/", views.template, name="template"),
    path("templates/<int:number>/retire/", views.template_retire, name="template-retire"),
    path("risks/", views.risks, name="risks"),
    path("risks/<int:number>/", views.risk_change, name="risk-change"),
    path("risks/<int:number>/remove/", views.risk_remove, name="risk-remove"),
    path("items/<int:number>/", views.change, name="work-change"),
    path("items/<int:number>/progress/", views.progress, name="work-progress"),
    path("items/<int:number>/follow/", views.follow, name="work-follow"),
    path("items/<int:number>/remove/", views.remove, name="work-remove"),
]
