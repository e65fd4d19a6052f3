"""Where work is."""

from __future__ import annotations

from django.urls import path

from makegood.work import views

urlpatterns = [
    path("work/", views.work, name="work"),
    path("work/of/<int:promise>/", views.of_promise, name="work-of-promise"),
    path("work/of/<int:promise>/add/", views.add, name="work-add"),
    path("work/of/<int:promise>/template/", views.apply, name="work-apply"),
    path("work/of/<int:promise>/keep/", views.keep, name="work-keep"),
    path("work/of/<int:promise>/risk/", views.risk_add, name="risk-add"),
    path("work/templates/", views.templates, name="templates"),
    path("work/templates/<int:number>/", views.template, name="template"),
    path("work/templates/<int:number>/retire/", views.template_retire, name="template-retire"),
    path("work/risks/", views.risks, name="risks"),
    path("work/risks/<int:number>/", views.risk_change, name="risk-change"),
    path("work/risks/<int:number>/remove/", views.risk_remove, name="risk-remove"),
    path("work/<int:number>/", views.change, name="work-change"),
    path("work/<int:number>/progress/", views.progress, name="work-progress"),
    path("work/<int:number>/remove/", views.remove, name="work-remove"),
]
