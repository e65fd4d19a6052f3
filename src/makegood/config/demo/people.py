"""The people of the demo company."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.text import format_lazy

from makegood.people.queries import FUNCTION_NAMES
from makegood.people.states import Function

PASSWORD = "promise-kept-2027"  # noqa: S105  # known to everybody: the demo company says so on every page


class DemoPerson(NamedTuple):
    """Somebody who works there."""

    name: str
    email: str
    functions: tuple[Function, ...]
    zone: str = "Europe/Berlin"
    language: str = "en"


PEOPLE = (
    DemoPerson("Ada Lindqvist", "ada@demo.example", (Function.ADMINISTRATOR, Function.OPERATIONS)),
    DemoPerson("Marco Santos", "marco@demo.example", (Function.SALES,)),
    DemoPerson("Priya Raman", "priya@demo.example", (Function.PRODUCT,), "Asia/Kolkata"),
    DemoPerson("Jonas Weber", "jonas@demo.example", (Function.OPERATIONS,), language="de"),
    DemoPerson("Chloé Martin", "chloe@demo.example", (Function.CUSTOMER_SUCCESS,), "Europe/Paris"),
    DemoPerson("Tomasz Nowak", "tomasz@demo.example", (Function.SUPPORT,), "Europe/Warsaw"),
    DemoPerson("Evelyn Hart", "evelyn@demo.example", (Function.EXECUTIVE,), "Europe/London"),
    DemoPerson("Ruth Okafor", "ruth@demo.example", (Function.LEGAL,), "Europe/London"),
    DemoPerson("Lena Vogt", "lena@demo.example", (Function.SALES,), language="de"),
)


def _functions_of(person: DemoPerson) -> Promise:
    """Name what somebody does, in the language of whoever reads it."""
    return format_lazy(", ".join(["{}"] * len(person.functions)), *(FUNCTION_NAMES[one] for one in person.functions))


SIGN_INS = tuple((person.email, _functions_of(person)) for person in PEOPLE[:8])
"""Addresses to sign in with, and what whoever has them does."""
