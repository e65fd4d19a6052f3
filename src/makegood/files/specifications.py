"""What was promised about properties, and what the product can do, from specifications and attributes."""

from __future__ import annotations

from makegood.engine.portfolio import ProductAttribute, SpecificationTerm
from makegood.engine.specification_values import Range, Text, parse_value
from makegood.engine.units import UnableToConvert, convert
from makegood.files.columns import Attributes, Column, Specifications
from makegood.files.errors import mend, problem
from makegood.files.names import Names
from makegood.files.numbers import home_marks, plain_value_or_range, proven_marks
from makegood.files.refusals import Refused
from makegood.files.sheets import Sheet

_EQUALITY = ("=", "!=")


def build_attributes(attributes: Sheet) -> tuple[ProductAttribute, ...]:
    """Return the product's attributes in the order of the file."""
    attributes.refuse_duplicates(
        Attributes.attribute, [name.casefold() for name in attributes.texts(Attributes.attribute)]
    )
    attributes.refuse_earlier(Attributes.available_p90, Attributes.available_from)
    attributes.refuse_without(Attributes.available_p90, Attributes.available_from)
    values = _plain_values(attributes, Attributes.value)
    name, unit, source = (attributes.need(each) for each in (Attributes.attribute, Attributes.unit, Attributes.source))
    start, p90 = attributes.get(Attributes.available_from), attributes.get(Attributes.available_p90)
    return tuple(
        ProductAttribute(
            name=name[at],
            value=values[at],
            unit=unit[at],
            available_from=start[at],
            available_p90=p90[at],
            source=source[at],
        )
        for at in range(len(attributes))
        if at not in attributes.spoilt
    )


def build_specifications(specifications: Sheet, attributes: Sheet, promises: Names) -> tuple[SpecificationTerm, ...]:
    """Return the promised properties in the order of the file; an attribute that isn't listed is noted, no error."""
    specifications.refuse_unknown(Specifications.promise, promises, "unknown promise")
    names: tuple[Column[object], ...] = (Specifications.promise, Specifications.attribute, Specifications.operator)
    keys = list(zip(*(specifications.texts(each) for each in names), strict=True))
    specifications.refuse_duplicates(Specifications.attribute, keys)
    values = _plain_values(specifications, Specifications.value)
    _refuse_unordered(specifications, values)
    _refuse_units(specifications, attributes)
    _note_unknown(specifications, attributes)
    promise, attribute = specifications.need(Specifications.promise), specifications.need(Specifications.attribute)
    operator, unit = specifications.need(Specifications.operator), specifications.need(Specifications.unit)
    return tuple(
        SpecificationTerm(
            promise=promise[at], attribute=attribute[at], operator=operator[at], value=values[at], unit=unit[at]
        )
        for at in range(len(specifications))
        if at not in specifications.spoilt
    )


def _plain_values(sheet: Sheet, column: Column[str]) -> list[str]:
    """Return the values with numbers written plainly, so that ``0,5`` and ``0.5`` are the same promise."""
    cells = sheet.cells(column)
    marks = home_marks(cells.delimiter) + proven_marks(set(cells.texts))
    values = list(cells.texts)
    for place, text in enumerate(cells.texts):
        try:
            values[place] = plain_value_or_range(text, marks)
        except Refused as refused:
            sheet.refuse(place, column, refused)
    return values


def _refuse_unordered(specifications: Sheet, values: list[str]) -> None:
    """Refuse values that have no size, or several, where the operator compares sizes."""
    for place, operator in enumerate(specifications.get(Specifications.operator)):
        if operator is None or operator in _EQUALITY or not values[place]:
            continue
        value = parse_value(values[place])
        if isinstance(value, Text) or (isinstance(value, Range) and not value.exact):
            refused = Refused(problem("not a number"), mend("write a number", example="67"))
            specifications.refuse(place, Specifications.value, refused)


def _refuse_units(specifications: Sheet, attributes: Sheet) -> None:
    """Refuse units that can't be converted into the one in which the attribute is listed; a blank one is the same."""
    names = [name.casefold() for name in attributes.texts(Attributes.attribute)]
    units = dict(zip(names, attributes.texts(Attributes.unit), strict=True))
    rows = zip(specifications.texts(Specifications.attribute), specifications.texts(Specifications.unit), strict=True)
    for place, (attribute, unit) in enumerate(rows):
        other = units.get(attribute.casefold(), unit)
        try:
            convert(1.0, unit, other)
        except UnableToConvert:
            why = problem("units differ", unit=unit, other_unit=other, attribute=attribute)
            specifications.refuse(place, Specifications.unit, Refused(why, mend("write the same unit", unit=other)))


def _note_unknown(specifications: Sheet, attributes: Sheet) -> None:
    known = Names(attributes.texts(Attributes.attribute), listed_in=attributes.file, complete=attributes.readable)
    texts = list(specifications.texts(Specifications.attribute))
    folded = {name.casefold() for name in attributes.texts(Attributes.attribute)}
    for name in sorted(one for one in known.unknown(texts) if one.casefold() not in folded):
        row, suggestion = specifications.row(texts.index(name)), known.nearest(name)
        specifications.reading.journal.note(
            specifications.file, "unknown attribute", row=row, attribute=name, suggestion=suggestion
        )
