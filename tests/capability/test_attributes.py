from __future__ import annotations

from typing import Any

import pytest

from makegood.capability.models import ProductAttribute
from makegood.capability.queries import attribute_page, attribute_story, find_attribute
from makegood.capability.services import (
    UnableToStateAttribute,
    add_attribute,
    change_attribute,
    remove_attribute,
)
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied, NotFound, Stale
from tests.capability.plant import TODAY, news, on
from tests.staff import AT, GUEST, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def product() -> Viewer:
    return person("product")


def weight(by: Viewer, **fields: Any) -> int:
    return add_attribute(by=by, at=AT, **{"name": "Weight", "value": "5", "unit": "kg", **fields})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("0,5", "0.5"), ("95..105", "95..105"), ("0,2..0,4", "0.2..0.4"), ("1 234,5", "1234.5"), ("-40", "-40")],
)
def test_numbers_are_kept_as_a_file_would_give_them(product: Viewer, typed: str, kept: str) -> None:
    assert find_attribute(weight(product, value=typed), product).value == kept


@pytest.mark.parametrize(
    ("fields", "at_fault"),
    [
        ({"name": ""}, "name"),
        ({"value": ""}, "value"),
        ({"value": "heavy"}, "value"),
        ({"value": "1,234"}, "value"),
        ({"value": "105..95"}, "value"),
        ({"unit": "bananas"}, "unit"),
        ({"available_p90": on(3, 1)}, "available_from"),
        ({"available_from": on(3, 2), "available_p90": on(3, 1)}, "available_p90"),
    ],
)
def test_what_nothing_can_be_compared_with_is_refused(product: Viewer, fields: Any, at_fault: str) -> None:
    with pytest.raises(UnableToStateAttribute) as refused:
        weight(product, **fields)
    assert (refused.value.field, ProductAttribute.objects.exists()) == (at_fault, False)


def test_an_attribute_is_stated_changed_and_removed_and_forecasts_hear_of_it(product: Viewer) -> None:
    number = weight(product)
    with pytest.raises(UnableToStateAttribute):
        weight(product, name="WEIGHT")
    change_attribute(number=number, version=0, available_from=on(3, 1), available_p90=on(4, 1), by=product, at=AT)
    change_attribute(number=number, version=1, available_from=on(3, 1), by=product, at=AT)
    with pytest.raises(Stale):
        change_attribute(number=number, version=0, value="6", by=product, at=AT)
    with pytest.raises(UnableToStateAttribute):
        change_attribute(number=number, version=1, available_from=None, by=product, at=AT)
    remove_attribute(number=number, reason="renamed", by=product, at=AT)
    assert news() == [{"teams": [], "attributes": [number], "measures": []}] * 3
    assert [event.verb for event in attribute_story(number, product)] == [
        "attribute.remove", "attribute.change", "attribute.add",
    ]  # fmt: skip
    with pytest.raises(NotFound):
        find_attribute(number, product)


def test_a_list_tells_the_roadmap_from_what_is_there(product: Viewer) -> None:
    weight(product, name="Weight")
    weight(product, name="Range", unit="m", available_from=TODAY)
    weight(product, name="Reach", unit="m", available_from=on(3, 1))

    def names(**filters: Any) -> list[str]:
        return [row.name for row in attribute_page(product, today=TODAY, **filters).rows]

    assert names() == ["Range", "Reach", "Weight"]
    assert (names(readiness="later"), names(readiness="now")) == (["Reach"], ["Range", "Weight"])
    assert (names(text="rea"), names(sort="-available")) == (["Reach"], ["Reach", "Range", "Weight"])


def test_product_and_administrators_say_what_the_product_has(product: Viewer) -> None:
    for function in ("sales", "operations", "support", "executive"):
        with pytest.raises(Denied):
            weight(person(function))
    weight(person("administrator"))
    assert (attribute_page(product, today=TODAY).total, attribute_page(GUEST, today=TODAY).total) == (1, 0)
