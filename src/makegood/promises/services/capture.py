"""Writing down what was promised, and completing it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.services import record
from makegood.foundation.search.words import folded
from makegood.foundation.texts import kept_line
from makegood.foundation.versions import changes_between, check_version
from makegood.people.services import open_account
from makegood.promises.models import Promise
from makegood.promises.policies import check_capture
from makegood.promises.services import checking
from makegood.promises.services.checking import Refusal
from makegood.promises.services.finding import index_promise
from makegood.promises.services.news import tell_of
from makegood.promises.states import BEFORE_COMMITMENT, OPEN, State

TITLE = 200
PEOPLE = ("owner", "said_by")
"""Whoever it was stays, though the account be closed by now; nobody is chosen anew whose account is."""
FINAL = ("wording", "customer", "said_at", "channel", "first_due")
"""What the customer relies on: fixed once the promise is committed."""


class UnableToCapture(Problem):
    """Something given can't be kept, or the key is taken; ``field`` names it."""

    code = "unable-to-capture"


class UnableToChangePromise(Problem):
    """Something given can't be kept, or the promise is past the point at which it may change."""

    code = "unable-to-change-promise"


class PromiseFields(TypedDict, total=False):
    """What can be said about a promise; what is left out stays as it is, or has its default."""

    key: str
    customer: int
    title: str
    wording: str
    core_need: str
    said_by: int | None
    said_by_name: str
    said_to: int | None
    channel: str
    said_at: datetime
    value: Decimal | None
    currency: str
    severity: str
    owner: int | None
    parent: int | None
    first_due: date | None
    told: date | None
    due: date | None
    source: str
    external_id: str


@transaction.atomic
def capture_promise(*, by: Viewer, at: datetime, **fields: Unpack[PromiseFields]) -> int:
    """Write down a promise as a draft and return its number: a customer, the exact words, a channel at least.

    Whoever writes it down is taken for who said it, and for its owner, unless others are named. Denied,
    UnableToCapture.
    """
    check_capture(by)
    given: PromiseFields = {"said_at": at, "channel": "", "wording": "", **fields}
    if "said_by" not in given and not given.get("said_by_name"):
        given["said_by"] = by.number
    if "owner" not in given:
        given["owner"] = by.number
    if "customer" not in given:
        raise UnableToCapture(_("Please choose a customer."), field="customer")
    promise = Promise(made_at=at, made_by_id=by.number, state=State.DRAFT, customer_id=given["customer"])
    known = _checked(given, promise, at, UnableToCapture)
    _apply(promise, known)
    _keep(promise, UnableToCapture)
    index_promise(promise)
    tell_of([promise.pk], at=at)
    record(verb="promise.capture", subject=("promise", promise.pk), actor=by.actor, at=at, facts=plain(known))
    return promise.pk


@transaction.atomic
def change_promise(*, number: int, version: int, by: Viewer, at: datetime, **fields: Unpack[PromiseFields]) -> None:
    """Change what is given of a promise that was read as ``version``.

    Once it is committed its words, its customer, how it was said and its dates stay: those are changed by a revision,
    and what the customer is told is recorded as a notice. Denied, NotFound,
    Stale, UnableToChangePromise. A change that changes nothing leaves no trace.
    """
    check_capture(by)
    promise = checking.locked_promise(number)
    known = _checked(fields, promise, at, UnableToChangePromise)
    before = {name: getattr(promise, column_of(name)) for name in known}
    check_version(seen=version, current=promise.version, wanted=known, now=before)
    changed = changes_between(before, known)
    if not changed:
        return
    if promise.state not in OPEN:
        raise UnableToChangePromise(_("This promise has ended; what it was stays as it is."))
    if promise.state not in BEFORE_COMMITMENT:
        if "told" in changed:
            raise UnableToChangePromise(_("What the customer is told now is recorded as a notice."), field="told")
        for name in (*FINAL, "due"):
            if name in changed:
                raise UnableToChangePromise(
                    _("The customer relies on this. Only a revision changes it: choose “Revise the promise” there."),
                    field=name,
                )
        if "parent" in changed and before["parent"] is not None:
            raise UnableToChangePromise(
                _("The customer relies on it: it stays a part of that promise."), field="parent"
            )
    _apply(promise, known)
    promise.version += 1
    _keep(promise, UnableToChangePromise)
    index_promise(promise)
    tell_of([number], at=at)
    record(verb="promise.change", subject=("promise", number), actor=by.actor, at=at,
           facts={"changed": {name: [plain_value(one) for one in pair] for name, pair in changed.items()}})  # fmt: skip


@transaction.atomic
def change_owner(*, numbers: Collection[int], owner: int | None, by: Viewer, at: datetime) -> int:
    """Give several open promises another owner; return how many had a different one before. Denied."""
    check_capture(by)
    open_account(owner, field="owner", refusal=UnableToChangePromise)
    found = Promise.objects.select_for_update().filter(pk__in=numbers, state__in=OPEN).order_by("pk")
    changed = [(promise, promise.owner_id) for promise in found if promise.owner_id != owner]
    for promise, _before in changed:
        promise.owner_id = owner
        promise.version += 1
        promise.save(update_fields=["owner", "version"])
    tell_of([promise.pk for promise, _before in changed], at=at)
    for promise, before in changed:
        facts = {"changed": {"owner": [plain_value(before), plain_value(owner)]}}
        record(verb="promise.change", subject=("promise", promise.pk), actor=by.actor, at=at, facts=facts)
    return len(changed)


def _checked(fields: PromiseFields, promise: Promise, at: datetime, refusal: Refusal) -> dict[str, Any]:
    """Return what was given as it is kept, by field."""
    known: dict[str, Any] = dict(fields)
    customer = known.get("customer", promise.customer_id)
    if customer != promise.customer_id or promise.pk is None:
        checking.open_customer(customer, refusal=refusal)
        _take_along(known, promise, refusal)
    for name, check in _checks(customer, at, refusal).items():
        if name in known and not (name in PEOPLE and promise.pk and known[name] == getattr(promise, column_of(name))):
            known[name] = check(known[name])
    if known.get("key") == "":
        del known["key"]  # it has one, or is given one
    if not known.get("title", promise.title):
        known["title"] = headline(known.get("wording", promise.wording))
    if "value" in known or "currency" in known:
        value, currency = known.get("value", promise.value), known.get("currency", promise.currency)
        known["value"], known["currency"] = checking.value_of(value, currency, refusal=refusal)
    if known.get("parent") is not None:
        _check_parent(known["parent"], promise, customer, refusal)
    return known


def _take_along(known: dict[str, Any], promise: Promise, refusal: Refusal) -> None:
    """Look again, for another customer, at what belonged to the one before: the contact, the whole and the parts."""
    if not promise.pk:
        return
    known.setdefault("said_to", promise.said_to_id)
    known.setdefault("parent", promise.parent_id)
    if promise.parts.exists():
        raise refusal(_("This promise has parts for the customer. Take them off first."), field="customer")


def _checks(customer: int, at: datetime, refusal: Refusal) -> dict[str, Callable[[Any], Any]]:
    """Return how each field is checked that is checked by itself."""

    def line(field: str, most: int) -> Callable[[Any], Any]:
        return lambda value: kept_line(value, field=field, most=most, refusal=refusal)

    return {
        "key": line("key", 40),
        "title": line("title", TITLE),
        "said_by_name": line("said_by_name", TITLE),
        "source": line("source", 40),
        "external_id": line("external_id", 100),
        "wording": partial(checking.prose, field="wording", refusal=refusal, needed=True),
        "core_need": partial(checking.prose, field="core_need", refusal=refusal),
        "channel": partial(checking.channel, field="channel", refusal=refusal),
        "severity": partial(checking.severity, refusal=refusal),
        "said_at": lambda value: checking.past(value, at, field="said_at", refusal=refusal),
        **{name: partial(checking.day, field=name, refusal=refusal) for name in ("due", "first_due", "told")},
        "said_to": lambda value: checking.contact(value, customer, refusal=refusal),
        "said_by": partial(open_account, field="said_by", refusal=refusal),
        "owner": partial(open_account, field="owner", refusal=refusal),
    }


def _check_parent(parent: int, promise: Promise, customer: int, refusal: Refusal) -> None:
    """Let a promise be a part of one to the same customer that is no part itself, so that no ring can be."""
    found = Promise.objects.filter(pk=parent, customer=customer, parent=None).exclude(pk=promise.pk).first()
    if found is None or (promise.pk and promise.parts.exists()):
        raise refusal(_("Please choose a promise to the same customer that is no part of another."), field="parent")


def column_of(name: str) -> str:
    """Return the attribute of a promise that holds a field."""
    if name == "told":
        return "told_before"
    return f"{name}_id" if name in {"customer", "said_by", "said_to", "owner", "parent"} else name


def _apply(promise: Promise, known: dict[str, Any]) -> None:
    for name, value in known.items():
        setattr(promise, column_of(name), value)


def _keep(promise: Promise, refusal: Refusal) -> None:
    promise.key = promise.key or _free_key()
    promise.words = folded(f"{promise.title} {promise.key}")
    others = Promise.objects.exclude(pk=promise.pk)
    if others.filter(key__iexact=promise.key).exists():
        raise refusal(_("There is a promise with this key already."), field="key")
    if promise.external_id and others.filter(source=promise.source, external_id=promise.external_id).exists():
        raise refusal(_("This promise was brought in already."), field="external_id")
    try:
        with transaction.atomic():
            promise.save()
    except IntegrityError as error:  # somebody was quicker between the look and the write
        raise refusal(_("There is a promise with this key already."), field="key") from error


def _free_key() -> str:
    """Return the next key of the form P-1, P-2 and so on; a race is decided by the constraint."""
    last = Promise.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    while Promise.objects.filter(key__iexact=f"P-{last + 1}").exists():
        last += 1
    return f"P-{last + 1}"


def headline(wording: str) -> str:
    """Return the beginning of the words, up to the end of the first sentence or line."""
    first = wording.strip().splitlines()[0] if wording.strip() else ""
    sentence = first.split(". ")[0] or first
    return sentence if len(sentence) <= 100 else f"{sentence[:97].rsplit(' ', 1)[0]} …"


def plain(known: dict[str, Any]) -> dict[str, object]:
    """Return fields as history keeps them."""
    return {name: plain_value(value) for name, value in known.items()}


def plain_value(value: object) -> object:
    """Return a value as history keeps it."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
