"""The cells of a row as values of a promise, checked as those of a form are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timezone
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from makegood.customers.models import Contact, Customer
from makegood.customers.states import Channel
from makegood.files.dates import DateOrder, DateReading, read_date_cell
from makegood.files.money import Money, currencies_in
from makegood.files.numbers import parse_number, proven_marks
from makegood.files.refusals import Refused
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.texts import clean_line, kept_line
from makegood.people.models import User
from makegood.promises.services import checking
from makegood.promises.states import Severity

IMPORTABLE = (
    "external_id", "key", "customer", "title", "wording", "core_need", "said_by", "said_to", "channel", "said_at",
    "value", "currency", "severity", "owner", "due",
)  # fmt: skip
"""What a column may hold."""
NO_MARK = "\x00"
"""Stands for a decimal mark where none is proven: no amount has it."""
_MONEY = Money(0, float(checking.MOST_VALUE))

CHANNELS: dict[str, Channel] = {
    **{channel.value: channel for channel in Channel},
    **dict.fromkeys(("e-mail", "email", "letter", "brief", "schriftlich", "written"), Channel.MAIL),
    **dict.fromkeys(("phone", "telephone", "telefon", "anruf", "telefonat"), Channel.CALL),
    **dict.fromkeys(("visit", "workshop", "treffen", "besuch", "besprechung", "termin", "gespräch"), Channel.MEETING),
    **dict.fromkeys(("lieferung",), Channel.DELIVERY),
}
"""How people write a channel."""
SEVERITIES: dict[str, Severity] = {
    **{severity.value.casefold(): severity for severity in Severity},
    **{str(number): severity for number, severity in enumerate(Severity, start=1)},
}


class UnableToImport(Problem):
    """A column that is needed is missing, or a value can't be read; ``field`` names it."""

    code = "unable-to-import"


class RowReader:
    """Reads rows of one table: what their columns have in common is found out once."""

    def __init__(
        self,
        rows: Sequence[tuple[int, Sequence[str]]],
        *,
        mapping: Mapping[str, int],
        defaults: Mapping[str, str],
        by: Viewer,
        at: datetime,
        today: date,
    ) -> None:
        """Learn who and what the cells may name, and how the columns write dates and amounts."""
        self._mapping, self._defaults = mapping, defaults
        self._at, self._today, self._zone = at, today, ZoneInfo(by.zone)
        self._customers = _by_names(
            (customer, customer.key, customer.name)
            for customer in Customer.objects.only("pk", "key", "name", "closed_at").iterator()
        )
        people = User.objects.filter(is_active=True).values_list("pk", "email", "name")
        self._people = _by_names((number, email, name) for number, email, name in people)
        self._contacts = self._known_contacts() if "said_to" in mapping else {}
        self._orders = {name: _order(self._column(rows, name)) for name in ("due", "said_at")}
        bare = (_MONEY.bare(text) for text in self._column(rows, "value"))
        self._marks = proven_marks(bare) or NO_MARK
        self._read: dict[str, Callable[[str], Any]] = {
            **{name: partial(_line, name, most) for name, most in (("external_id", 100), ("key", 40), ("title", 200))},
            **{name: partial(checking.prose, field=name, refusal=UnableToImport) for name in ("wording", "core_need")},
            "channel": partial(_word, CHANNELS, "channel"),
            "severity": partial(_word, SEVERITIES, "severity"),
            "due": self._due,
            "said_at": self._said_at,
            "owner": self._owner,
        }
        self._seen: dict[tuple[str, str], Any] = {}

    def read(self, cells: Sequence[str]) -> tuple[Customer, dict[str, Any]]:
        """Return the customer and what else a row says, by field; blank cells say nothing. Problem with the field."""
        texts = {name: self._text(cells, name) for name in (*self._mapping, *self._defaults)}
        for needed in ("customer", "wording", "channel"):
            if not texts.get(needed):
                raise UnableToImport(_("Please fill this in."), field=needed)
        customer: Customer | None = _found(self._customers, texts["customer"], "customer")
        if customer is None:
            raise UnableToImport(_("There is no customer with this key or exact name."), field="customer")
        known: dict[str, Any] = {"customer": customer.pk}
        for name, read in self._read.items():
            if texts.get(name):
                known[name] = self._once(name, texts[name], read)
        if texts.get("said_by"):
            known |= self._said_by(texts["said_by"])
        if texts.get("said_to"):
            known["said_to"] = self._said_to(texts["said_to"], customer)
        if texts.get("value"):
            known["value"], known["currency"] = self._value(texts["value"], texts.get("currency", ""))
        return customer, known

    def keys(self, rows: Sequence[tuple[int, Sequence[str]]]) -> frozenset[str]:
        """Return the keys that rows ask for, in small letters; what can't be a key is none."""
        found = set()
        for text in self._column(rows, "key"):
            with suppress(Problem):
                found.add(clean_line(text).lower())
        return frozenset(found)

    def _once(self, name: str, text: str, read: Callable[[str], Any]) -> Any:  # noqa: ANN401  # of any field
        """Read a text that many rows share only once."""
        if (name, text) not in self._seen:
            value = read(text)
            if name in {"wording", "core_need", "title", "external_id", "key"}:
                return value
            self._seen[name, text] = value
        return self._seen[name, text]

    def _text(self, cells: Sequence[str], name: str) -> str:
        place = self._mapping.get(name)
        said = cells[place].strip() if place is not None and place < len(cells) else ""
        return said or self._defaults.get(name, "").strip()

    def _column(self, rows: Sequence[tuple[int, Sequence[str]]], name: str) -> list[str]:
        return list({self._text(cells, name) for _number, cells in rows} - {""}) if name in self._mapping else []

    def _known_contacts(self) -> dict[str, int | None]:
        contacts = Contact.objects.filter(erased_at=None).values_list("pk", "customer", "name", "email")
        return _by_names(
            (number, *(f"{customer} {called}" for called in (name, email) if called))
            for number, customer, name, email in contacts
        )

    def _said_by(self, text: str) -> dict[str, Any]:
        number = _found(self._people, text, "said_by")
        if number is not None:
            return {"said_by": number, "said_by_name": ""}
        return {"said_by": None, "said_by_name": _line("said_by", 200, text)}

    def _said_to(self, text: str, customer: Customer) -> int:
        number = _found(self._contacts, f"{customer.pk} {text}", "said_to")
        if number is None:
            raise UnableToImport(_("The customer has no contact with this name or address."), field="said_to")
        return int(number)

    def _owner(self, text: str) -> int:
        number = _found(self._people, text, "owner")
        if number is None:
            raise UnableToImport(_("There is no open account with this address or exact name."), field="owner")
        return int(number)

    def _value(self, text: str, currency: str) -> tuple[Decimal | None, str]:
        try:
            amount = Decimal(repr(parse_number(_MONEY.bare(text), self._marks)))
        except Refused as refused:
            raise UnableToImport(_("Please write the amount plainly, such as 1234.50."), field="value") from refused
        named = currencies_in(text)
        beside = currency or (next(iter(named)) if len(named) == 1 else "")
        try:
            return checking.value_of(amount, beside, refusal=UnableToImport)
        except UnableToImport as problem:
            if "currency" in self._mapping or problem.field != "currency":
                raise
            raise UnableToImport(problem.message, field="value") from problem  # the column in which it would stand

    def _due(self, text: str) -> date | None:
        day, _reading = self._day("due", text)
        return checking.day(day, field="due", refusal=UnableToImport)

    def _said_at(self, text: str) -> datetime:
        day, reading = self._day("said_at", text)
        if day > self._today:
            raise UnableToImport(_("It was said today or earlier."), field="said_at")
        zone = timezone(reading.offset) if reading.offset is not None else self._zone
        moment = datetime.combine(day, reading.clock if reading.timed else time(), tzinfo=zone)
        return checking.past(moment.astimezone(UTC), self._at, field="said_at", refusal=UnableToImport)

    def _day(self, name: str, text: str) -> tuple[date, DateReading]:
        try:
            reading = read_date_cell(text)
        except Refused as refused:
            raise UnableToImport(_("Please write the day as in 2027-01-31."), field=name) from refused
        first, second = reading.day_first, reading.month_first
        order = self._orders[name]
        if first == second or order == "dmy":
            day = first
        elif order == "mdy":
            day = second
        else:
            raise UnableToImport(
                _("Day and month can't be told apart. Please write the day as in 2027-01-31."), field=name
            )
        if day is None:
            raise UnableToImport(_("Please write the day as in 2027-01-31."), field=name)
        return day, reading


def _by_names(things: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    """Return things by their names without case; what two things are called the same is ambiguous: None."""
    found: dict[str, Any] = {}
    for thing, *names in things:
        for name in {name.casefold() for name in names}:
            found[name] = None if name in found else thing
    return found


def _found(things: Mapping[str, Any], text: str, field: str) -> Any:  # noqa: ANN401  # of any kind
    name = kept_line(text, field=field, most=1000, refusal=UnableToImport).casefold()
    if name in things and things[name] is None:
        raise UnableToImport(_("There are several with this name. Please use the key or the address."), field=field)
    return things.get(name)


def _line(field: str, most: int, text: str) -> str:
    return kept_line(text, field=field, most=most, refusal=UnableToImport)


def _word(words: Mapping[str, Any], field: str, text: str) -> str:
    found = words.get(text.casefold())
    if found is None:
        choices = ", ".join(dict.fromkeys(str(one) for one in words.values()))
        raise UnableToImport(_("Please write one of these: %(choices)s.") % {"choices": choices}, field=field)
    return str(found)


def _order(texts: Iterable[str]) -> DateOrder | None:
    """Return how a column writes days, where some of them can be read in one way only and none in the other."""
    proven: set[DateOrder] = set()
    for text in texts:
        try:
            reading = read_date_cell(text)
        except Refused:
            continue
        if reading.day_first is None:
            proven.add("mdy")
        elif reading.month_first is None:
            proven.add("dmy")
    return proven.pop() if len(proven) == 1 else None
