"""What people type about a revision and at its gates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from makegood.customers.queries import CHANNEL_NAMES
from makegood.customers.states import Channel
from makegood.promises.queries import OPERATOR_NAMES
from makegood.promises.states import TermKind
from makegood.revisions.queries import ORIGIN_NAMES
from makegood.web.inputs import THEIR_ZONE, Day, HouseForm, Line, Moment, Prose, RowChoice

CHANNELS = [(channel.value, CHANNEL_NAMES[channel]) for channel in (Channel.CALL, Channel.MEETING, Channel.MAIL)]
TERM = "term_"
NEW = ("new_subject", "new_operator", "new_value", "new_unit")
"""What is asked of one more term."""


class RevisionForm(HouseForm):
    """The one template of every revised promise; it comes with everything that is on record."""

    due = Day(label=_("The new date"))
    origin = forms.ChoiceField(
        label=_("Who wants it"), choices=[(one.value, name) for one, name in ORIGIN_NAMES.items()]
    )
    new_subject = Line(
        label=_("Something new that is promised"),
        required=False,
        max_length=120,
        help_text=_("Such as IP rating. Empty: nothing new."),
    )
    new_operator = forms.ChoiceField(label=_("It is"), choices=list(OPERATOR_NAMES.items()), required=False)
    new_value = Line(label=_("Value"), required=False, max_length=60)
    new_unit = Line(label=_("Unit"), required=False, max_length=30)
    request = RowChoice(
        label=_("The customer’s own words"),
        nobody=_("None"),
        help_text=_("Where the customer wants it: evidence that was added to the promise since it was committed."),
    )
    owner = RowChoice(label=_("Who answers for it"), nobody=_("Nobody yet"))
    rationale = Prose(label=_("Why, with data"), rows=4)
    changes = Prose(label=_("What changes for the customer"), rows=3)
    stays = Prose(label=_("What stays as agreed"), rows=3)
    risks = Prose(label=_("What could still go wrong, and how that will be seen"), rows=3)
    message = Prose(
        label=_("The message to the customer"),
        rows=8,
        required=False,
        help_text=_(
            "What changes comes first; the new date, who answers and the next update are in it; nobody is blamed."
        ),
    )
    keeps: ClassVar[tuple[str, ...]] = ("owner",)
    _terms: Sequence[dict[str, Any]] = ()

    def promise_terms(self, terms: Sequence[dict[str, Any]]) -> None:
        """Ask for the value of each term that is promised besides the date; an empty one is taken off."""
        self._terms = list(terms)
        for place, term in enumerate(self._terms):
            field = Line(
                label=f"{term['subject']} {term['operator']}",
                required=False,
                max_length=60,
                initial=term["value"],
                help_text=_("Empty: it is not promised any more."),
            )
            self.fields[f"{TERM}{place}"] = field
        self.order_fields(["due", *(f"{TERM}{place}" for place in range(len(self._terms))), *NEW, "origin", "request"])

    def clean(self) -> dict[str, Any]:
        """Put the terms together again."""
        given = super().clean() or {}
        terms = []
        for place, term in enumerate(self._terms):
            value = given.pop(f"{TERM}{place}", "")
            if value:
                terms.append({**term, "value": value})
        subject, operator, value, unit = (given.pop(name, "") for name in NEW)
        if subject and not value:
            self.add_error("new_value", _("Please say how much is promised."))
        elif value and not subject:
            self.add_error("new_subject", _("Please say what this value is of."))
        elif subject:
            kind = TermKind.SPECIFICATION.value
            terms.append({"kind": kind, "subject": subject, "operator": operator, "value": value, "unit": unit})
        return {**given, "terms": terms}


class ReasonForm(HouseForm):
    """Why, in words that stay on record."""

    reason = Prose(label=_("Why"), rows=3)


class SponsorForm(HouseForm):
    """What an executive who stands for it has to say."""

    reason = Prose(label=_("What speaks for it"), rows=3, required=False)


class DecideForm(HouseForm):
    """Why a second revision is right for the customer."""

    reason = Prose(label=_("Why a second revision is right for this customer"), rows=3)


class WarnForm(HouseForm):
    """That the customer was told that the date is in danger."""

    how = forms.ChoiceField(label=_("How"), choices=CHANNELS, initial=Channel.CALL)
    told_at = Moment(label=_("When"), help_text=THEIR_ZONE)
    note = Prose(
        label=_("What was said"),
        required=False,
        rows=3,
        help_text=_("By mail: why nobody could be reached by telephone."),
    )


class TellForm(HouseForm):
    """That the customer was told the new date."""

    how = forms.ChoiceField(label=_("How"), choices=CHANNELS, initial=Channel.CALL)
    told_at = Moment(label=_("When"), help_text=THEIR_ZONE)
    evidence = Prose(label=_("What shows it: the note of the call, or the mail"), rows=4)
    accepted_by = Line(label=_("Who accepted it"), required=False, max_length=200)
