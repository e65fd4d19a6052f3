"""Who is who in the demo company, a maker of industrial sensors with a software platform, and who buys from it."""

from __future__ import annotations

from dataclasses import dataclass

COMPANY = "Quillon Sensors"
COMPANY_ZONE = "Europe/Berlin"


@dataclass(frozen=True, slots=True)
class DemoTeam:
    """A team as its file states it, and ``disturbed``: the share of its day that interruptions really take."""

    name: str
    slots: float
    hours_per_day: str
    country: str
    region: str
    available_share: float
    disturbed: float


@dataclass(frozen=True, slots=True)
class DemoCustomer:
    """A customer; ``weight`` is how often it orders compared with the others."""

    code: str
    name: str
    tier: str
    zone: str
    weight: float


@dataclass(frozen=True, slots=True)
class Seller:
    """An account executive; ``optimism`` multiplies the time that a promise really needs when a date is promised."""

    name: str
    optimism: float
    sales_team: str


ASSEMBLY, CALIBRATION, COMPLIANCE, ELECTRONICS = "Assembly", "Calibration", "Compliance", "Electronics"
FIELD_SERVICE, FIRMWARE, INTEGRATION, PLATFORM = "Field service", "Firmware", "Integration", "Platform"

TEAMS = (
    DemoTeam(ASSEMBLY, 7, "8 8 8 8 6 0 0", "DE", "SN", 0.85, 0.15),
    DemoTeam(CALIBRATION, 4, "8 8 8 8 6 0 0", "DE", "SN", 0.85, 0.16),
    DemoTeam(COMPLIANCE, 2, "8 8 8 8 8 0 0", "DE", "BY", 0.7, 0.3),
    DemoTeam(ELECTRONICS, 3, "8 8 8 8 8 0 0", "DE", "SN", 0.8, 0.2),
    DemoTeam(FIELD_SERVICE, 4, "9 9 9 9 4 0 0", "NL", "", 0.75, 0.25),
    DemoTeam(FIRMWARE, 4, "8 8 8 8 8 0 0", "PL", "", 0.75, 0.27),
    DemoTeam(INTEGRATION, 3.5, "8 8 8 8 8 0 0", "CZ", "", 0.75, 0.25),
    DemoTeam(PLATFORM, 5, "7.5 7.5 7.5 7.5 7.5 0 0", "PL", "", 0.8, 0.22),
)

CUSTOMERS = (
    DemoCustomer("NWR", "Northwind Rail", "strategic", "Europe/London", 1.6),
    DemoCustomer("HEL", "Helios Energy", "strategic", "Europe/Madrid", 1.4),
    DemoCustomer("BAL", "Baltic Ports", "strategic", "Europe/Tallinn", 1.0),
    DemoCustomer("KES", "Kestrel Foods", "key", "Europe/Dublin", 1.1),
    DemoCustomer("ALD", "Alder Medical", "key", "Europe/Zurich", 0.9),
    DemoCustomer("SAB", "Sable Chemicals", "key", "Europe/Amsterdam", 1.0),
    DemoCustomer("ORC", "Orchard Labs", "standard", "America/New_York", 0.8),
    DemoCustomer("FJO", "Fjord Water", "key", "Europe/Oslo", 1.1),
    DemoCustomer("MER", "Meridian Bus", "standard", "Europe/Paris", 0.8),
    DemoCustomer("TER", "Tern Logistics", "key", "Europe/Warsaw", 1.0),
    DemoCustomer("LAR", "Larch Paper", "standard", "Europe/Helsinki", 0.8),
    DemoCustomer("COB", "Cobalt Brewing", "standard", "Europe/Prague", 0.7),
    DemoCustomer("SKE", "Skerry Wind", "key", "Europe/Copenhagen", 0.9),
    DemoCustomer("HAL", "Halcyon Airports", "strategic", "Asia/Dubai", 0.7),
)
CUSTOMER_BY_CODE = {customer.code: customer for customer in CUSTOMERS}

SELLERS = (
    Seller("Mara Lindqvist", 1.08, "North"),
    Seller("Tom Adeyemi", 0.82, "South"),
    Seller("Inês Castelo", 1.02, "Central"),
    Seller("Pavel Novák", 0.98, "Central"),
    Seller("Greta Hoffmann", 1.12, "North"),
)
SALES_TEAMS = {seller.name: seller.sales_team for seller in SELLERS}

OWNERS = ("Ulrike Brandt", "Piotr Zieliński", "Sanne de Vries", "Jakub Dvořák", "Aylin Demir", "Hanna Wójcik")
CHANNELS = ("quote", "quote", "contract", "contract", "e-mail", "call", "meeting")
"""As often as each is used."""

ROLES = (
    ("Mara Lindqvist", "account executive, Northwind Rail and Fjord Water"),
    ("Tom Adeyemi", "account executive, Helios Energy and Halcyon Airports; sells early dates"),
    ("Ulrike Brandt", "delivery lead, Assembly line 2"),
    ("Piotr Zieliński", "delivery lead, firmware and gateways"),
    ("Sanne de Vries", "service manager: availability, replies, field work"),
    ("Jakub Dvořák", "delivery lead, integrations"),
    ("Aylin Demir", "head of compliance"),
    ("Hanna Wójcik", "product manager, platform"),
)
"""The people whom a reader meets first, with what they answer for."""
