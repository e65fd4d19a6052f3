"""Where people are."""

from __future__ import annotations

from django.urls import path

from makegood.people import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite, name="invite"),
    path("people/invitations/<int:number>/withdraw/", views.withdraw, name="invitation-withdraw"),
    path("people/<int:number>/", views.person, name="person"),
    path("people/<int:number>/change/", views.change, name="person-change"),
    path("people/<int:number>/close/", views.close, name="person-close"),
    path("people/<int:number>/reopen/", views.reopen, name="person-reopen"),
    path("welcome/<str:token>/", views.join, name="join"),
    path("me/", views.own_settings, name="own-settings"),
    path("me/away/", views.own_away, name="own-away"),
    path("me/away/<int:number>/end/", views.back, name="away-end"),
    path("me/security/", views.own_security, name="own-security"),
    path("me/sessions/<int:number>/end/", views.session_end, name="session-end"),
    path("me/tokens/", views.own_tokens, name="own-tokens"),
    path("me/tokens/<int:number>/revoke/", views.token_revoke, name="token-revoke"),
    path("views/keep/", views.view_keep, name="view-keep"),
    path("views/<int:number>/forget/", views.view_forget, name="view-forget"),
]
