"""Promised levels of service and their measurements, from service_levels and measurements."""

from __future__ import annotations

from makegood.engine.portfolio import Measurement, ServiceLevelTerm
from makegood.files.columns import Column, Measurements, ServiceLevels
from makegood.files.names import Names
from makegood.files.sheets import Sheet


def build_measurements(measurements: Sheet) -> tuple[Measurement, ...]:
    """Return the measurements in the order of the file; those after the day of the forecast are kept and noted."""
    moments = measurements.need(Measurements.at)
    measures, values = measurements.need(Measurements.measure), measurements.need(Measurements.value)
    as_of = measurements.reading.as_of
    later = sum(at is not None and at.date() > as_of for at in measurements.get(Measurements.at))
    if later:
        values_of_note = {"column": Measurements.at.name, "count": later, "as_of": as_of}
        measurements.reading.journal.note(measurements.file, "later than as-of", **values_of_note)
    return tuple(
        Measurement(measure, at, value)
        for place, (measure, at, value) in enumerate(zip(measures, moments, values, strict=True))
        if place not in measurements.spoilt
    )


def build_service_levels(levels: Sheet, measurements: Sheet, promises: Names) -> tuple[ServiceLevelTerm, ...]:
    """Return the promised levels in the order of the file; a measure without measurements is noted, no error."""
    levels.refuse_unknown(ServiceLevels.promise, promises, "unknown promise")
    levels.refuse_earlier(ServiceLevels.end, ServiceLevels.start)
    stated: tuple[Column[object], ...] = (ServiceLevels.promise, ServiceLevels.measure, ServiceLevels.operator)
    window = (ServiceLevels.threshold, ServiceLevels.start, ServiceLevels.end)
    keys = list(zip(*(levels.texts(each) for each in (*stated, *window)), strict=True))
    levels.refuse_duplicates(ServiceLevels.measure, keys)
    _note_unmeasured(levels, measurements)
    promise, measure = levels.need(ServiceLevels.promise), levels.need(ServiceLevels.measure)
    operator, threshold = levels.need(ServiceLevels.operator), levels.need(ServiceLevels.threshold)
    target, unit = levels.need(ServiceLevels.target), levels.need(ServiceLevels.unit)
    start, end = levels.need(ServiceLevels.start), levels.need(ServiceLevels.end)
    return tuple(
        ServiceLevelTerm(
            promise=promise[at],
            measure=measure[at],
            operator=operator[at],
            threshold=threshold[at],
            target=target[at],
            start=start[at],
            end=end[at],
            unit=unit[at],
        )
        for at in range(len(levels))
        if at not in levels.spoilt
    )


def _note_unmeasured(levels: Sheet, measurements: Sheet) -> None:
    names = measurements.texts(Measurements.measure)
    known = Names(names, listed_in=measurements.file, complete=measurements.readable)
    texts = list(levels.texts(ServiceLevels.measure))
    folded = {name.casefold() for name in names}
    for name in sorted(one for one in known.unknown(texts) if one.casefold() not in folded):
        row, suggestion = levels.row(texts.index(name)), known.nearest(name)
        levels.reading.journal.note(levels.file, "no measurements", row=row, measure=name, suggestion=suggestion)
