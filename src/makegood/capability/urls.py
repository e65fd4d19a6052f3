"""Where teams, attributes and measures are."""

from __future__ import annotations

from django.urls import path

from makegood.capability.views import absences, attributes, importing, measures, teams

urlpatterns = [
    path("capability/import/<str:kind>/", importing.import_table, name="capability-import"),
    path("capability/import/<str:kind>/<str:digest>/", importing.import_check, name="capability-import-check"),
    path("teams/", teams.teams, name="teams"),
    path("teams/add/", teams.add, name="team-add"),
    path("teams/<int:number>/", teams.team, name="team"),
    path("teams/<int:number>/change/", teams.change, name="team-change"),
    path("teams/<int:number>/close/", teams.close, name="team-close"),
    path("teams/<int:number>/reopen/", teams.reopen, name="team-reopen"),
    path("teams/<int:number>/capacity/", teams.capacity_add, name="capacity-add"),
    path("capacity/<int:number>/drop/", teams.capacity_drop, name="capacity-drop"),
    path("absences/", absences.absences, name="absences"),
    path("absences/add/", absences.add, name="absence-add"),
    path("absences/<int:number>/change/", absences.change, name="absence-change"),
    path("absences/<int:number>/remove/", absences.remove, name="absence-remove"),
    path("attributes/", attributes.attributes, name="attributes"),
    path("attributes/add/", attributes.add, name="attribute-add"),
    path("attributes/<int:number>/", attributes.attribute, name="attribute"),
    path("attributes/<int:number>/change/", attributes.change, name="attribute-change"),
    path("attributes/<int:number>/remove/", attributes.remove, name="attribute-remove"),
    path("measures/", measures.measures, name="measures"),
    path("measures/add/", measures.add, name="measure-add"),
    path("measures/<int:number>/", measures.measure, name="measure"),
    path("measures/<int:number>/measurements/", measures.measurements, name="measurements"),
    path("measures/<int:number>/change/", measures.change, name="measure-change"),
    path("measures/<int:number>/remove/", measures.remove, name="measure-remove"),
]
