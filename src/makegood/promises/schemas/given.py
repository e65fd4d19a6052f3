"""What programs send of promises."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from makegood.customers.states import Channel
from makegood.promises.states import (
    Finding,
    IndicatorDirection,
    Operator,
    Role,
    Severity,
    TermKind,
)
from makegood.web.programs import (
    Flag,
    Given,
    GivenInForm,
    Line,
    Moment,
    Number,
    Paging,
    Reference,
    Version,
    Words,
    left_out,
)

AMOUNT = "^[0-9]{1,12}(\\.[0-9]{1,2})?$"
FIGURE = "^-?[0-9]{1,12}(\\.[0-9]{1,6})?$"
SHARE = "^(1|0\\.[0-9]{1,5})$"
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _written(pattern: str) -> Callable[[object], Decimal]:
    form = re.compile(pattern.removesuffix("$"))

    def read(value: object) -> Decimal:
        if not isinstance(value, str) or not form.fullmatch(value):
            raise PydanticCustomError("number-as-text", "Write the number as text such as 0.99.")
        return Decimal(value)

    return read


def _only_a_day(value: object) -> object:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise PydanticCustomError("day-as-text", "Write a day such as 2027-01-31.")
    return value


Amount = Annotated[Decimal, BeforeValidator(_written(AMOUNT)), WithJsonSchema({"type": "string", "pattern": AMOUNT})]
"""An amount of money, as text: a number of JSON loses cents on its way."""
Share = Annotated[Decimal, BeforeValidator(_written(SHARE)), WithJsonSchema({"type": "string", "pattern": SHARE})]
"""A share of cases, as text, from 0.00001 to 1."""
Figure = Annotated[Decimal, BeforeValidator(_written(FIGURE)), WithJsonSchema({"type": "string", "pattern": FIGURE})]
"""What is measured, as text, with at most six places."""
Day = Annotated[date, BeforeValidator(_only_a_day)]
"""A day, as text: a bare number could be anything."""
Wording = Annotated[Words, Field(min_length=1)]
Shown = Literal["open", "committed", "delivered", "drafts", "ended", "all"]
Order = Literal[
    "due", "-due", "title", "-title", "customer", "-customer",
    "value", "-value", "severity", "-severity", "said", "-said",
]  # fmt: skip


class PromisesAsked(Paging):
    """Which promises, and in which order."""

    text: Line = Field("", max_length=200, description="Parts of words of title, key and customer.")
    state: Shown = "open"
    finding: Finding | None = None
    owner: Number | None = None
    customer: Number | None = None
    source: Line = Field("", max_length=40, description="The system it comes from.")
    external_id: Line = Field("", max_length=100, description="How that system names it.")
    key: Line = Field("", max_length=100, description="Its whole key, in large or small letters.")
    term: Line = Field("", max_length=120, description="An attribute or a measure that it promises, whatever its case.")
    sort: Order = "due"


class _Completing(Given):
    """What can be said of a promise sooner or later."""

    key: Line = left_out()
    title: Line = left_out()
    core_need: Words = left_out()
    said_by: Reference | None = left_out()
    said_by_name: Line = left_out()
    said_to: Reference | None = left_out()
    said_at: Moment = left_out()
    value: Amount | None = left_out()
    currency: Line = left_out()
    severity: Severity = left_out()
    owner: Reference | None = left_out()
    parent: Reference | None = left_out()
    first_due: Day | None = left_out()
    """The date that was agreed first, where it is another one: only before the promise is committed."""
    told: Day | None = left_out()
    """The date that the customer was told last, where it is another one: only before the promise is committed."""
    due: Day | None = left_out()
    source: Line = left_out()
    external_id: Line = left_out()


class PromiseGiven(_Completing):
    """A new promise."""

    customer: Reference
    wording: Wording
    channel: Channel


class PromiseChanged(_Completing):
    """What is to change of a promise that was read as ``version``; the rest is left out."""

    version: Version
    customer: Reference = left_out()
    wording: Wording = left_out()
    channel: Channel = left_out()


class PromiseTermGiven(Given):
    """A term: a service level says in which share of cases (``target``), counted over how many days."""

    kind: TermKind
    subject: Line = Field(min_length=1, max_length=120)
    operator: Operator
    value: Line = Field(min_length=1, max_length=60)
    unit: Line = Field("", max_length=30)
    target: Share | None = left_out()
    window_days: Annotated[int, Field(strict=True, ge=1, le=3650)] | None = left_out()


class Found(Given):
    """What was found when a term was checked."""

    note: Line = Field(min_length=1, max_length=500)


class IndicatorGiven(Given):
    """Something to be measured: which values are better, and where it turns amber and then red."""

    name: Line = Field(min_length=1, max_length=120)
    unit: Line = Field("", max_length=30)
    direction: IndicatorDirection
    amber: Figure
    red: Figure


class ReadingGiven(Given):
    """What an indicator showed on a day, in its unit or in ``unit``, which must measure the same."""

    on: Day
    value: Figure
    unit: Line = Field("", max_length=30)
    note: Line = Field("", max_length=500)


class EvidenceGiven(Given):
    """A link, a note, or the text of a mail."""

    kind: Literal["link", "note", "mail"]
    title: Line = Field(min_length=1, max_length=200)
    address: Line = left_out()
    text: Words = left_out()


class FileNamed(GivenInForm):
    """What a file is called: by its own name, unless ``title`` gives another with the same ending."""

    title: Line = Field("", max_length=200)


class MailFor(GivenInForm):
    """Whose mail it is; left out, the customer whose contact wrote it or got it."""

    customer: Number | None = None


class NoticeGiven(Given):
    """That the customer was told a date, or with none that it is in danger: now, unless ``told_at`` says otherwise."""

    date_told: Day | None
    how: Channel
    told_at: Moment = left_out()
    received_at: Moment | None = left_out()
    note: Words = Field("")


class CommentGiven(Given):
    """A comment; ``@`` and the beginning of an address names a colleague."""

    text: Words = Field(min_length=1)


class RoleGiven(Given):
    """What somebody has to do with a promise."""

    person: Reference
    role: Role


class PersonGiven(Given):
    """Somebody."""

    person: Reference


class Why(Given):
    """Why something is done."""

    reason: Words = Field(min_length=1, max_length=5000)


class PerhapsWhy(Given):
    """Why something is done, if there is more to say."""

    reason: Words = Field("", max_length=5000)


class Cancelled(Why):
    """Who cancelled, and why."""

    by_customer: Flag


class Delivered(Given):
    """The day of a delivery."""

    on: Day


class Accepted(Delivered):
    """How a delivery was taken, by whom at the customer's."""

    in_full: Flag
    accepted_by: Line = Field(min_length=1, max_length=200)
    documents_right: Flag | None = None
    condition_right: Flag | None = None
    """Whether papers and goods were as they should be; null where nobody noted it."""
