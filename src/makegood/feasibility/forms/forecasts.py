"""What people type about forecasts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from makegood.feasibility.states import LONGEST_HOLD_DAYS, USUAL_CLASS, Offers, Rule
from makegood.foundation.errors import Problem
from makegood.promises.states import Operator, TermKind
from makegood.web.inputs import Day, HouseForm, Line, Prose, RowChoice


class FeedForm(HouseForm):
    """What a calendar is to show."""

    customer = RowChoice(
        label=_("What it shows"),
        nobody=_("Promises that I answer for or am named on"),
        help_text=_("These, or all promises to one customer."),
    )


class BaselineForm(HouseForm):
    """What the forecast of today is to be called."""

    name = Line(label=_("Name"), max_length=120, help_text=_("Such as: review of week 48."))


RULES: list[tuple[str, Promise]] = [
    (Rule.CLASS, _("class, by how much it would hurt the customer")),
    (Rule.TIER, _("tier of the customer, strategic first")),
    (Rule.VALUE, _("value at stake, the highest first")),
    (Rule.DUE, _("agreed date, the earliest first")),
    (Rule.FIRST_DUE, _("first date that was agreed, the earliest first")),
    (Rule.MADE, _("day it was said, the earliest first")),
]
OFFERS: list[tuple[str, Promise]] = [
    (Offers.LAST, _("behind everything that is owed")),
    (Offers.RANKED, _("where the rules put them, as if they were owed")),
]
OWN = "own"
CLASSES: list[tuple[str, Promise]] = [
    (OWN, _("the one of its severity")),
    ("0", _("before everything")),
    ("1", _("like S1: law, safety, or a second break")),
    ("2", _("like S2: material")),
    ("3", _("like S3: limited")),
    ("4", _("like S4: minor")),
    ("5", _("behind everything")),
]
RULE_FIELDS = tuple(f"rule_{place}" for place in range(1, len(RULES) + 1))


class PolicyForm(HouseForm):
    """By which rules promises rank for capacity."""

    together = (RULE_FIELDS,)

    name = Line(label=_("Name"), max_length=120, help_text=_("Such as: key customers first."))
    rule_1 = forms.ChoiceField(label=_("What comes first is decided by"), choices=RULES)
    rule_2 = forms.ChoiceField(label=_("where that is the same, by"), choices=[("", "–"), *RULES], required=False)
    rule_3 = forms.ChoiceField(label=_("then by"), choices=[("", "–"), *RULES], required=False)
    rule_4 = forms.ChoiceField(label=_("then by"), choices=[("", "–"), *RULES], required=False)
    rule_5 = forms.ChoiceField(label=_("then by"), choices=[("", "–"), *RULES], required=False)
    rule_6 = forms.ChoiceField(label=_("then by"), choices=[("", "–"), *RULES], required=False)
    offers = forms.ChoiceField(
        label=_("Drafts and offers stand"),
        choices=OFFERS,
        help_text=_("What nobody relies on yet; reserved promises are ranked as those that are owed."),
    )
    reason = Prose(label=_("Why"), max_length=5_000, help_text=_("Everybody reads it beside the policy."))

    def add_problem(self, problem: Problem) -> None:
        """Show what is wrong with the rules beside the first of them."""
        self.add_error("rule_1", problem.message) if problem.field == "rules" else super().add_problem(problem)


def class_typed(value: str) -> int | None:
    """Return a class as it was chosen; None for the one of the severity."""
    return None if value == OWN else int(value)


CLASS_NAMES: dict[int | None, Promise] = {class_typed(value): name for value, name in CLASSES}
"""What each class is called; None is that of the severity."""


class PlaceForm(HouseForm):
    """Which class one promise is tried in."""

    rank_class = forms.TypedChoiceField(label=_("Class"), choices=CLASSES, coerce=class_typed, empty_value=None)


class PublishForm(HouseForm):
    """A policy is put in force."""

    although_moved = forms.BooleanField(label=_("Although the forecast has moved since"), required=False)


class ApplyForm(PublishForm):
    """A promise is given the class that was tried."""

    reason = Prose(label=_("Why"), max_length=5_000, help_text=_("Everybody reads it on the promise."))
    field_order = ("reason", "although_moved")


_PIECE = re.compile(r"(?P<team>[^:;\n]+):\s*(?P<hours>[\d.,]+(?:\s*[-–]\s*[\d.,]+){0,2})\s*h?", re.IGNORECASE)


class Work(Prose):
    """Work as it is said on the telephone: a team and its hours, one after the other."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # a field's options
        """Know no team yet."""
        super().__init__(rows=3, required=False, **options)
        self.teams: dict[str, tuple[int, str]] = {}

    def know(self, teams: Sequence[tuple[int, str]]) -> None:
        """Take these teams for those that are meant, by their names."""
        self.teams = {name.casefold(): (number, name) for number, name in teams}

    def to_python(self, value: Any) -> list[dict[str, Any]]:  # type: ignore[override]  # noqa: ANN401  # whatever was sent
        """Read ``Assembly: 40h, Test: 12-16-30h``, each after the one before it; one number, or P10, P50 and P90."""
        pieces: list[dict[str, Any]] = []
        for said in re.split(r"[;\n]|,(?=\s*[^\d\s])", super().to_python(value)):
            if said.strip():
                pieces.append(self._piece(said.strip(), pieces))
        return pieces

    def _piece(self, said: str, before: list[dict[str, Any]]) -> dict[str, Any]:
        found = _PIECE.fullmatch(said)
        if found is None:
            raise forms.ValidationError(_("“%(said)s” is not a team and its hours, such as Assembly: 40h."),
                                        params={"said": said})  # fmt: skip
        team = self.teams.get(found["team"].strip().casefold())
        if team is None:
            near = get_close_matches(found["team"].strip().casefold(), self.teams, n=1)
            hint = (
                _("There is no team “%(said)s”. Did you mean %(near)s?") if near else _("There is no team “%(said)s”.")
            )
            params = {"said": found["team"].strip(), "near": self.teams[near[0]][1] if near else ""}
            raise forms.ValidationError(hint, params=params)
        number, name = team
        same = sum(one["team"] == number for one in before)
        after = [before[-1]["name"]] if before else []
        return {"name": f"{name} {same + 1}" if same else name, "team": number, "after": after} | _hours(found["hours"])


def _hours(said: str) -> dict[str, float]:
    """Return one number as P50, or three as P10, P50 and P90."""
    try:
        numbers = [float(one.strip().replace(",", ".")) for one in re.split(r"[-–]", said)]
        return dict(zip(("p50",) if len(numbers) == 1 else ("p10", "p50", "p90"), numbers, strict=True))
    except ValueError as error:
        text = _("“%(said)s” is no number of hours, nor three of them from the least to the most.")
        raise forms.ValidationError(text, params={"said": said}) from error


LEVEL_DAYS = 365
"""Over how many days a level of service is wished where it is said in one line: a year."""
_COMPARED = {"≥": Operator.AT_LEAST, "≤": Operator.AT_MOST} | {str(one): one for one in Operator}
_TERM = re.compile(
    r"(?P<subject>[^<>=≤≥]+?)\s*(?P<operator>>=|<=|[=≥≤])\s*"
    r"(?P<value>-?[\d.,]+(?:\.\.-?[\d.,]+)?|\S+)\s*(?P<unit>.*?)(?:\bin\s+(?P<share>\d+(?:[.,]\d+)?)\s*%)?"
)


class Wished(Prose):
    """What is wished besides the date, a line for each: ``IP rating >= 67``, or ``first reply <= 4 h in 95 %``."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # a field's options
        """Take nothing for granted."""
        super().__init__(rows=2, required=False, **options)

    def to_python(self, value: Any) -> list[dict[str, Any]]:  # type: ignore[override]  # noqa: ANN401  # whatever was sent
        """Read each line as a property of the product, or as a level of service where it says in how many cases."""
        return [self._term(said.strip()) for said in re.split(r"[;\n]", super().to_python(value)) if said.strip()]

    def _term(self, said: str) -> dict[str, Any]:
        found = _TERM.fullmatch(said)
        if found is None:
            text = _("“%(said)s” is no wish such as IP rating >= 67, or first reply <= 4 h in 95 %%.")
            raise forms.ValidationError(text, params={"said": said})
        term: dict[str, Any] = {
            "kind": TermKind.SPECIFICATION,
            "subject": found["subject"].strip(),
            "operator": _COMPARED[found["operator"]],
            "value": found["value"].replace(",", "."),
            "unit": found["unit"].strip(),
        }
        if found["share"] is None:
            return term
        share = Decimal(found["share"].replace(",", ".")) / 100
        return term | {"kind": TermKind.SERVICE_LEVEL, "target": share, "window_days": LEVEL_DAYS}


class QuoteForm(HouseForm):
    """What a customer asks for."""

    work = Work(
        label=_("Work"),
        help_text=_(
            "Teams and hours, one after the other; three numbers are P10, P50 and P90. Nothing where nobody knows."
        ),
    )
    template = RowChoice(label=_("Or like"), nobody=_("nothing yet"))
    wished = Day(label=_("Wished date"))
    terms = Wished(
        label=_("Also wished"),
        help_text=_("A property of the product, or a level of service: IP rating >= 67; first reply <= 4 h in 95 %."),
    )
    customer = RowChoice(label=_("For whom"), nobody=_("not said"))
    rank_class = forms.TypedChoiceField(label=_("Class"), choices=CLASSES[2:], coerce=int, initial=str(USUAL_CLASS))

    def add_problem(self, problem: Problem) -> None:
        """Show what is wrong with a wish beside all of them."""
        known = problem.field in self.fields or problem.code != "unable-to-add-term"
        super().add_problem(problem) if known else self.add_error("terms", problem.message)

    def know_teams(self, teams: Sequence[tuple[int, str]]) -> None:
        """Read these teams in the work."""
        field = self.fields["work"]
        if isinstance(field, Work):
            field.know(teams)
            named = [name for _number, name in teams] or [str(_("Assembly"))]
            field.widget.attrs["placeholder"] = f"{named[0]}: 40h, {named[-1]}: 12-16-30h"


class ReserveForm(HouseForm):
    """For what capacity is to be kept."""

    customer = RowChoice(label=_("For whom"), nobody="–", required=True)
    due = Day(label=_("Date that is promised"))
    wording = Prose(label=_("What we say"), rows=3, help_text=_("The exact words, as the customer will hear them."))
    days = forms.IntegerField(label=_("Kept for, in days"), min_value=1, max_value=LONGEST_HOLD_DAYS)
    reason = Prose(label=_("Why, if it is below the level"), rows=2, required=False)
    fallback = Prose(label=_("What we do then if it fails"), rows=2, required=False)

    def forbid_override(self) -> None:
        """Offer nothing to whoever may not let a date below the quoting level be promised."""
        del self.fields["reason"], self.fields["fallback"]


class BelowLevelForm(HouseForm):
    """Why a date is let be promised that is below the quoting level."""

    reason = Prose(label=_("Why below the level"), rows=3)
    fallback = Prose(
        label=_("What we do if it fails"), rows=3, help_text=_("It stands with the promise from the first day.")
    )
