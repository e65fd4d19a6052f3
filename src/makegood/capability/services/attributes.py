"""What the product has: stated by those who build it, now or from a day on the roadmap."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from makegood.capability.models import ProductAttribute
from makegood.capability.policies import check_change_attributes
from makegood.capability.services import checking
from makegood.capability.services.checking import Refusal, plain_value
from makegood.capability.services.finding import ATTRIBUTE, index_attributes
from makegood.capability.services.news import tell_forecasts
from makegood.files.numbers import parse_number, plain_value_or_range
from makegood.files.refusals import Refused
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.services import record
from makegood.foundation.search.services import remove
from makegood.foundation.search.words import folded
from makegood.foundation.texts import kept_line
from makegood.foundation.versions import changes_between, check_version

NAME, VALUE, SOURCE = 120, 60, 200


class UnableToStateAttribute(Problem):
    """Something given can't be kept, or there is an attribute of this name; ``field`` names it."""

    code = "unable-to-state-attribute"


class AttributeFields(TypedDict, total=False):
    """What can be said about an attribute; ``available_from`` None: it is there now."""

    name: str
    value: str
    unit: str
    available_from: date | None
    available_p90: date | None
    source: str


@transaction.atomic
def add_attribute(*, by: Viewer, at: datetime, **fields: Unpack[AttributeFields]) -> int:
    """State something that the product has or will have; return its number. Denied, UnableToStateAttribute."""
    check_change_attributes(by)
    attribute = ProductAttribute(made_at=at, made_by_id=by.number)
    known = checked({"name": "", "value": "", **fields}, attribute)
    apply(attribute, known)
    _keep(attribute)
    index_attributes([attribute])
    tell_forecasts(attributes=[attribute.pk], at=at)
    record(verb="attribute.add", subject=(ATTRIBUTE, attribute.pk), actor=by.actor, at=at, facts=plain(known))
    return attribute.pk


@transaction.atomic
def change_attribute(*, number: int, version: int, by: Viewer, at: datetime, **fields: Unpack[AttributeFields]) -> None:
    """Change what is given of an attribute that was read as ``version``.

    Denied, NotFound, Stale, UnableToStateAttribute. A change that changes nothing leaves no trace.
    """
    check_change_attributes(by)
    attribute = checking.locked_attribute(number)
    before = values_of(attribute)
    known = checked(fields, attribute)
    check_version(seen=version, current=attribute.version, wanted=known, now=before)
    changed = changes_between(before, known)
    if not changed:
        return
    apply(attribute, known)
    attribute.version += 1
    _keep(attribute)
    index_attributes([attribute])
    tell_forecasts(attributes=[number], at=at)
    facts = {"changed": {name: [plain_value(one) for one in pair] for name, pair in changed.items()}}
    record(verb="attribute.change", subject=(ATTRIBUTE, number), actor=by.actor, at=at, facts=facts)


@transaction.atomic
def remove_attribute(*, number: int, reason: str, by: Viewer, at: datetime) -> None:
    """Take an attribute off the list: what was promised of it is then compared with nothing; Denied, NotFound."""
    check_change_attributes(by)
    attribute = checking.locked_attribute(number)
    why = kept_line(reason, field="reason", most=500, refusal=UnableToStateAttribute, needed=True)
    facts = {"name": attribute.name, "value": f"{attribute.value} {attribute.unit}".strip(), "reason": why}
    attribute.delete()
    remove(kind=ATTRIBUTE, number=number)
    tell_forecasts(attributes=[number], at=at)
    record(verb="attribute.remove", subject=(ATTRIBUTE, number), actor=by.actor, at=at, facts=facts)


def checked(fields: AttributeFields, attribute: ProductAttribute) -> dict[str, Any]:
    """Return what was given of ``attribute`` as it is kept, by field; UnableToStateAttribute."""
    refusal: Refusal = UnableToStateAttribute
    checks: Mapping[str, Any] = {
        "name": partial(kept_line, field="name", most=NAME, refusal=refusal, needed=True),
        "value": _value,
        "unit": partial(checking.unit, refusal=refusal),
        "source": partial(kept_line, field="source", most=SOURCE, refusal=refusal),
        "available_from": partial(_day, "available_from"),
        "available_p90": partial(_day, "available_p90"),
    }
    known = {name: checks[name](value) for name, value in fields.items()}
    whole = {**values_of(attribute), **known}
    _check_dates(whole["available_from"], whole["available_p90"])
    if whole["unit"] and not _is_number(whole["value"]):
        raise refusal(_("What has a unit is a number, or a range such as 95..105."), field="value")
    return known


def apply(attribute: ProductAttribute, known: Mapping[str, Any]) -> None:
    """Let ``attribute`` have these values."""
    for name, value in known.items():
        setattr(attribute, name, value)
    attribute.words = folded(attribute.name)


def values_of(attribute: ProductAttribute) -> dict[str, Any]:
    """Return what an attribute has, by field."""
    return {name: getattr(attribute, name) for name in AttributeFields.__annotations__}


def plain(known: Mapping[str, Any]) -> dict[str, object]:
    """Return fields as history keeps them."""
    return {name: plain_value(value) for name, value in known.items()}


def _value(text: str) -> str:
    """Return a value with its numbers written plainly, so that 0,5 and 0.5 are the same, as in files."""
    cleaned = kept_line(text, field="value", most=VALUE, refusal=UnableToStateAttribute, needed=True)
    try:
        return plain_value_or_range(cleaned, ".")
    except Refused as refused:
        raise UnableToStateAttribute(
            _("Please write numbers plainly, such as 1234.5, and ranges from the smaller end: 95..105."), field="value"
        ) from refused


def _is_number(value: str) -> bool:
    try:
        for end in value.split(".."):
            parse_number(end.strip(), ".")
    except Refused:
        return False
    return True


def _day(field: str, value: date | None) -> date | None:
    return None if value is None else checking.day(value, field=field, refusal=UnableToStateAttribute)


def _check_dates(median: date | None, late: date | None) -> None:
    if late is not None and median is None:
        raise UnableToStateAttribute(_("Say first from when it is likely to be there."), field="available_from")
    if late is not None and median is not None and late < median:
        raise UnableToStateAttribute(_("This is before the day from which it is likely."), field="available_p90")


def _keep(attribute: ProductAttribute) -> None:
    taken = UnableToStateAttribute(_("There is an attribute of this name already."), field="name")
    if ProductAttribute.objects.filter(name__iexact=attribute.name).exclude(pk=attribute.pk).exists():
        raise taken
    try:
        with transaction.atomic():
            attribute.save()
    except IntegrityError as error:  # somebody took the name since it was looked for
        raise taken from error
