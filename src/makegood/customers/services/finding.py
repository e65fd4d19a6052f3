"""What search knows of a customer: name and key, the note, and the people who are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Prefetch, QuerySet

from makegood.customers.models import Contact, Customer
from makegood.foundation.search.services import Findable, index, rebuild

KIND = "customer"


def index_customer(customer: Customer) -> None:
    """Let a customer be found by what is known of it now."""
    found = _findable(customer, _there().filter(customer=customer))
    index(kind=KIND, number=found.number, title=found.title, text=found.text, address=found.address)


def rebuild_search() -> int:
    """Make the whole of it anew; return how many customers can be found."""
    return rebuild(kind=KIND, things=_all())


def _all() -> Iterator[Findable]:
    customers = Customer.objects.prefetch_related(Prefetch("contacts", _there(), to_attr="there")).order_by("pk")
    for customer in customers.iterator(chunk_size=500):
        yield _findable(customer, getattr(customer, "there", ()))


def _there() -> QuerySet[Contact]:
    return Contact.objects.filter(left_at=None, erased_at=None).order_by("pk")


def _findable(customer: Customer, contacts: Iterable[Contact]) -> Findable:
    people = [f"{contact.name} {contact.role} {contact.email}" for contact in contacts]
    text = "\n".join([customer.key, *people, customer.note])
    return Findable(KIND, customer.pk, customer.name, text, f"/customers/{customer.pk}/")
