"""How history tells what happened with revisions."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from makegood.foundation.actors import Viewer
from makegood.foundation.history.queries import story
from makegood.revisions.forms import RevisionForm
from makegood.revisions.queries import SIDE_NAMES
from makegood.revisions.states import Side
from makegood.web.inputs import Line
from makegood.web.stories import Told, tell, tell_facts, told


def _sponsored(facts: Mapping[str, object]) -> Promise:
    return (
        _("Decided that it is revised a second time: %(reason)s")
        if facts.get("decides")
        else _("Stands for it as sponsor")
    )


_APPROVED = {
    Side.SALES.value: _("Approved the message to the customer for sales"),
    Side.DELIVERY.value: _("Approved the message to the customer for operations or product"),
    Side.CARE.value: _("Approved the message to the customer for customer success or support"),
}


def _approved(facts: Mapping[str, object]) -> Promise:
    return _APPROVED.get(str(facts.get("side")), _("Approved the message to the customer"))


def _excepted(facts: Mapping[str, object]) -> Promise:
    if "share" in facts:
        return _("Let the date pass at %(share)s %%: %(reason)s")
    return _("Let the date pass below the level: %(reason)s")


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
        "revision.exception": _excepted,
        "revision.lapse": _("A gate closed again: %(reason)s"),
        "revision.stands": _("What was passed before stands"),
        "revision.approve": _approved,
        "revision.decline": _("Declined the message: %(reason)s"),
        "revision.in-force": _("The customer was told: the revision to %(due)s is in force"),
    }
)
_TERMS = {"terms": Line(label=_("What is promised besides the date"))}
_SIDE = forms.ChoiceField(choices=list(SIDE_NAMES.items()))
tell_facts("revision", {**RevisionForm.base_fields, **_TERMS, "role": _SIDE}, numbers={"owner": "person"})
tell_facts("promise", _TERMS)
TOLD_BETTER = frozenset({"approval.approve", "approval.decline"})
"""What the revision tells in its own words beside it."""


def story_of(number: int, viewer: Viewer) -> list[Told]:
    """Return the story of a revision."""
    return told(one for one in story(subject=("revision", number), viewer=viewer) if one.verb not in TOLD_BETTER)
