"""What people type about criteria: up to eight of them, what is acceptable, and who signs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from makegood.foundation.errors import Problem
from makegood.people.queries import FUNCTION_NAMES
from makegood.people.states import Function
from makegood.promises.states import Severity
from makegood.remediation.queries.frames import CriterionSaid, FrameSaid
from makegood.remediation.states import SignOff
from makegood.web.inputs import Figure, HouseForm, Line, Percentage, Prose

MOST = 8
FIELDS = ("key", "meaning", "worst", "middle", "best", "unit", "swing", "veto")
LABELS = {
    "key": _("Criterion"),
    "meaning": _("What is meant"),
    "worst": _("Worst"),
    "middle": _("Worth half"),
    "best": _("Best"),
    "unit": _("Unit"),
    "swing": _("Swing"),
    "veto": _("Veto"),
}
DECIDERS = [(one.value, FUNCTION_NAMES[one]) for one in Function if one != Function.ADMINISTRATOR]


class CriteriaBase(HouseForm):
    """All that is fixed before there is a way out. A row without a meaning is none."""

    acceptable_risk = Percentage(
        label=_("Acceptable risk, in per cent"), help_text=_("An option that breaks the promise more often is out.")
    )
    acceptable_delay_days = Figure(label=_("Acceptable delay, in days"), min_value=0)
    reason = Prose(label=_("Why"), rows=3, max_length=5_000)

    def add_problem(self, problem: Problem) -> None:
        """Show what was refused beside the criterion that it is about."""
        parts = problem.field.replace("weighting.", "criteria.").split(".")
        keys = [str(self.data.get(f"key{n}", "")) for n in range(MOST)]
        if parts[0] == "criteria" and len(parts) > 1 and parts[1] in keys:
            where = parts[2] if len(parts) > 2 and parts[2] in FIELDS else "swing" if "swing" in parts else "meaning"
            self.add_error(f"{where}{keys.index(parts[1])}", problem.message)
        elif parts[0] == "sign_off" and f"function_{parts[-1]}" in self.fields:
            self.add_error(f"function_{parts[-1]}", problem.message)
        else:
            super().add_problem(problem)

    def heads(self) -> list[Any]:
        """Return what stands above the fields of a criterion."""
        return [LABELS[field] for field in FIELDS]

    def rows(self) -> list[list[Any]]:
        """Return the fields of each criterion, for a table."""
        return [[self[f"{field}{n}"] for field in FIELDS] for n in range(MOST)]

    def signers(self) -> list[tuple[str, list[Any]]]:
        """Return for each severity the fields that say who decides."""
        return [
            (severity.value, [self[f"function_{severity}"], self[f"from_{severity}"], self[f"above_{severity}"]])
            for severity in Severity
        ]

    def about(self) -> list[Any]:
        """Return the fields beside the tables."""
        names = ("name", "acceptable_risk", "acceptable_delay_days", "reason")
        return [self[name] for name in names if name in self.fields]

    def frame(self) -> FrameSaid:
        """Return the criteria as they were typed."""
        given = self.cleaned_data
        found = [self._criterion(n) for n in range(MOST) if given[f"key{n}"] or given[f"meaning{n}"]]
        return FrameSaid(tuple(found), given["acceptable_risk"], given["acceptable_delay_days"])

    def sign_off(self) -> tuple[SignOff, ...]:
        """Return who signs, as it was typed."""
        given = self.cleaned_data
        return tuple(
            SignOff(one.value, given[f"function_{one}"], given[f"from_{one}"], given[f"above_{one}"])
            for one in Severity
        )

    def clean(self) -> dict[str, Any]:
        """Ask for the scale of every criterion that there is."""
        given = super().clean() or self.cleaned_data
        for n in range(MOST):
            if not (given.get(f"key{n}") or given.get(f"meaning{n}")):
                continue
            for field in ("key", "meaning", "worst", "best", "swing"):
                if given.get(f"{field}{n}") in {None, ""} and f"{field}{n}" not in self.errors:
                    self.add_error(f"{field}{n}", _("Please fill this in."))
        return given

    def _criterion(self, n: int) -> CriterionSaid:
        given = {field: self.cleaned_data[f"{field}{n}"] for field in FIELDS}
        return CriterionSaid(**given)


def _built(called: str, **fields: forms.Field) -> type[CriteriaBase]:
    """Return the form with its tables, and with ``fields`` before them."""
    body: dict[str, Any] = dict(fields)
    for n in range(MOST):
        body |= {f"{field}{n}": _field(field, n) for field in FIELDS}
    for severity in Severity:
        body[f"function_{severity}"] = forms.ChoiceField(
            label=said_of(_("Decides on %(severity)s"), severity.value), choices=DECIDERS
        )
        body[f"from_{severity}"] = Figure(
            label=said_of(_("%(severity)s: from a value of"), severity.value), required=False, min_value=0
        )
        body[f"above_{severity}"] = forms.ChoiceField(
            label=said_of(_("%(severity)s: from that value on"), severity.value), choices=[("", "–"), *DECIDERS],
            required=False,
        )  # fmt: skip
        for name in (f"function_{severity}", f"from_{severity}", f"above_{severity}"):
            body[name].widget.attrs["aria-label"] = body[name].label
    return type(called, (CriteriaBase,), body)


def _filled(text: Any, severity: str) -> str:  # noqa: ANN401  # words that wait for a language
    return str(text) % {"severity": severity}


said_of = lazy(_filled, str)
"""Says a label with the severity that it is about, in the language of whoever reads it."""


def _field(field: str, n: int) -> forms.Field:
    label = format_lazy("{} {}", LABELS[field], n + 1)
    made: forms.Field
    if field in {"key", "unit", "meaning"}:
        made = Line(label=label, required=False, max_length=300 if field == "meaning" else 60)
    else:
        made = Figure(label=label, required=False)
    made.widget.attrs["aria-label"] = label
    return made


CriteriaForm = _built("CriteriaForm", name=Line(label=_("Name"), max_length=120))
LockChangeForm = _built("LockChangeForm")
"""Of other criteria in the middle of a case, which have no other name."""


def initial_of(frame: FrameSaid, sign_off: tuple[SignOff, ...]) -> Mapping[str, Any]:
    """Return what stands in the form for criteria as they are."""
    found: dict[str, Any] = {
        "acceptable_risk": frame.acceptable_risk,
        "acceptable_delay_days": frame.acceptable_delay_days,
    }
    for n, one in enumerate(frame.criteria):
        found |= {f"{field}{n}": getattr(one, field) for field in FIELDS}
    for rule in sign_off:
        found |= {
            f"function_{rule.severity}": rule.function,
            f"from_{rule.severity}": rule.from_value,
            f"above_{rule.severity}": rule.function_from,
        }
    return found
