"""What people type about decisions: judgements, who is to decide, and what they decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from makegood.foundation.errors import Problem
from makegood.web.inputs import Figure, HouseForm, Prose, RowChoice


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that somebody is asked to judge."""

    option: int
    title: str
    criterion: str
    name: str
    meaning: str
    worst: float
    best: float

    @property
    def place(self) -> str:
        """Return how the service names it."""
        return f"{self.option}.{self.criterion}"


class JudgeForm(HouseForm):
    """Judgements of everything that one is asked, with a reason for each."""

    asked: tuple[Asked, ...] = ()

    def add_problem(self, problem: Problem) -> None:
        """Show what was refused beside the judgement that it is about."""
        places = {one.place: place for place, one in enumerate(self.asked)}
        at = places.get(problem.field)
        if at is None:
            super().add_problem(problem)
        else:
            self.add_error(f"value{at}", problem.message)

    def sections(self) -> list[dict[str, Any]]:
        """Return the fields of each option, with what each is about."""
        found: dict[str, list[dict[str, Any]]] = {}
        for place, one in enumerate(self.asked):
            row = {"asked": one, "value": self[f"value{place}"], "reason": self[f"reason{place}"]}
            found.setdefault(one.title, []).append(row)
        return [{"title": title, "rows": rows} for title, rows in found.items()]

    def given(self) -> list[tuple[Asked, float, str]]:
        """Return what was judged: a field that was left empty is not judged yet."""
        rows = (
            (one, self.cleaned_data[f"value{n}"], self.cleaned_data[f"reason{n}"]) for n, one in enumerate(self.asked)
        )
        return [(one, value, reason) for one, value, reason in rows if value is not None]


def judge_form(asked: Iterable[Asked]) -> type[JudgeForm]:
    """Return a form with a value and a reason for everything that is asked."""
    known = tuple(asked)
    body: dict[str, Any] = {"asked": known}
    for place, one in enumerate(known):
        scale = _("%(worst)g is worst, %(best)g best") % {"worst": one.worst, "best": one.best}
        body[f"value{place}"] = Figure(label=_("Judgement"), required=False, help_text=scale)
        body[f"reason{place}"] = Prose(label=_("Why"), rows=2, max_length=2_000, required=False)
    return type("JudgeForm", (JudgeForm,), body)


class SubmitForm(HouseForm):
    """Who is to decide."""

    decider = RowChoice(label=later("Who decides"), nobody="", required=True)


class DecideForm(HouseForm):
    """What is decided, and why."""

    option = RowChoice(label=later("Decide for"), nobody="–", required=True)
    reason = Prose(
        label=later("Why"), rows=4, max_length=5_000,
        help_text=later("Where it is a tie, or not what ranks first, say what weighs more than the criteria do."),
    )  # fmt: skip


class AnswerForm(HouseForm):
    """Yes or no to other criteria in the middle of a case."""

    is_approved = forms.TypedChoiceField(
        label=later("The change"),
        choices=[("yes", later("counts from now on")), ("no", later("does not count"))],
        coerce=lambda value: value == "yes",
    )
    reason = Prose(
        label=later("Why"), rows=3, max_length=5_000, required=False, help_text=later("Needed to refuse it.")
    )
