"""What the demo company watches about its promises, what its people say to one another, and a mail not read through."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from email.message import EmailMessage
from email.utils import format_datetime
from typing import NamedTuple

from makegood.foundation.actors import Viewer
from makegood.promises import services
from makegood.promises.queries import find_promise
from makegood.promises.states import IndicatorDirection

HIGHER, LOWER = IndicatorDirection.HIGHER, IndicatorDirection.LOWER
WEEK = timedelta(days=7)


class Watched(NamedTuple):
    """An indicator of a promise: its thresholds, and what was read, one week after another up to this one."""

    promise: str
    name: str
    unit: str
    direction: IndicatorDirection
    amber: str
    red: str
    readings: tuple[str, ...]
    note: str = ""


WATCHED = (
    Watched("NWR-180", "Sensors that pass the IP67 test", "percent", HIGHER, "95", "90",
            ("98.2", "97", "96.1", "93.5"), "Test bench 2"),
    Watched("NWR-180", "First reply, nine cases in ten", "h", LOWER, "3", "4", ("2.2", "2.1", "2.4"), "Help desk"),
    Watched("HEL-171", "Waiting for calibration", "h", LOWER, "40", "80", ("22", "35", "52", "88"), "Bench"),
    Watched("FJO-166", "Battery life in the chamber", "year", HIGHER, "5.2", "5", ("5.6", "5.5", "5.3")),
    Watched("SKE-149", "Sampling on the bench", "kHz", HIGHER, "20", "18", ("17.5", "18.4", "19.1", "19.6")),
    Watched("HAL-131", "Radio range in terminal B", "m", HIGHER, "550", "500", ()),
    Watched("HEL-175", "Open faults of the first class", "", LOWER, "2", "5", ("9", "6", "3", "1"), "Fault list"),
    Watched("ALD-152", "Documents still to be written", "", LOWER, "10", "20", ("31", "24", "16", "8")),
)  # fmt: skip

PARTS = (("HEL-175", "HEL-171"), ("NWR-184", "NWR-180"))
"""What was split off a larger promise to the same customer."""

COMMENTS = (
    ("NWR-180", "jonas", 6, "@marco bench 2 fails more seals than last week. Did anybody warn Northwind?"),
    ("NWR-180", "marco", 5, "@jonas I called Karin; she can wait three days for the last 40, not longer."),
    ("HEL-171", "jonas", 2, "@marco the calibration bench is full until Thursday week. @ada, whose order goes first?"),
    ("SKE-149", "priya", 1, "@marco @jonas 20 kHz needs the new firmware. I need a decision before the freeze."),
)
"""Who said what about which promise, so many days ago."""

MAIL = """Dear Marco,

thank you for the call. As agreed we order the second lot for the lorries: 24 gateways by 15 March, the first 8 of
them already on {first}, and the rest of the training before 03/04/{year}.

We pay €18,400.00 for the gateways and EUR 2,300 for the training.

Kind regards"""


def watch(numbers: Mapping[str, int], by: Viewer, *, at: datetime) -> None:
    """Watch the promises of ``WATCHED`` and read what is watched, once a week."""
    for one in WATCHED:
        began = at - WEEK * max(len(one.readings), 1)
        indicator = services.add_indicator(
            promise=numbers[one.promise],
            name=one.name,
            unit=one.unit,
            direction=one.direction,
            amber=Decimal(one.amber),
            red=Decimal(one.red),
            by=by,
            at=began,
        )
        for weeks_ago, value in zip(range(len(one.readings) - 1, -1, -1), one.readings, strict=True):
            when = at - WEEK * weeks_ago - timedelta(hours=3)
            services.read_indicator(
                number=indicator,
                on=when.date(),
                value=Decimal(value),
                note=one.note,
                today=when.date(),
                by=by,
                at=when,
            )


def split(numbers: Mapping[str, int], by: Viewer, *, at: datetime) -> None:
    """Say of the promises in ``PARTS`` what each is a part of."""
    for part, whole in PARTS:
        version = find_promise(numbers[part], by, today=at.date()).version
        services.change_promise(number=numbers[part], version=version, parent=numbers[whole], by=by, at=at - WEEK)


def talk(numbers: Mapping[str, int], people: Mapping[str, Viewer], *, at: datetime) -> None:
    """Let colleagues say what stands in ``COMMENTS``."""
    for promise, who, ago, text in COMMENTS:
        services.comment_on(promise=numbers[promise], text=text, by=people[who], at=at - timedelta(days=ago))


def receive_mail(customer: int, by: Viewer, *, at: datetime) -> None:
    """Make a draft of a mail that names several days and amounts, of which somebody has to choose."""
    mail = EmailMessage()
    sent = at - timedelta(hours=20)
    mail["From"], mail["To"] = "orders@kestrelfoods.example", by.name.replace(" ", ".").lower() + "@demo.example"
    mail["Subject"], mail["Date"] = "Second lot for the lorries", format_datetime(sent)
    first = at.date() + timedelta(days=60)
    mail.set_content(MAIL.format(first=f"{first:%d %B %Y}", year=at.year + 1))
    services.capture_from_mail(content=mail.as_bytes(), customer=customer, by=by, at=at - timedelta(hours=19))


def complain(number: int, by: Viewer, *, at: datetime) -> None:
    """Let a customer come back on something that they had accepted."""
    text = "Two of the units you delivered have failed since. We can't call that accepted."
    services.add_evidence(promise=number, kind="mail", title="Two units failed", text=text, by=by, at=at)
    services.take_back_acceptance(number=number, reason="Their mail: two units failed", by=by, at=at)
