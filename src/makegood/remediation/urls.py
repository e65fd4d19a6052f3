"""Where joint plans are."""

from __future__ import annotations

from django.urls import path

from makegood.remediation import views

urlpatterns = [
    path("plans/", views.plans, name="plans"),
    path("plans/waiting/", views.waiting, name="plans-waiting"),
    path("plans/of/<int:promise>/", views.of_promise, name="plan-of-promise"),
    path("plans/open/<int:promise>/", views.plan_open, name="plan-open"),
    path("plans/pieces/<str:piece>/<int:number>/", views.piece_change, name="piece-change"),
    path("plans/pieces/<str:piece>/<int:number>/remove/", views.piece_remove, name="piece-remove"),
    path("plans/actions/<int:number>/progress/", views.action_progress, name="action-progress"),
    path("plans/actions/<int:number>/finish/", views.action_finish, name="action-finish"),
    path("plans/actions/<int:number>/reopen/", views.action_reopen, name="action-reopen"),
    path("plans/milestones/<int:number>/met/", views.milestone_met, name="milestone-met"),
    path("plans/messages/<int:number>/told/", views.message_told, name="message-told"),
    path("plans/suggestions/<int:number>/answer/", views.suggestion_answer, name="suggestion-answer"),
    path("plans/mentions/<int:number>/read/", views.plan_mention_read, name="plan-mention-read"),
    path("plans/<int:number>/", views.plan, name="plan"),
    path("plans/<int:number>/at/<str:stage>/", views.plan, name="plan-stage"),
    path("plans/<int:number>/add/<str:piece>/", views.piece_add, name="piece-add"),
    path("plans/<int:number>/move/<str:verb>/", views.plan_move, name="plan-move"),
    path("plans/<int:number>/describe/", views.plan_describe, name="plan-describe"),
    path("plans/<int:number>/severity/", views.plan_severity, name="plan-severity"),
    path("plans/<int:number>/scope/", views.plan_scope, name="plan-scope"),
    path("plans/<int:number>/scope/<int:promise>/remove/", views.plan_unscope, name="plan-unscope"),
    path("plans/<int:number>/name/<str:function>/", views.plan_member, name="plan-member"),
    path("plans/<int:number>/agree/<str:function>/", views.plan_agree, name="plan-agree"),
    path("plans/<int:number>/dissent/<str:function>/", views.plan_dissent, name="plan-dissent"),
    path("plans/<int:number>/rule/", views.plan_rule, name="plan-rule"),
    path("plans/<int:number>/comment/", views.plan_comment, name="plan-comment"),
    path("plans/<int:number>/dismiss/", views.plan_dismiss, name="plan-dismiss"),
    path("plans/<int:number>/close/", views.plan_close, name="plan-close"),
]
