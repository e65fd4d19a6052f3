"""How history tells what happened with revisions."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from makegood.revisions.forms import RevisionForm
from makegood.web.inputs import Line
from makegood.web.stories import tell, tell_facts


def _sponsored(facts: Mapping[str, object]) -> Promise:
    return (
        _("Decided that it is revised a second time: %(reason)s")
        if facts.get("decides")
        else _("Stands for it as sponsor")
    )


tell(
    {
        "promise.revise": _("Reads as its revision says from now on"),
        "promise.ask-to-validate": _("Asked for a simulation of %(due)s"),
        "revision.begin": _("Began to revise it: %(before)s → %(due)s"),
        "revision.change": _("Changed what the revision says"),
        "revision.propose": _("Proposed the revision to %(due)s"),
        "revision.sponsor": _sponsored,
        "revision.refuse": _("Refused the revision: %(reason)s"),
        "revision.withdraw": _("The revision was given up: %(reason)s"),
        "revision.warn": _("The customer knows that the date is in danger"),
        "revision.ask": _("Had the new date simulated: %(due)s"),
        "revision.validate": _("The forecast calls the new date safe enough"),
        "revision.exception": _("Let the date pass below the level: %(reason)s"),
        "revision.lapse": _("A gate closed again: %(reason)s"),
        "revision.stands": _("What was passed before stands"),
        "revision.approve": _("Approved the message to the customer"),
        "revision.decline": _("Declined the message: %(reason)s"),
        "revision.in-force": _("The customer was told: the revision to %(due)s is in force"),
    }
)
_TERMS = {"terms": Line(label=_("What is promised besides the date"))}
tell_facts("revision", {**RevisionForm.base_fields, **_TERMS}, numbers={"owner": "person"})
tell_facts("promise", _TERMS)
