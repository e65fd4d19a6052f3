"""The people of the demo company."""

from __future__ import annotations

from typing import NamedTuple

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

WORDS = {
    Function.ADMINISTRATOR: "administrator, operations",
    Function.SALES: "sales",
    Function.PRODUCT: "product",
    Function.OPERATIONS: "operations",
    Function.CUSTOMER_SUCCESS: "customer success",
    Function.SUPPORT: "support",
    Function.EXECUTIVE: "executive",
    Function.LEGAL: "legal",
}
SIGN_INS = tuple((person.email, WORDS[person.functions[0]]) for person in PEOPLE[:8])
