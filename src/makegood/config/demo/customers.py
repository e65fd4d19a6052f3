"""The customers of the demo company, a maker of industrial sensors with a software platform."""

from __future__ import annotations

from typing import NamedTuple

from makegood.customers.states import Channel, Direction, Tier


class DemoContact(NamedTuple):
    """Somebody at a customer; the first one listed is the main contact."""

    name: str
    role: str
    language: str = "en"


class DemoTouchpoint(NamedTuple):
    """One time we met, so many days ago."""

    days_ago: int
    kind: Channel
    direction: Direction
    text: str


class DemoCustomer(NamedTuple):
    """A customer, with the place of its owner among the people of the demo."""

    key: str
    name: str
    tier: Tier
    zone: str
    replanning_days: int
    owner: int | None
    note: str
    contacts: tuple[DemoContact, ...]
    touchpoints: tuple[DemoTouchpoint, ...] = ()


TO, FROM = Direction.TO_CUSTOMER, Direction.FROM_CUSTOMER

CUSTOMERS = (
    DemoCustomer(
        "NWR",
        "Northwind Rail",
        Tier.STRATEGIC,
        "Europe/Berlin",
        15,
        4,
        "The site in Halle opens on 1 February and can't move. Every revised promise must reach them three weeks "
        "ahead: their installers are booked that long before.",
        (DemoContact("Dr. Karin Holm", "Head of operations", "de"), DemoContact("Ilse Brandt", "Purchasing", "de")),
        (
            DemoTouchpoint(
                2,
                Channel.CALL,
                FROM,
                "Asked whether the 480 sensors will be on site by 15 January. Wants the forecast, not the target.",
            ),
            DemoTouchpoint(
                9, Channel.MEETING, TO, "Went through the plan for line 2. They need in full, not most of it."
            ),
            DemoTouchpoint(46, Channel.MAIL, TO, "Promised 480 vibration sensors by 15 January, IP67."),
        ),
    ),
    DemoCustomer(
        "HEL",
        "Helios Energy",
        Tier.STRATEGIC,
        "Europe/Madrid",
        20,
        1,
        "Their grid operator fines them for each day of delay.",
        (DemoContact("Lucía Ferrer", "Project manager"), DemoContact("Iñaki Ruiz", "Grid engineer")),
        (DemoTouchpoint(5, Channel.CALL, FROM, "The gateway must speak Modbus with redundancy from the first day."),),
    ),
    DemoCustomer(
        "BAL",
        "Baltic Ports",
        Tier.KEY,
        "Europe/Tallinn",
        10,
        8,
        "Service level of 99.95 % a year, measured by them.",
        (DemoContact("Marten Saar", "Head of IT"),),
        (
            DemoTouchpoint(12, Channel.MAIL, FROM, "Third question this month about the same outage."),
            DemoTouchpoint(11, Channel.MAIL, TO, "Said what we know, and when we say more."),
            DemoTouchpoint(20, Channel.MAIL, FROM, "When will the outage be explained?"),
            DemoTouchpoint(16, Channel.CALL, TO, "Explained it on the phone."),
        ),
    ),
    DemoCustomer(
        "KES",
        "Kestrel Foods",
        Tier.KEY,
        "Europe/London",
        10,
        4,
        "",
        (DemoContact("Joan Price", "Quality"),),
        (
            DemoTouchpoint(6, Channel.CALL, FROM, "The cold-chain report must show the worst sensor, not the average."),
            DemoTouchpoint(31, Channel.MEETING, TO, "Showed the first version of the report."),
        ),
    ),
    DemoCustomer(
        "ALD",
        "Alder Medical",
        Tier.KEY,
        "America/New_York",
        30,
        1,
        "Audited: every change of specification needs their change board, which meets monthly.",
        (DemoContact("Miriam Cole", "Regulatory affairs"),),
        (
            DemoTouchpoint(
                19,
                Channel.MEETING,
                TO,
                "Walked through the ISO 13485 documents; their board meets on the first Tuesday.",
            ),
        ),
    ),
    DemoCustomer(
        "SAB",
        "Sable Chemicals",
        Tier.KEY,
        "America/Chicago",
        20,
        1,
        "",
        (DemoContact("Ray Dawson", "Plant manager"),),
        (DemoTouchpoint(24, Channel.MAIL, FROM, "Asks for the ATEX certificate before the 60 units ship."),),
    ),
    DemoCustomer(
        "ORC",
        "Orchard Labs",
        Tier.STANDARD,
        "Europe/London",
        5,
        8,
        "",
        (DemoContact("Nia Evans", "Founder"),),
        (DemoTouchpoint(15, Channel.CALL, TO, "The batch export works for them. Asked for nothing else."),),
    ),
    DemoCustomer(
        "FJO",
        "Fjord Water",
        Tier.STANDARD,
        "Europe/Oslo",
        10,
        4,
        "",
        (DemoContact("Sindre Dahl", "Operations"),),
        (DemoTouchpoint(8, Channel.DELIVERY, TO, "40 loggers of phase one arrived, one day early."),),
    ),
    DemoCustomer(
        "MER",
        "Meridian Bus",
        Tier.KEY,
        "Europe/Paris",
        10,
        4,
        "",
        (DemoContact("Amélie Roux", "Fleet"),),
        (
            DemoTouchpoint(
                33, Channel.CALL, FROM, "Wants the response time measured from their first mail, not from the ticket."
            ),
        ),
    ),
    DemoCustomer(
        "TER",
        "Tern Logistics",
        Tier.STANDARD,
        "Europe/Warsaw",
        10,
        8,
        "",
        (DemoContact("Ewa Lis", "Warehouse"),),
        (DemoTouchpoint(70, Channel.MAIL, FROM, "Thanked for the Polish dashboard."),),
    ),
    DemoCustomer("LAR", "Larch Paper", Tier.STANDARD, "Europe/Helsinki", 15, None, "", ()),
    DemoCustomer(
        "HAL",
        "Halcyon Airports",
        Tier.STRATEGIC,
        "Asia/Dubai",
        25,
        1,
        "",
        (DemoContact("Hany Aziz", "Baggage systems"),),
        (
            DemoTouchpoint(
                3, Channel.MEETING, FROM, "Their board wants one date for all four terminals, and nobody told sales."
            ),
        ),
    ),
    DemoCustomer(
        "COB",
        "Cobalt Brewing",
        Tier.STANDARD,
        "Europe/Prague",
        10,
        8,
        "",
        (DemoContact("Jana Malá", "Filling line"),),
        (DemoTouchpoint(95, Channel.CALL, TO, "Quiet: the filling line has been down for their own rebuild."),),
    ),
    DemoCustomer(
        "SKE",
        "Skerry Wind",
        Tier.STANDARD,
        "Europe/Copenhagen",
        10,
        None,
        "",
        (DemoContact("Bree Walsh", "Maintenance"),),
    ),
)
