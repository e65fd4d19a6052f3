"""How history tells what happened to capability."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from makegood.capability.forms import AbsenceForm, AttributeForm, CapacityForm, MeasureForm, TeamForm
from makegood.capability.queries import attribute_names, measure_names, team_names
from makegood.web.stories import Facts, tell, tell_facts, tell_names


def _away(facts: Facts) -> Promise:
    if facts.get("slots") is None:
        return _("The whole team is away from %(start)s to %(end)s")
    return _("%(slots)s away from %(start)s to %(end)s")


def _not_away(facts: Facts) -> Promise:
    if facts.get("slots") is None:
        return _("The whole team is there after all from %(start)s to %(end)s")
    return _("%(slots)s there after all from %(start)s to %(end)s")


tell(
    {
        "team.add": _("Added %(name)s"),
        "team.change": _("Changed"),
        "team.close": _("Closed: %(reason)s"),
        "team.reopen": _("Reopened"),
        "team.capacity": _("Planned from %(start)s on: %(slots)s"),
        "team.no-capacity": _("No longer planned from %(start)s on: %(slots)s"),
        "team.absence": _away,
        "team.absence-change": _("Changed an absence"),
        "team.no-absence": _not_away,
        "attribute.add": _("Stated: %(value)s"),
        "attribute.change": _("Changed"),
        "attribute.remove": _("Removed: %(reason)s"),
        "measure.add": _("Added %(name)s"),
        "measure.change": _("Changed"),
        "measure.remove": _("Removed"),
        "measure.measured": _("Measured from %(first)s to %(last)s: %(new)s new, %(corrected)s corrected"),
    }
)
tell_facts("team", {**AbsenceForm.base_fields, **CapacityForm.base_fields, **TeamForm.base_fields})
tell_facts("attribute", AttributeForm.base_fields)
tell_facts("measure", MeasureForm.base_fields)
tell_names("team", team_names)
tell_names("attribute", attribute_names)
tell_names("measure", measure_names)
