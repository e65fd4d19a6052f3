"""What somebody may write who means harm, where each form of the house takes it, and what became of it on a page."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from django import forms

import makegood
from makegood.web.inputs import HouseForm, Line, Prose

TEXTS = {
    "a script": "<script>alert(1)</script><svg/onload=alert(1)>",
    "the end of a field": '"></textarea></title></script><script>alert(1)</script>--><!-- <b>x</b>',
    "an image": "'\"><img src=x onerror=alert(1)>",
    "an attribute": "' onmouseover='alert(1)' x='",
    "an address": "javascript:alert(1)",
    "a template": "{{ 7|add:7 }}{% now 'Y' %}{% load i18n %}{# x #}<c-tag>x</c-tag>{{ slot }}",
    "placeholders": "%(name)s {name} %s ${7*7} {0} %_\\' \" OR 1=1 --",
    "other directions": "invoice\u202egnp.exe \u2066x\u2069 \u200fx 北京 مرحبا 👩\u200d👩\u200d👧 Z"
    + "\u0301\u0302\u0303" * 90,
    "a very long word": "W" * 10_000,
    "a formula": '=HYPERLINK("http://example.com","x")',
}
TOGETHER = [
    ("a script", "the end of a field"),
    ("an address", "an attribute", "an image"),
    ("a formula", "a template", "placeholders"),
    ("other directions",),
    ("a very long word",),
]
"""What is written into one field, one behind the other: whatever a page lets through of it is seen all the same."""
FORMULAS = [TEXTS["a formula"], "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "http://example.com", "  =1"]
FORBIDDEN = {"img", "b", "svg/onload", "c-tag", "iframe", "object", "embed", "style"}
"""Elements that no page of the rooms has but those above would make."""
OWN_SCRIPTS = "/static/"


TYPED = (Line, Prose, forms.EmailField)


def text_fields(form: type[forms.Form]) -> dict[str, int]:
    """Return the names of the fields into which somebody writes, with the length that each takes."""
    return {
        name: getattr(field, "max_length", None) or 200
        for name, field in form.base_fields.items()
        if isinstance(field, TYPED) or type(field) is forms.CharField
    }


MARKUP = {"a script", "the end of a field", "an address", "an attribute", "an image"}
"""Harm to pages alone: a database sees letters like all others in it."""


def harm_of(kinds: Sequence[str], most: int, turn: int) -> str:
    """Return ``kinds`` of harmful text for a field that takes ``most`` letters: in a short one, they take turns."""
    together = "".join(TEXTS[kind] for kind in kinds)
    return together if len(together) <= most else TEXTS[kinds[turn % len(kinds)]][:most]


def forms_of_the_rooms() -> Iterator[type[HouseForm]]:
    """Yield every form of every room into which somebody writes."""
    for room in pkgutil.iter_modules(makegood.__path__):
        name = f"makegood.{room.name}.forms"
        if room.ispkg and room.name != "files" and importlib.util.find_spec(name):
            module = importlib.import_module(name)
            for one in vars(module).values():
                if isinstance(one, type) and issubclass(one, HouseForm) and one.__module__.startswith(name):
                    yield from [one] if text_fields(one) else []


class Harm(HTMLParser):
    """Reads a page and lists what would do something there that no page of ours does; and the links that it has."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        is_ours = given.get("src", "").startswith(OWN_SCRIPTS) or given.get("type") == "application/json"
        if tag in FORBIDDEN or (tag == "script" and not is_ours):
            self.found.append(f"<{tag}>")
        self.found += [name for name in given if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action", "formaction", "hx-get", "hx-post"):
            address = given.get(name, "").strip().lower()
            if address and not address.startswith(("/", "?", "#", "mailto:")):
                self.found.append(f"{name}={address}")
        if tag == "a" and given.get("href", "").startswith("/"):
            self.links.append(given["href"])
        if "value" in given:
            self.texts.append(given["value"])

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
