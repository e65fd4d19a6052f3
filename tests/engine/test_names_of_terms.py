"""What a promise names is what the product has, in whatever case it is written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from makegood.engine import InvalidPortfolio, Portfolio, Settings, forecast
from makegood.engine.portfolio import Measurement, ProductAttribute, Promise, ServiceLevelTerm, SpecificationTerm

AS_OF = date(2027, 1, 4)
MEASURED = datetime(2026, 12, 1, tzinfo=UTC)
PROMISE = Promise(key="P", customer="C", due=date(2027, 6, 1))


def test_an_attribute_and_a_measure_are_found_in_whatever_case() -> None:
    portfolio = Portfolio(
        promises=(PROMISE,),
        specifications=(
            SpecificationTerm(promise="P", attribute="Burst Pressure", operator=">=", value="60", unit="bar"),
            SpecificationTerm(promise="P", attribute="export", operator="=", value="yes"),
            SpecificationTerm(promise="P", attribute="EXPORT", operator="!=", value="no"),
        ),
        attributes=(
            ProductAttribute(name="burst pressure", value="90", unit="bar"),
            ProductAttribute(name="Export", value="yes", available_from=date(2027, 3, 1)),
        ),
        service_levels=(
            ServiceLevelTerm(
                promise="P", measure="First reply", operator="<=", threshold=4, target=0.9, start=AS_OF, end=PROMISE.due
            ),
        ),
        measurements=tuple(Measurement("FIRST REPLY", MEASURED + timedelta(days=n), 1.0) for n in range(28)),
    )
    read = forecast(portfolio, as_of=AS_OF, settings=Settings(samples=32)).of("P")
    assert sorted((term.name, term.state) for term in read.terms if term.kind != "date") == [
        ("Burst Pressure", "met"), ("EXPORT", "met later"), ("First reply", "met"), ("export", "met later"),
    ]  # fmt: skip


def test_two_attributes_that_differ_in_case_alone_are_refused() -> None:
    twice = tuple(ProductAttribute(name=name, value="1") for name in ("Export", "export"))
    with pytest.raises(InvalidPortfolio, match="duplicate"):
        forecast(Portfolio(attributes=twice), as_of=AS_OF)
