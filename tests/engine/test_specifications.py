from __future__ import annotations

from datetime import date

import pytest

from makegood.engine.portfolio import Operator, ProductAttribute, SpecificationTerm
from makegood.engine.specifications import DETAILS, SpecificationVerdict, judge_specification

TODAY = date(2026, 11, 23)


def judge(
    operator: Operator,
    promised: str,
    unit: str = "",
    *,
    known: str,
    known_unit: str = "",
    measured: tuple[float, ...] = (),
    available_from: date | None = None,
    available_p90: date | None = None,
) -> SpecificationVerdict:
    term = SpecificationTerm(promise="NW-17", attribute="reach", operator=operator, value=promised, unit=unit)
    attribute = ProductAttribute(
        name="reach",
        value=known,
        unit=known_unit,
        available_from=available_from,
        available_p90=available_p90,
        source="roadmap",
    )
    verdict = judge_specification(term, attribute, measured, as_of=TODAY)
    if verdict.detail is not None:
        assert set(verdict.detail.values) == set(DETAILS[verdict.detail.code])
    return verdict


def code(verdict: SpecificationVerdict) -> str:
    assert verdict.detail is not None
    return verdict.detail.code


def test_a_value_that_satisfies_the_term_is_met() -> None:
    assert judge(">=", "100", "mm", known="105", known_unit="mm") == SpecificationVerdict(
        "met", 1.0, "105 mm", None, None, None, None
    )


def test_a_value_that_falls_short_says_by_how_much_in_the_promised_unit() -> None:
    verdict = judge(">=", "1.2", "m", known="105", known_unit="cm")
    assert (verdict.state, verdict.p_now, verdict.capable) == ("not met", 0.0, "1.05 m")
    assert verdict.gap == pytest.approx(0.15)


def test_temperatures_are_converted_with_their_offset() -> None:
    assert judge("<=", "185", "°F", known="85", known_unit="°C").state == "met"
    assert judge("<=", "184", "°F", known="85", known_unit="°C").gap == pytest.approx(1)


def test_a_blank_unit_is_read_as_the_other_one() -> None:
    assert judge(">=", "100", "", known="105", known_unit="mm").capable == "105 mm"
    assert judge(">=", "100", "mm", known="105").capable == "105 mm"


def test_part_of_a_range_is_at_risk_with_its_share_as_probability() -> None:
    verdict = judge(">=", "100", "mm", known="95..105", known_unit="mm")
    assert (verdict.state, verdict.p_now, verdict.gap, code(verdict)) == ("at risk", 0.5, 5.0, "share of the range")


def test_an_exact_value_within_a_range_stays_unchecked() -> None:
    verdict = judge("=", "24", "V", known="23..25", known_unit="V")
    assert (verdict.state, verdict.capable, code(verdict)) == ("unchecked", "23..25 V", "exact value within a range")


def test_grades_are_compared_by_their_number() -> None:
    assert judge(">=", "IP67", known="IP68").state == "met"
    lower = judge(">=", "IP67", known="IP65")
    assert (lower.state, lower.capable, lower.gap) == ("not met", "IP65", None)


def test_texts_are_equal_in_any_case_and_spacing() -> None:
    assert judge("=", "Stainless Steel", known="stainless  steel").state == "met"
    assert judge("=", "Stainless Steel", known="brass").state == "not met"


@pytest.mark.parametrize(("promised", "known"), [("steel", "brass"), ("IP67", "Cat6"), ("67", "IP67"), ("1..2", "3")])
def test_what_cannot_be_ordered_stays_unchecked(promised: str, known: str) -> None:
    verdict = judge(">=", promised, known=known)
    assert (verdict.state, code(verdict)) == ("unchecked", "not comparable")


@pytest.mark.parametrize("unit", ["kg", "frobs", "9**9**9**9"])
def test_units_that_do_not_fit_leave_the_term_unchecked(unit: str) -> None:
    verdict = judge(">=", "2", "V", known="3", known_unit=unit)
    assert (verdict.state, verdict.capable, code(verdict)) == ("unchecked", f"3 {unit}", "units incompatible")


def test_an_unknown_attribute_leaves_the_term_unchecked() -> None:
    term = SpecificationTerm(promise="NW-17", attribute="reach", operator=">=", value="1")
    verdict = judge_specification(term, None, [2.0], as_of=TODAY)
    assert (verdict.state, verdict.capable, code(verdict)) == ("unchecked", None, "attribute unknown")


def test_measured_units_decide_over_the_stated_value() -> None:
    verdict = judge(">=", "100", "mm", known="105", known_unit="mm", measured=(101, 102, 103, 99, 98, 97))
    assert (verdict.state, verdict.p_now, verdict.capable) == ("at risk", 3.5 / 7, "97 mm")
    assert verdict.gap == 3
    assert verdict.detail is not None
    assert (verdict.detail.values["kept"], verdict.detail.values["measured"]) == (3, 6)
    assert verdict.detail.values["high"] == pytest.approx(0.8124, abs=1e-4)


def test_measurements_are_converted_from_the_unit_of_the_attribute() -> None:
    verdict = judge(">=", "1", "m", known="105", known_unit="cm", measured=(101, 102, 103, 104, 105, 106))
    assert (verdict.state, verdict.p_now, verdict.capable) == ("met", 6.5 / 7, "1.01 m")


def test_few_measured_units_never_give_certainty() -> None:
    single = judge(">=", "100", known="105", measured=(101,))
    assert (single.state, single.p_now) == ("inconclusive", 0.75)
    assert judge(">=", "100", known="105", measured=(99,) * 10).p_now == pytest.approx(0.5 / 11)


def test_measurements_cannot_decide_on_a_text() -> None:
    assert judge("=", "brass", known="brass", measured=(1, 2)).state == "met"


def test_measured_units_of_a_promised_range_may_never_be_ordered_against_it() -> None:
    verdict = judge(">=", "1..2", known="3", measured=(3, 4))
    assert (verdict.state, code(verdict)) == ("unchecked", "not comparable")


def test_what_the_roadmap_brings_is_met_later() -> None:
    later, latest = date(2027, 1, 15), date(2027, 3, 1)
    verdict = judge(">=", "100", known="105", available_from=later, available_p90=latest, measured=(90, 90))
    assert (verdict.state, verdict.p_now, code(verdict)) == ("met later", 1.0, "on the roadmap")
    assert (verdict.available_from, verdict.available_p90) == (later, latest)


def test_what_the_roadmap_brings_too_little_of_is_not_met() -> None:
    verdict = judge(">=", "110", known="105", available_from=date(2027, 1, 15))
    assert (verdict.state, verdict.gap, verdict.available_from) == ("not met", 5.0, None)


def test_what_the_roadmap_may_bring_keeps_its_date_and_its_doubt() -> None:
    verdict = judge(">=", "100", known="95..105", available_from=date(2027, 1, 15))
    assert (verdict.state, verdict.p_now, verdict.available_from) == ("at risk", 0.5, date(2027, 1, 15))


def test_what_the_roadmap_brings_today_is_there() -> None:
    verdict = judge(">=", "100", known="105", available_from=TODAY)
    assert (verdict.state, verdict.available_from) == ("met", None)
