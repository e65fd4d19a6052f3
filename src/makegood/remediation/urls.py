"""Where joint plans are."""

from __future__ import annotations

from django.urls import path

from makegood.remediation import views

urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/<int:number>/", views.plan, name="plan"),
    path("plans/<int:number>/decision/", views.plan_decision, name="plan-decision"),
    path("plans/<int:number>/decision/lock/", views.plan_lock, name="plan-lock"),
    path("plans/<int:number>/decision/criteria/", views.plan_criteria, name="plan-criteria"),
    path("plans/<int:number>/decision/criteria/answer/", views.plan_criteria_answer, name="plan-criteria-answer"),
    path("plans/<int:number>/decision/judge/", views.plan_judge, name="plan-judge"),
    path("plans/<int:number>/decision/submit/", views.decision_submit, name="decision-submit"),
    path("plans/<int:number>/decision/<int:which>/", views.decision, name="decision"),
    path("plans/<int:number>/decision/<int:which>/decide/", views.decision_decide, name="decision-decide"),
    path("plans/<int:number>/decision/<int:which>/return/", views.decision_return, name="decision-return"),
    path("plans/<int:number>/decision/<int:which>/reopen/", views.decision_reopen, name="decision-reopen"),
    path("plans/<int:number>/options/simulate/", views.options_simulate, name="options-simulate"),
    path("plans/<int:number>/options/what-if/", views.option_what_if, name="option-what-if"),
    path("plans/<int:number>/options/add/<str:what>/", views.option_add, name="option-add"),
    path("plans/options/<int:option>/withdraw/", views.option_withdraw, name="option-withdraw"),
    path("criteria/", views.criteria, name="criteria"),
    path("criteria/<int:number>/", views.criteria_version, name="criteria-version"),
    path("criteria/propose/", views.criteria_propose, name="criteria-propose"),
    path("criteria/drafts/<int:number>/", views.criteria_draft, name="criteria-draft"),
    path("criteria/drafts/<int:number>/change/", views.criteria_change, name="criteria-change"),
    path("criteria/drafts/<int:number>/take-back/", views.criteria_take_back, name="criteria-take-back"),
    path("criteria/drafts/<int:number>/publish/", views.criteria_publish, name="criteria-publish"),
]
