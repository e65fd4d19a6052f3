from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from makegood.files.mails import find_amounts, find_dates, read_mail

WRITTEN = date(2026, 11, 20)


def mail(text: str = "", html: str = "", *, subject: str = "Your order", encoding: str = "utf-8") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Cleo Ray <Cleo@Northwind.example>"
    message["To"] = "Anna Berg <anna@maker.example>, ben@maker.example"
    message["Subject"] = subject
    message["Date"] = "Fri, 20 Nov 2026 09:30:00 +0200"
    if text:
        message.set_content(text, charset=encoding)
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html", charset=encoding)
    return message


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("by 15 January 2027", [date(2027, 1, 15)]),
        ("on the 3rd of May 2027", [date(2027, 5, 3)]),
        ("January 15th, 2027", [date(2027, 1, 15)]),
        ("am 15. Januar 2027", [date(2027, 1, 15)]),
        ("am 3. März 2027.", [date(2027, 3, 3)]),
        ("2027-01-15", [date(2027, 1, 15)]),
        ("15.01.2027", [date(2027, 1, 15)]),
        ("03/04/2027", [date(2027, 4, 3), date(2027, 3, 4)]),
        ("25/12/2027", [date(2027, 12, 25)]),
        ("bis 15. Januar", [date(2027, 1, 15)]),
        ("24 December", [date(2026, 12, 24)]),
        ("31.02.2027", []),
        ("15 pieces of 2027", []),
        ("version 1.2.2027.4", []),
        ("order 2027-01-15-7", []),
    ],
)
def test_days_are_found_as_people_write_them(said: str, days: list[date]) -> None:
    text = f"It comes {said}, surely"
    found = list(find_dates(text, WRITTEN))
    assert [day for one in found for day in one.days] == days
    assert all(text[one.start : one.end] in said for one in found)


def test_a_day_without_a_year_means_nothing_where_nobody_knows_when_it_was_written() -> None:
    assert list(find_dates("15 January", None)) == []


@pytest.mark.parametrize(
    ("said", "amount", "currency"),
    [
        ("1.234,50 €", "1234.5", "EUR"),
        ("€1,234.50", "1234.5", "EUR"),
        ("EUR 1.234", "1234", "EUR"),
        ("2,500 EUR", "2500", "EUR"),
        ("12 Euro", "12", "EUR"),
        ("$5,000", "5000", ""),
        ("5000 USD", "5000", "USD"),
        ("1'200'000 CHF", "1200000", "CHF"),
        ("£3.20", "3.2", "GBP"),
    ],
)
def test_amounts_are_found_with_their_currency(said: str, amount: str, currency: str) -> None:
    text = f"It costs {said} in all, for 40 pieces."
    (found,) = find_amounts(text)
    assert (found.amount, found.currency, text[found.start : found.end]) == (Decimal(amount), currency, said)


def test_a_mail_says_who_wrote_what_to_whom_and_when() -> None:
    read = read_mail(mail("It comes by 15 January for 900 EUR.\r\n", subject="Größe: =?utf-8?q?ja?=").as_bytes())
    assert (read.sender, read.sender_name) == ("cleo@northwind.example", "Cleo Ray")
    assert read.to == ("anna@maker.example", "ben@maker.example")
    assert read.date == datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
    assert read.text == "It comes by 15 January for 900 EUR."
    assert [one.days for one in read.dates] == [(date(2027, 1, 15),)]
    assert [one.amount for one in read.amounts] == [900]


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "cp1252"])
def test_text_is_read_in_any_encoding(encoding: str) -> None:
    assert read_mail(mail("Die Größe: 40 mm", encoding=encoding).as_bytes()).text == "Die Größe: 40 mm"


def test_an_unknown_encoding_is_read_as_far_as_it_can_be() -> None:
    raw = b"Content-Type: text/plain; charset=klingon\r\n\r\nReady in May \xff"
    assert read_mail(raw).text.startswith("Ready in May")


def test_the_plain_text_is_taken_where_there_is_one() -> None:
    assert read_mail(mail("Plain", "<p>Rich</p>").as_bytes()).text == "Plain"


def test_html_becomes_text_without_scripts_styles_and_pictures() -> None:
    html = (
        "<html><head><title>T</title><style>p{}</style></head><body><p>Ready &amp; <b>packed</b></p>"
        "<script>steal()</script><img src='https://spy.example/x.png'><div>by 15 January 2027</div></body></html>"
    )
    read = read_mail(mail(html=html).as_bytes())
    assert read.text == "Ready & packed\n\nby 15 January 2027"
    assert len(read.dates) == 1


def test_attachments_are_left_alone() -> None:
    message = mail("See the file.")
    message.add_attachment("by 1 May 2027", filename="offer.txt")
    message.add_attachment(b"\x00\x01", maintype="application", subtype="pdf", filename="a.pdf")
    read = read_mail(message.as_bytes())
    assert (read.text, read.dates) == ("See the file.", ())


NONSENSE = st.lists(
    st.sampled_from(
        [
            b"From: ", b"=?utf-8?b?", b"?=", b"Date: 99", b"Subject: ", b"\r\n", b"\n\n", b"<", b"@", b"\x00", b"\xff",
            b"Content-Type: multipart/mixed; boundary=x\n", b"--x\n", b"--x--", b"Content-Type: text/html\n",
            b"Content-Type: message/rfc822\n", b"Content-Transfer-Encoding: base64\n", b"<![", b"&#xD800;", b"charset=",
            b"Content-Disposition: attachment; filename*=x''%\n", b"To: a@[", b"99.99.9999 EUR 9,9", b"<!--",
        ]
    )
    | st.binary(max_size=20),
    max_size=30,
).map(b"".join)  # fmt: skip


@given(NONSENSE)
def test_nonsense_is_read_as_far_as_it_can_be(content: bytes) -> None:
    read = read_mail(content)
    assert "\x00" not in read.text + read.subject + read.sender + read.sender_name
    (read.text + read.subject + read.sender_name).encode()
    places = [(found.start, found.end) for found in read.dates] + [(found.start, found.end) for found in read.amounts]
    assert all(0 <= start < end <= len(read.text) for start, end in places)
