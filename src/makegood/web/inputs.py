"""What forms are made of: text that can be kept, and errors of services beside the fields they name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _

from makegood.foundation.errors import Problem
from makegood.foundation.texts import clean, clean_line

Words = str | Promise

MOMENT = "%Y-%m-%dT%H:%M"
DIGITS = 18
"""No number of a row is longer; a database refuses to look for one that does not fit."""
THEIR_ZONE = lazy(timezone.get_current_timezone_name, str)()
"""The time zone of whoever looks, for the hint of a moment."""


def number_in(text: str) -> int | None:
    """Return the number of a row that an address or a form names; None where it names none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else None


class Line(forms.CharField):
    """Text of one line."""

    def to_python(self, value: Any) -> str:  # noqa: ANN401  # whatever was sent
        """Clean the text as the services do, so that its length is what will be kept."""
        return _kept(clean_line, super().to_python(value) or "")


class RowChoice(forms.TypedChoiceField):
    """A row chosen by its number; where none may be chosen, ``nobody`` says what that is called."""

    def __init__(self, *, nobody: Words = "", required: bool = False, **options: Any) -> None:  # noqa: ANN401  # a field's
        """Choose among what the view offers."""
        super().__init__(coerce=int, empty_value=None, required=required, **options)
        self._nobody = nobody

    def offer(self, rows: Sequence[tuple[int, str]]) -> None:
        """Offer ``rows`` by number and name, after nobody where that may be chosen."""
        self.choices = [("", self._nobody), *rows] if self._nobody else list(rows)


class TickedRows(forms.Field):
    """Numbers of rows that were ticked; whatever is no number of a row is left out."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[int]:  # noqa: ANN401  # whatever was sent
        """Return the numbers."""
        return [number for one in value or () if (number := number_in(one)) is not None]


class Day(forms.DateField):
    """A day, chosen from the browser's calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Figure(forms.FloatField):
    """A number as it is computed with, shown without zeros that say nothing."""

    widget = forms.NumberInput(attrs={"step": "any"})

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401  # whatever was typed, or the number
        """Write a number plainly; leave what was typed as it is."""
        return f"{value:.15g}" if isinstance(value, float) else value


class Percentage(Figure):
    """A share between 0 and 1, typed and shown in per cent."""

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]  # noqa: ANN401  # fields of floats widen it; whatever was sent
        """Return the share."""
        percent = super().to_python(value)
        if percent is None:
            return None
        if not 0 <= percent <= 100:  # per cent
            raise forms.ValidationError(_("Please give a percentage from 0 to 100."))
        return float(Decimal(repr(percent)) / 100)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401  # whatever was typed, or the share
        """Write a share in per cent."""
        return super().prepare_value(float(Decimal(repr(value)) * 100) if isinstance(value, float) else value)


class Moment(forms.DateTimeField):
    """A day and a time, in the zone of whoever types it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # a field's options
        """Read what browsers send, with seconds or without."""
        super().__init__(input_formats=[MOMENT, f"{MOMENT}:%S"], **options)

    def to_python(self, value: Any) -> datetime | None:  # noqa: ANN401  # whatever was sent
        """Read a moment; of an hour that the clock shows twice in a night, the first, as clocks in daily life do."""
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            naive = (error.params or {}).get("datetime")
            if error.code != "ambiguous_timezone" or not isinstance(naive, datetime):
                raise
            aware = naive.replace(tzinfo=timezone.get_current_timezone())
            moment = aware.astimezone(UTC)
            if timezone.localtime(moment).replace(tzinfo=None) != naive:
                raise forms.ValidationError(_("The clock skips this hour in that night.")) from error
            return moment


class Prose(forms.CharField):
    """Text of several lines."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 4, **options: Any) -> None:  # noqa: ANN401  # a field's options
        """Show ``rows`` lines."""
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: Any) -> str:  # noqa: ANN401  # whatever was sent
        """Clean the text as the services do."""
        return _kept(clean, super().to_python(value) or "")


def _kept(cleaning: Callable[[str], str], text: str) -> str:
    try:
        return cleaning(text)
    except Problem as problem:
        raise forms.ValidationError(problem.message) from problem


class HouseForm(forms.Form):
    """The base of every form: no colon after labels, and the version of what is edited."""

    use_required_attribute = True

    keeps: ClassVar[tuple[str, ...]] = ()
    """Choices in which what is there now stays offered even where nobody could choose it anew.

    Programs store more than pages offer, and what was offered once may be no more: saving must not change it unseen.
    """
    together: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Fields that mean something only together: where two people change one each, somebody must look at both."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        offers: Mapping[str, Sequence[tuple[int, str]]] | None = None,
        called: Mapping[str, str] | None = None,
        **options: Any,  # noqa: ANN401  # a form's options
    ) -> None:
        """Take for each field what was typed, or what somebody else had stored where that was chosen.

        ``offers`` are rows that can be chosen, by field; ``called`` names what is there now in a field that keeps it.
        """
        super().__init__(_merged(data) if data is not None else None, **options)
        self.label_suffix = ""
        for name, rows in (offers or {}).items():
            field = self.fields[name]
            if not isinstance(field, RowChoice):
                raise TypeError(f"{name} is no choice of a row")
            field.offer(rows)
        for name in self.keeps:
            self._keep_offered(name, (called or {}).get(name, ""))

    def _keep_offered(self, name: str, called: str) -> None:
        field, present = self.fields[name], self.initial.get(name)
        if not isinstance(field, forms.ChoiceField):
            raise TypeError(f"{name} is no choice")
        offered = _flat(field)
        if present not in {None, ""} and str(present) not in dict(offered):
            field.choices = [*offered, (str(present), called or str(present))]

    @staticmethod
    def version(params: QueryDict) -> int:
        """Return the version of what was edited, as the form was told it; -1, which is never current, for nonsense."""
        sent = params.get("version", "")
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1

    def add_problem(self, problem: Problem) -> None:
        """Show what a service refused beside the field it names, or above the form."""
        self.add_error(problem.field if problem.field in self.fields else None, problem.message)


def _merged(data: QueryDict) -> QueryDict:
    """Return what was sent, with the other's value in each field for which the conflict page says so."""
    kept = [
        name.removeprefix("keep-") for name, choice in data.items() if name.startswith("keep-") and choice == "theirs"
    ]
    if not kept:
        return data
    merged = data.copy()
    for name in kept:
        merged.setlist(name, data.getlist(f"theirs-{name}"))
    return merged


def _flat(field: forms.ChoiceField) -> list[tuple[str, str]]:
    return [(str(value), str(name)) for value, name in field.choices]  # type: ignore[misc, union-attr]  # no groups in the house, and read
