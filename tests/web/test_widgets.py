from __future__ import annotations

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html

from makegood.web.choices import ZONES
from makegood.web.widgets import Renderer

GAPS = re.compile(r">\s+<")
NAMES = [("", "Nobody"), (1, "Anna & Söhne"), ('"2"', "<b>x</b>"), (None, "?")]


@pytest.mark.parametrize("choices", [NAMES, [("A", NAMES), ("<B>", [(5, "Five")]), (6, "Six")], []])
@pytest.mark.parametrize("value", ["", 1, "5", '"2"', None])
@pytest.mark.parametrize("kind", [forms.Select, forms.SelectMultiple])
def test_a_choice_is_drawn_as_the_framework_draws_it(
    kind: type[forms.Select], choices: list[tuple[object, object]], value: object
) -> None:
    widget = kind(attrs={"class": "form-select", "required": True, "hidden": False, "id": '"x"'}, choices=choices)
    given = [value] if kind is forms.SelectMultiple else value
    ours, theirs = (widget.render("who", given, renderer=drawing) for drawing in (Renderer(), DjangoTemplates()))
    assert parse_html(GAPS.sub("><", ours)) == parse_html(GAPS.sub("><", theirs))


def test_time_zones_are_read_once() -> None:
    assert next(iter(ZONES)) is next(iter(ZONES))
    assert ("Europe/Berlin", "Europe/Berlin") in ZONES
