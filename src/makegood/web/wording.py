"""Values as a person reads them: what a form would hold, in words, in the reader's language and time zone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import takewhile
from typing import Any

from django import forms
from django.utils import formats, timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

NOTHING = "–"
SHORT = 120
"""Letters up to which a text is shown whole beside the one that it became."""
LONGEST = 240
AROUND = 4
"""Words that are left standing around a difference."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})")


def in_words(field: forms.Field | None, value: Any) -> str:  # noqa: ANN401  # of any field
    """Say a value of ``field``, as a form or as history keeps it; without a field, as it looks by itself."""
    names = choices_of(field)
    if value in (None, "", [], ()):
        return names.get("") or NOTHING
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(names.get(str(one), str(one)) for one in value)
    if names:
        return names.get(str(value), str(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, forms.DecimalField | forms.FloatField):
        return _number(field.prepare_value(value))
    return told_plainly(value)


def told_plainly(value: object) -> str:
    """Say a value as it looks: days and moments, written as JSON has them or not, as the reader writes them."""
    if isinstance(value, str):
        value = _read(value)
    if isinstance(value, datetime):
        return str(formats.date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT"))
    if isinstance(value, date):
        return str(formats.date_format(value, "DATE_FORMAT"))
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return str(value)


def set_apart(before: str, after: str) -> tuple[str, str]:
    """Shorten two long texts to where they differ, with a few words around it."""
    if max(len(before), len(after)) <= SHORT:
        return before, after
    old, new = before.split(), after.split()
    front = _shared(old, new)
    back = _shared(old[front:][::-1], new[front:][::-1])
    return _part(old, front, back), _part(new, front, back)


def choices_of(field: forms.Field | None) -> Mapping[str, str]:
    """Return what the choices of a field are called, by their values as they are sent; nothing for other fields."""
    if not isinstance(field, forms.ChoiceField):
        return {}
    return {str(value): str(name) for value, name in field.choices}  # type: ignore[misc, union-attr]  # no groups in the house, and read


def _number(value: object) -> str:
    try:
        return formats.number_format(Decimal(str(value)), use_l10n=True, force_grouping=True)
    except InvalidOperation:
        return str(value)  # such as "5 kg", which something else kept under the same name


def _read(text: str) -> object:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass  # looks like one and is none, such as 2027-02-31
    return text


def _shared(one: list[str], other: list[str]) -> int:
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _part(words: list[str], front: int, back: int) -> str:
    first, last = max(front - AROUND, 0), min(len(words) - back + AROUND, len(words))
    text = Truncator(" ".join(words[first:last])).chars(LONGEST, truncate=" …")
    return f"{'… ' if first else ''}{text}{' …' if last < len(words) else ''}" or NOTHING
