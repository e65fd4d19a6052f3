"""Mails as files: who wrote what to whom and when, and the days and amounts that the text names.

Nothing is fetched, no attachment is opened, and whatever the bytes are, they are read as far as they can be.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses, parsedate_to_datetime
from html.parser import HTMLParser

from makegood.files.dates import MONTHS, read_date_cell
from makegood.files.money import currencies_in
from makegood.files.numbers import parse_number
from makegood.files.refusals import Refused

MOST_TEXT = 50_000
"""Characters of a mail's text that are kept."""
MOST_PARTS = 200
MOST_FOUND = 50

_MONTH = f"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\\b"
_DATES = re.compile(
    r"(?<![\w.,/-])(?:"
    r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
    r"|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}"
    rf"|[0-9]{{1,2}}(?:\.|st|nd|rd|th)?[ \u00a0]?(?:of )?{_MONTH}\.?(?:,?[ \u00a0][0-9]{{4}})?"
    rf"|{_MONTH}\.? [0-9]{{1,2}}(?:st|nd|rd|th)?(?:,? [0-9]{{4}})?"
    r")(?![\w/-]|[.,][0-9])",
    re.IGNORECASE,
)
_YEAR = re.compile(r"[0-9]{4}")
_FILLER = re.compile(r"\bof ")
_CODES = "EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|CAD|AUD|CNY|INR"
_NUMBER = r"[0-9]{1,3}(?:[.,'\u2019 \u00a0\u202f][0-9]{3})+(?:[.,][0-9]{1,2})?|[0-9]{1,12}(?:[.,][0-9]{1,2})?"
_AMOUNTS = re.compile(
    rf"(?<![\w.,])(?:(?P<before>[€£$¥]|(?:{_CODES})\b)[ \u00a0]?(?P<first>{_NUMBER})(?![0-9])"
    rf"|(?P<second>{_NUMBER})[ \u00a0]?(?P<after>[€£$¥]|(?:{_CODES}|Euro|euro|euros|Euros)\b))"
)
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
"""Nobody writes three decimals of money, so this mark parts thousands."""
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_REFUSED = re.compile("[\x00\ud800-\udfff]")
_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote", "hr"})
_SILENT = frozenset({"script", "style", "head", "title"})


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day that a text may name, from ``start`` to ``end`` in it; ``03/04/2027`` names two."""

    start: int
    end: int
    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """An amount that a text names; the currency is empty where its sign may mean several."""

    start: int
    end: int
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """What a mail says; addresses without names, in small letters. ``date`` is in UTC, None where it says none."""

    subject: str
    sender: str
    sender_name: str
    to: tuple[str, ...]
    date: datetime | None
    text: str
    dates: tuple[FoundDate, ...]
    amounts: tuple[FoundAmount, ...]


def read_mail(content: bytes) -> ParsedMail:
    """Return what a mail says, blank where it says nothing or nonsense."""
    message = message_from_bytes(content, policy=policy.default)
    sent = _moment(message)
    text = _clean(_text_of(message))[:MOST_TEXT]
    senders = _addresses(message, "from")
    name, sender = senders[0] if senders else ("", "")
    return ParsedMail(
        subject=" ".join(_clean(_header(message, "subject")).split())[:500],
        sender=sender,
        sender_name=" ".join(_clean(name).split())[:200],
        to=tuple(address for _name, address in _addresses(message, "to")),
        date=sent,
        text=text,
        dates=tuple(find_dates(text, sent.date() if sent else None))[:MOST_FOUND],
        amounts=tuple(find_amounts(text))[:MOST_FOUND],
    )


def find_dates(text: str, written_on: date | None) -> Iterator[FoundDate]:
    """Yield the days that a text names; one without a year is the next such day from ``written_on`` on."""
    for match in _DATES.finditer(text):
        said = _FILLER.sub("", match.group()).rstrip(".")
        days = _days(said) if _YEAR.search(said) else _next(said, written_on)
        if days:
            yield FoundDate(match.start(), match.end(), days)


def find_amounts(text: str) -> Iterator[FoundAmount]:
    """Yield the amounts of money that a text names."""
    for match in _AMOUNTS.finditer(text):
        number, sign = match["first"] or match["second"], match["before"] or match["after"]
        currency = "EUR" if sign.casefold().startswith("euro") else _currency(sign)
        with suppress(Refused):
            plain = number.replace(",", "").replace(".", "") if _THOUSANDS.fullmatch(number) else number
            amount = Decimal(repr(parse_number(plain, ".")))
            yield FoundAmount(match.start(), match.end(), amount, currency)


def _currency(sign: str) -> str:
    named = currencies_in(f"1 {sign}")
    return next(iter(named)) if len(named) == 1 else ""


def _days(said: str) -> tuple[date, ...]:
    try:
        reading = read_date_cell(said)
    except Refused:
        return ()
    return tuple(dict.fromkeys(day for day in (reading.day_first, reading.month_first) if day is not None))


def _next(said: str, written_on: date | None) -> tuple[date, ...]:
    if written_on is None:
        return ()
    for year in (written_on.year, written_on.year + 1):
        found = tuple(day for day in _days(f"{said} {year}") if day >= written_on)
        if found:
            return found
    return ()


def _header(message: Message, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except Exception:  # noqa: BLE001  # headers are parsed as they are looked at, and fail in many ways
        return ""


def _addresses(message: Message, name: str) -> list[tuple[str, str]]:
    found = getaddresses([_header(message, name).replace("\r", " ").replace("\n", " ")])
    cleaned = [(called, "".join(_clean(address).split()).lower()) for called, address in found[:MOST_FOUND]]
    return [(called, address) for called, address in cleaned if "@" in address and len(address) <= 254]


def _moment(message: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(_header(message, "date"))
        return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _text_of(message: Message) -> str:
    """Return the plain text of a mail, or its HTML as text where there is none; attachments are left alone."""
    plain, html = [], []
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            break
        if part.is_multipart() or _is_attached(part):
            continue
        kind = part.get_content_type()
        if kind == "text/plain":
            plain.append(_content(part))
        elif kind == "text/html":
            html.append(_without_marks(_content(part)))
    return "\n\n".join(filter(str.strip, plain)) or "\n\n".join(filter(str.strip, html))


def _is_attached(part: Message) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except Exception:  # noqa: BLE001  # see _header
        return True


def _content(part: Message) -> str:
    try:
        if isinstance(part, EmailMessage):
            return str(part.get_content())
    except Exception:  # noqa: BLE001, S110  # an unknown encoding or a broken one: the bytes are read as they are
        pass
    try:
        payload = part.get_payload(decode=True)
    except Exception:  # noqa: BLE001  # see _header
        return ""
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _clean(text: str) -> str:
    normal = unicodedata.normalize("NFC", _REFUSED.sub("\ufffd", text)).replace("\r\n", "\n").replace("\r", "\n")
    return _BLANK_LINES.sub("\n\n", normal).strip()


class _Words(HTMLParser):
    """Collects what a reader of a page would read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(re.sub(r"\s+", " ", data))


def _without_marks(html: str) -> str:
    words = _Words()
    try:
        words.feed(html)
        words.close()
    except (AssertionError, ValueError):  # the parser gives up on some broken declarations
        words.said.append("")
    return "\n".join(line.strip() for line in "".join(words.said).splitlines())
