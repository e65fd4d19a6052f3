"""Whether the product has what was promised of it: attribute, operator, value, unit (engine decisions 14 and 15).

What is known of an attribute is its stated value or range, now or from a date on the roadmap, and, where single units
were measured under the attribute's name, those measurements, which then decide. A range says where the value lies, not
what the product can be operated at: state an operating range as two attributes, one for each end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from makegood.engine.portfolio import ProductAttribute, SpecificationTerm
from makegood.engine.proportions import wilson
from makegood.engine.results import Message, TermState
from makegood.engine.specification_values import Range, Value, chance, parse_value, reached, shortfall
from makegood.engine.term_states import SAFE, state_of
from makegood.engine.units import UnableToConvert

DETAILS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "attribute unknown": ("attribute",),
        "units incompatible": ("attribute", "promised_unit", "known_unit"),
        "not comparable": ("attribute", "operator", "promised", "capable"),
        "exact value within a range": ("attribute", "promised", "capable"),
        "share of the range": ("attribute", "share", "capable"),
        "units measured": ("attribute", "kept", "measured", "low", "high"),
        "on the roadmap": ("attribute", "available_from", "available_p90", "source"),
    }
)
"""Codes of :attr:`SpecificationVerdict.detail` with the values of each. Shares are between 0 and 1, ``kept`` and
``measured`` counts, ``available_from`` a date, ``available_p90`` a date or None, the rest texts."""


@dataclass(frozen=True, slots=True)
class SpecificationVerdict:
    """What is known of one specification.

    ``p_now`` is the probability that the value satisfies the term (once it is available, where that is later), and 0
    without meaning where the term is unchecked. ``capable`` is the value known, in the promised unit; of measured units
    what 85 % of them reach. ``gap`` is its shortfall in that unit, None where it is no number or nothing lacks.
    ``available_from`` (median) and ``available_p90`` are set where it will only be available later.
    """

    state: TermState
    p_now: float
    capable: str | None
    gap: float | None
    available_from: date | None
    available_p90: date | None
    detail: Message | None


@dataclass(frozen=True, slots=True)
class _Evidence:
    """How well a term is satisfied by what is known, roadmap aside."""

    p: float
    conclusive: bool
    capable: str
    gap: float | None
    detail: Message | None


class _Unchecked(Exception):
    """The term can't be judged, for the reason in ``detail``."""

    def __init__(self, detail: Message, capable: str | None = None) -> None:
        super().__init__(detail.code)
        self.verdict = SpecificationVerdict("unchecked", 0.0, capable, None, None, None, detail)


def judge_specification(
    term: SpecificationTerm, attribute: ProductAttribute | None, measurements: Sequence[float], *, as_of: date
) -> SpecificationVerdict:
    """Judge ``term`` by its product ``attribute`` and the values measured of single units, in the attribute's unit.

    A blank unit is read as the other side's. Measurements count where the promise is a number and the attribute is
    available now; those of a product on the roadmap would be measurements of something else.
    """
    if attribute is None:
        return _Unchecked(Message("attribute unknown", {"attribute": term.attribute})).verdict
    later = attribute.available_from is not None and attribute.available_from > as_of
    try:
        evidence = _evidence(term, attribute, () if later else measurements)
    except _Unchecked as unchecked:
        return unchecked.verdict
    return _from_roadmap(evidence, attribute) if later else _now(evidence)


def _now(evidence: _Evidence) -> SpecificationVerdict:
    state = state_of(evidence.p, conclusive=evidence.conclusive)
    return SpecificationVerdict(state, evidence.p, evidence.capable, evidence.gap, None, None, evidence.detail)


def _from_roadmap(evidence: _Evidence, attribute: ProductAttribute) -> SpecificationVerdict:
    """Add the date to what will satisfy the term; what will not anyway has no use for one."""
    verdict = _now(evidence)
    if verdict.state == "not met":
        return verdict
    dates = attribute.available_from, attribute.available_p90
    values = {"available_from": dates[0], "available_p90": dates[1], "source": attribute.source}
    detail = Message("on the roadmap", {"attribute": attribute.name, **values})
    state: TermState = "met later" if verdict.state == "met" else verdict.state
    return SpecificationVerdict(state, evidence.p, evidence.capable, evidence.gap, *dates, detail)


def _evidence(term: SpecificationTerm, attribute: ProductAttribute, measurements: Sequence[float]) -> _Evidence:
    promised, unit = parse_value(term.value), term.unit.strip() or attribute.unit.strip()
    try:
        if isinstance(promised, Range) and measurements:
            in_unit = [Range(value, value).in_unit(attribute.unit, unit).low for value in measurements]
            return _measured(term, promised, in_unit, unit)
        return _stated(term, promised, attribute, unit)
    except UnableToConvert as error:
        units = {"promised_unit": term.unit, "known_unit": attribute.unit}
        capable = f"{attribute.value} {attribute.unit}"
        raise _Unchecked(Message("units incompatible", {"attribute": attribute.name, **units}), capable) from error


def _measured(term: SpecificationTerm, promised: Range, measured: Sequence[float], unit: str) -> _Evidence:
    """Judge by the share of measured units: P = (k + ½)/(n + 1), so that few units never give certainty."""
    outcomes = [chance(Range(value, value), term.operator, promised) for value in measured]
    capable = reached(measured, term.operator, SAFE)
    if None in outcomes:
        raise _not_comparable(term, _with_unit(capable, unit))
    kept, count = sum(outcome == 1 for outcome in outcomes), len(outcomes)
    low, high = wilson(kept, count)
    values = {"attribute": term.attribute, "kept": kept, "measured": count, "low": low, "high": high}
    return _Evidence(
        p=(kept + 0.5) / (count + 1),
        conclusive=not low <= SAFE <= high,
        capable=_with_unit(capable, unit),
        gap=shortfall(capable, term.operator, promised),
        detail=Message("units measured", values),
    )


def _stated(term: SpecificationTerm, promised: Value, attribute: ProductAttribute, unit: str) -> _Evidence:
    known = parse_value(attribute.value)
    if not (isinstance(promised, Range) and isinstance(known, Range)):
        capable = f"{attribute.value.strip()} {attribute.unit.strip()}".strip()
        return _certain(term, chance(known, term.operator, promised), capable)
    known = known.in_unit(attribute.unit, unit)
    capable, share = _with_unit(known, unit), chance(known, term.operator, promised)
    if share is None and promised.exact:
        promised_text = _with_unit(promised, unit)
        values = {"attribute": term.attribute, "promised": promised_text, "capable": capable}
        raise _Unchecked(Message("exact value within a range", values), capable)
    gap = shortfall(known, term.operator, promised)
    detail = None
    if share is not None and 0 < share < 1:
        detail = Message("share of the range", {"attribute": term.attribute, "share": share, "capable": capable})
    evidence = _certain(term, share, capable)
    return _Evidence(evidence.p, evidence.conclusive, capable, gap, detail)


def _certain(term: SpecificationTerm, probability: float | None, capable: str) -> _Evidence:
    if probability is None:
        raise _not_comparable(term, capable)
    return _Evidence(probability, conclusive=True, capable=capable, gap=None, detail=None)


def _not_comparable(term: SpecificationTerm, capable: str) -> _Unchecked:
    promised = f"{term.value.strip()} {term.unit.strip()}".strip()
    values = {"attribute": term.attribute, "operator": term.operator, "promised": promised, "capable": capable}
    return _Unchecked(Message("not comparable", values), capable)


def _with_unit(value: Range, unit: str) -> str:
    return f"{value} {unit}".strip()
