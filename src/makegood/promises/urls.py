"""Where promises are."""

from __future__ import annotations

from django.urls import path

from makegood.promises import views

urlpatterns = [
    path("promises/", views.promises, name="promises"),
    path("promises/add/", views.capture, name="promise-add"),
    path("promises/mail/", views.mail, name="promise-mail"),
    path("promises/import/", views.import_table, name="promises-import"),
    path("promises/import/<str:digest>/", views.import_check, name="promises-import-check"),
    path("promises/of/<int:customer>/", views.of_customer, name="promises-of-customer"),
    path("promises/owner/", views.owner, name="promises-owner"),
    path("promises/<int:number>/", views.promise, name="promise"),
    path("promises/<int:number>/change/", views.change, name="promise-change"),
    path("promises/<int:number>/move/<str:verb>/", views.move, name="promise-move"),
    path("promises/<int:number>/deliver/", views.deliver, name="promise-deliver"),
    path("promises/<int:number>/accept/", views.accept, name="promise-accept"),
    path("promises/<int:number>/reject/", views.reject, name="promise-reject"),
    path("promises/<int:number>/cancel/", views.cancel, name="promise-cancel"),
    path("promises/<int:number>/expire/", views.expire, name="promise-expire"),
    path("promises/<int:number>/check-date/", views.check_date, name="promise-check-date"),
    path("promises/<int:number>/terms/add/", views.term_add, name="promise-term-add"),
    path("promises/<int:number>/terms/<int:term>/check/", views.term_check, name="promise-term-check"),
    path("promises/<int:number>/terms/<int:term>/remove/", views.term_remove, name="promise-term-remove"),
    path("promises/<int:number>/involve/", views.involve, name="promise-involve"),
    path("promises/<int:number>/involved/<int:person>/remove/", views.uninvolve, name="promise-uninvolve"),
    path("promises/<int:number>/evidence/add/", views.evidence_add, name="promise-evidence-add"),
    path("promises/<int:number>/unaccept/", views.unaccept, name="promise-unaccept"),
    path("promises/<int:number>/indicators/add/", views.indicator_add, name="promise-indicator-add"),
    path("promises/indicators/<int:number>/read/", views.indicator_read, name="indicator-read"),
    path("promises/indicators/<int:number>/retire/", views.indicator_retire, name="indicator-retire"),
    path("promises/mentions/<int:number>/read/", views.mention_read, name="mention-read"),
    path("promises/<int:number>/notice/", views.notice, name="promise-notice"),
    path("promises/<int:number>/story/pdf/", views.story_pdf, name="promise-story-pdf"),
    path("promises/<int:number>/comment/", views.comment, name="promise-comment"),
    path("evidence/<int:number>/", views.evidence, name="evidence"),
    path("evidence/<int:number>/withdraw/", views.evidence_withdraw, name="evidence-withdraw"),
]
