"""Where the forecast is."""

from __future__ import annotations

from django.urls import path

from makegood.feasibility import views

urlpatterns = [
    path("forecast/", views.forecast, name="forecast"),
    path("board/", views.board, name="board"),
    path("board/lines/", views.lines, name="board-lines"),
    path("board/calendar/", views.calendar, name="board-calendar"),
    path("quotes/", views.quotes, name="quotes"),
    path("quotes/<int:number>/", views.quote, name="quote"),
    path("quotes/<int:number>/again/", views.quote_again, name="quote-again"),
    path("quotes/<int:number>/reserve/", views.reserve, name="quote-reserve"),
    path("promises/<int:promise>/below-level/", views.below_level, name="promise-below-level"),
    path("sold/", views.sold, name="sold"),
    path("me/calendars/", views.own_feeds, name="own-feeds"),
    path("me/calendars/<int:number>/renew/", views.feed_renew, name="feed-renew"),
    path("me/calendars/<int:number>/revoke/", views.feed_revoke, name="feed-revoke"),
    path("calendars/<str:token>.ics", views.feed, name="feed"),
    path("forecast/attribute/<int:number>/", views.of_attribute, name="forecast-of-attribute"),
    path("forecast/measure/<int:number>/", views.of_measure, name="forecast-of-measure"),
    path("forecast/of/<int:promise>/", views.of_promise, name="forecast-of-promise"),
    path("forecast/team/<int:team>/", views.of_team, name="forecast-of-team"),
    path("forecast/compare/", views.compare, name="compare"),
    path("forecast/baselines/", views.baselines, name="baselines"),
    path("forecast/baselines/<int:number>/", views.baseline, name="baseline"),
    path("forecast/commitments/<int:number>/", views.commitment, name="commitment"),
    path("forecast/policy/", views.policy, name="policy"),
    path("forecast/policy/<int:number>/", views.policy_version, name="policy-version"),
    path("forecast/policy/propose/", views.policy_propose, name="policy-propose"),
    path("forecast/policy/drafts/<int:number>/", views.policy_draft, name="policy-draft"),
    path("forecast/policy/drafts/<int:number>/change/", views.policy_change, name="policy-change"),
    path("forecast/policy/drafts/<int:number>/try/", views.policy_try, name="policy-try"),
    path("forecast/policy/drafts/<int:number>/take-back/", views.policy_take_back, name="policy-take-back"),
    path("forecast/trials/<int:number>/", views.trial, name="trial"),
    path("forecast/trials/<int:number>/publish/", views.trial_publish, name="trial-publish"),
    path("forecast/trials/<int:number>/apply/", views.trial_apply, name="trial-apply"),
    path("forecast/place/<int:promise>/", views.place, name="place"),
    path("promises/<int:number>/pdf/", views.promise_pdf, name="promise-pdf"),
    path("promises/<int:number>/commit/", views.commit, name="promise-commit"),
    path("promises/<int:number>/reserve/", views.keep_capacity, name="promise-reserve"),
]
