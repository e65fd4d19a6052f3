"""What people type about terms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from makegood.web.inputs import HouseForm, Line, Prose, RowChoice


class Synonyms(Prose):
    """Words that mean the same, one a line."""

    def clean(self, value: Any) -> list[str]:  # noqa: ANN401  # a list of what was typed
        """Return the lines that hold something."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401  # a list, or what was typed
        """Show a list as lines."""
        return "\n".join(value) if isinstance(value, (list, tuple)) else value


class TermForm(HouseForm):
    """What a word means here."""

    name = Line(label=_("Term"), max_length=120)
    definition = Prose(label=_("What it means here"), max_length=4000)
    synonyms = Synonyms(
        label=_("Other words for it"), required=False, rows=3, help_text=_("One a line; they lead here too.")
    )
    owner = RowChoice(label=_("Who decides what it means"), nobody=_("Nobody yet"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    keeps = ("owner",)


class TermChangeForm(TermForm):
    """What a word means from now on, and why."""

    language = None  # type: ignore[assignment]  # a term keeps its language
    reason = Line(label=_("Why this is better"), max_length=500)


class RetireForm(HouseForm):
    """Why a word is not used any more."""

    reason = Line(label=_("Why"), max_length=500)
