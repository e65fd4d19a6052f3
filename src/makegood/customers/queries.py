"""Reading customers: typed rows, scoped to the viewer, each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from makegood.customers.models import Contact, Customer, Touchpoint
from makegood.customers.states import WEIGHT, Channel, CustomerStanding, Direction, Order, Tier
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.history.queries import Event, stories
from makegood.foundation.pages import Page, each, matching, ordered, part_of

HERE = Q(contacts__left_at=None, contacts__erased_at=None)
"""Contacts who are still with the customer."""

CHANNEL_NAMES = {
    Channel.CALL: later("Call"),
    Channel.MAIL: later("Mail"),
    Channel.MEETING: later("Meeting"),
    Channel.DELIVERY: later("Delivery"),
    Channel.PORTAL: later("Portal"),
}
"""What channels are called, the one that is used the most first."""
SILENCE = timedelta(days=60)
"""After this long without a touchpoint, somebody should ask how things are."""

KNOWN = Q(Exists(Contact.objects.filter(customer=OuterRef("pk"), is_main=True)))
"""Customers with a main contact."""

ORDERS = {
    "name": (F("words"), F("pk")),
    "key": (F("key"), F("pk")),
    "tier": (F("weight"), F("words"), F("pk")),
    "replanning": (F("replanning_days"), F("words"), F("pk")),
    "touched": (F("touched_at"), F("pk")),
    "made": (F("made_at"), F("pk")),
}


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """One customer; ``main_contact`` is empty where there is none, ``touched_at`` None before the first touchpoint."""

    number: int
    key: str
    name: str
    tier: Tier
    zone: str
    replanning_days: int
    owner: int | None
    owner_name: str
    note: str
    main_contact: str
    contacts: int
    touched_at: datetime | None
    closed_at: datetime | None
    made_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One person at a customer; the name is empty once they are erased."""

    number: int
    customer: int
    name: str
    email: str
    phone: str
    role: str
    language: str
    is_main: bool
    left_at: datetime | None
    erased_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class TouchpointRow:
    """One time we met; ``contact_name`` and ``by_name`` are empty where nobody is known."""

    number: int
    customer: int
    contact: int | None
    contact_name: str
    kind: Channel
    direction: Direction
    at: datetime
    text: str
    by: int | None
    by_name: str
    made_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class CustomerChoice:
    """A customer that can be chosen."""

    number: int
    key: str
    name: str


def customer_page(
    viewer: Viewer,
    *,
    text: str = "",
    tier: str = "",
    owner: int | None = None,
    state: str = CustomerStanding.OPEN,
    sort: str = Order.NAME,
    page: int = 1,
    size: int = 50,
) -> Page[CustomerRow]:
    """Return one page of the customers that match every filter; what can't be understood finds or sorts as the default.

    ``text`` matches parts of words of name and key, in any case and spelling of umlauts.
    """
    found = (
        _with_figures(_visible(viewer))
        .filter(_matches(text, tier, owner, state))
        .order_by(*ordered(ORDERS, sort, default="name"))
    )
    rows, total = part_of(found, number=page, size=size)
    return Page(tuple(_row(customer) for customer in rows), total, max(page, 1), size)


def find_customer(number: int, viewer: Viewer) -> CustomerRow:
    """Return one customer; NotFound."""
    customer = _with_figures(_visible(viewer)).filter(pk=number).first()
    if customer is None:
        raise NotFound(_("There is no such customer."))
    return _row(customer)


def owned_count(owner: int, viewer: Viewer) -> int:
    """Return how many open customers somebody looks after."""
    return _visible(viewer).filter(closed_at=None, owner=owner).count()


def customer_choices(viewer: Viewer) -> tuple[CustomerChoice, ...]:
    """Return every open customer, by name."""
    found = _visible(viewer).filter(closed_at=None).order_by("words", "pk")
    return tuple(CustomerChoice(*values) for values in found.values_list("pk", "key", "name"))


def contacts_of(number: int, viewer: Viewer) -> tuple[ContactRow, ...]:
    """Return everybody we know at a customer: the main contact first, then by name, those who left last; NotFound."""
    _check_visible(number, viewer)
    left = Case(When(left_at=None, then=0), default=1, output_field=IntegerField())
    found = Contact.objects.filter(customer=number).order_by(left, "-is_main", "name", "pk")
    return tuple(_contact(contact) for contact in found)


def find_contact(number: int, viewer: Viewer) -> ContactRow:
    """Return one contact; NotFound."""
    contact = Contact.objects.filter(pk=number, customer__in=_visible(viewer)).first()
    if contact is None:
        raise NotFound(_("There is no such contact."))
    return _contact(contact)


def customer_names(numbers: Collection[int]) -> dict[int, str]:
    """Return what customers are called, by number: for a story that mentions them."""
    return dict(Customer.objects.filter(pk__in=numbers).values_list("pk", "name"))


def contact_names(numbers: Collection[int]) -> dict[int, str]:
    """Return what contacts are called, by number; nothing of whoever was erased."""
    return dict(Contact.objects.filter(pk__in=numbers, erased_at=None).values_list("pk", "name"))


def touchpoint_page(
    number: int, viewer: Viewer, *, text: str = "", kind: str = "", page: int = 1, size: int = 50
) -> Page[TouchpointRow]:
    """Return one page of a customer's touchpoints, the latest first; NotFound.

    ``text`` matches what was said and with whom; a ``kind`` that is none finds all.
    """
    _check_visible(number, viewer)
    found = Touchpoint.objects.filter(customer=number).select_related("contact", "by").order_by("-at", "-pk")
    if text:
        found = found.filter(Q(text__icontains=text) | Q(contact__name__icontains=text))
    if kind in set(Channel):
        found = found.filter(kind=kind)
    rows, total = part_of(found, number=page, size=size)
    return Page(each(rows, _touchpoint), total, max(page, 1), size)


def touchpoints_since(number: int, viewer: Viewer, *, since: datetime) -> tuple[TouchpointRow, ...]:
    """Return every time a customer was met from a moment on, the first first, as far as the viewer may know."""
    found = Touchpoint.objects.filter(customer=number, customer__in=_visible(viewer), at__gte=since)
    return tuple(_touchpoint(one) for one in found.select_related("contact", "by").order_by("at", "pk"))


def find_touchpoint(number: int, viewer: Viewer) -> TouchpointRow:
    """Return one touchpoint; NotFound."""
    found = Touchpoint.objects.select_related("contact", "by").filter(pk=number, customer__in=_visible(viewer)).first()
    if found is None:
        raise NotFound(_("There is no such touchpoint."))
    return _touchpoint(found)


def touchpoint_story(number: int, viewer: Viewer) -> list[Event]:
    """Return how a touchpoint was corrected, newest first."""
    return stories(subjects={"touchpoint": [number]}, viewer=viewer)


def customer_story(number: int, viewer: Viewer, limit: int = 100) -> list[Event]:
    """Return what happened to a customer and its contacts, newest first, as far as the viewer may know; NotFound."""
    _check_visible(number, viewer)
    contacts = list(Contact.objects.filter(customer=number).values_list("pk", flat=True))
    return stories(subjects={"customer": [number], "contact": contacts}, viewer=viewer, limit=limit)


def _visible(viewer: Viewer) -> QuerySet[Customer]:
    return Customer.objects.all() if EVERYONE in viewer.audiences else Customer.objects.none()


def _check_visible(number: int, viewer: Viewer) -> None:
    if not _visible(viewer).filter(pk=number).exists():
        raise NotFound(_("There is no such customer."))


def _with_figures(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    main = Contact.objects.filter(customer=OuterRef("pk"), is_main=True).values("name")[:1]
    touched = Touchpoint.objects.filter(customer=OuterRef("pk")).order_by("-at").values("at")[:1]
    weight = Case(*(When(tier=tier, then=Value(place)) for tier, place in WEIGHT.items()), default=Value(len(WEIGHT)))
    return customers.select_related("owner").annotate(
        main_name=Subquery(main),
        touched_at=Subquery(touched),
        weight=weight,
        contact_count=Count("contacts", filter=HERE),
    )


def _matches(text: str, tier: str, owner: int | None, state: str) -> Q:
    wanted = matching(text)
    if tier in set(Tier):
        wanted &= Q(tier=tier)
    if owner is not None:
        wanted &= Q(owner=owner)
    if state != CustomerStanding.ALL:
        wanted &= Q(closed_at__isnull=state != CustomerStanding.CLOSED)
    return wanted


def _row(customer: Customer) -> CustomerRow:
    return CustomerRow(
        number=customer.pk,
        key=customer.key,
        name=customer.name,
        tier=Tier(customer.tier),
        zone=customer.zone,
        replanning_days=customer.replanning_days,
        owner=customer.owner_id,
        owner_name=customer.owner.name if customer.owner else "",
        note=customer.note,
        main_contact=getattr(customer, "main_name", None) or "",
        contacts=getattr(customer, "contact_count", 0),
        touched_at=getattr(customer, "touched_at", None),
        closed_at=customer.closed_at,
        made_at=customer.made_at,
        version=customer.version,
    )


def _contact(contact: Contact) -> ContactRow:
    return ContactRow(
        number=contact.pk,
        customer=contact.customer_id,
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        role=contact.role,
        language=contact.language,
        is_main=contact.is_main,
        left_at=contact.left_at,
        erased_at=contact.erased_at,
        version=contact.version,
    )


def _touchpoint(touchpoint: Touchpoint) -> TouchpointRow:
    return TouchpointRow(
        number=touchpoint.pk,
        customer=touchpoint.customer_id,
        contact=touchpoint.contact_id,
        contact_name=touchpoint.contact.name if touchpoint.contact else "",
        kind=Channel(touchpoint.kind),
        direction=Direction(touchpoint.direction),
        at=touchpoint.at,
        text=touchpoint.text,
        by=touchpoint.by_id,
        by_name=touchpoint.by.name if touchpoint.by else "",
        made_at=touchpoint.made_at,
        version=touchpoint.version,
    )


@dataclass(frozen=True, slots=True)
class CareRow:
    """A customer for whom something is to be done, and what: ``owner``, ``contact`` or ``touch``."""

    number: int
    name: str
    need: Literal["owner", "contact", "touch"]
    touched_at: datetime | None


def customers_needing_care(viewer: Viewer, *, at: datetime, limit: int = 20) -> list[CareRow]:
    """Return open customers that nobody with an account owns, then the viewer's without main contact or not met."""
    recent = Touchpoint.objects.filter(customer=OuterRef("pk"), at__gte=at - SILENCE)
    open_ones = _with_figures(_visible(viewer)).filter(closed_at=None)
    own = open_ones.filter(owner=viewer.number)
    lonely = open_ones.filter(Q(owner=None) | Q(owner__is_active=False)).order_by(
        *ordered(ORDERS, "tier", default="name")
    )[:limit]
    unknown = own.exclude(KNOWN).order_by(*ordered(ORDERS, "tier", default="name"))[:limit]
    silent = own.filter(KNOWN).exclude(Exists(recent))
    silent = silent.order_by(*ordered(ORDERS, "touched", default="name"))[:limit]
    found: list[tuple[Literal["owner", "contact", "touch"], QuerySet[Customer]]] = [
        ("owner", lonely),
        ("contact", unknown),
        ("touch", silent),
    ]
    rows = [
        CareRow(one.pk, one.name, need, getattr(one, "touched_at", None))
        for need, customers in found
        for one in customers
    ]
    return rows[:limit]
