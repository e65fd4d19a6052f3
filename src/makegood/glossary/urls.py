"""Where the glossary is."""

from __future__ import annotations

from django.urls import path

from makegood.glossary import views

urlpatterns = [
    path("glossary/", views.glossary, name="glossary"),
    path("glossary/add/", views.add, name="term-add"),
    path("glossary/<int:number>/", views.term, name="term"),
    path("glossary/<int:number>/card/", views.card, name="term-card"),
    path("glossary/<int:number>/change/", views.change, name="term-change"),
    path("glossary/<int:number>/retire/", views.retire, name="term-retire"),
]
