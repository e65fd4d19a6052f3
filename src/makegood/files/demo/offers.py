"""What the demo company sells: for each kind of promise its route through the teams and how people word it."""

from __future__ import annotations

from dataclasses import dataclass

from makegood.files.demo.company import (
    ASSEMBLY,
    CALIBRATION,
    COMPLIANCE,
    ELECTRONICS,
    FIELD_SERVICE,
    FIRMWARE,
    INTEGRATION,
    PLATFORM,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of work: hours for an order of ordinary size, and calendar days of waiting before it."""

    name: str
    team: str
    hours: float
    after: tuple[str, ...] = ()
    wait_days: int = 0
    slots: int = 1


@dataclass(frozen=True, slots=True)
class Offer:
    """A kind of promise; ``share`` is how often it is sold, ``sizes`` what can be ordered, the middle one ordinary.

    ``lead_days`` is the lead time that everybody in the company quotes for an order of ordinary size.
    """

    kind: str
    share: float
    lead_days: int
    value: int
    sizes: tuple[int, ...]
    wordings: tuple[tuple[str, str], ...]
    """Titles, each with what was said to the customer."""
    steps: tuple[Step, ...]

    @property
    def ordinary(self) -> int:
        """The size that the hours of the steps are stated for."""
        return self.sizes[len(self.sizes) // 2]


OFFERS = (
    Offer(
        kind="sensor order",
        share=0.32,
        lead_days=77,
        value=68_000,
        sizes=(40, 60, 80, 120, 160, 200, 320),
        wordings=(
            ("{size} vibration sensors", "{size} vibration sensors delivered by {due}, as in the quote."),
            ("{size} temperature probes", "We ship the {size} temperature probes so that they are with you on {due}."),
            ("{size} pressure transmitters", "All {size} pressure transmitters, calibrated, by {due}. That is firm."),
            ("{size} flow meters", "You get {size} flow meters on {due}; we hold the line for you."),
        ),
        steps=(
            Step("bill of materials", ELECTRONICS, 24),
            Step("assemble", ASSEMBLY, 38, ("bill of materials",), wait_days=34, slots=2),
            Step("calibrate", CALIBRATION, 30, ("assemble",), slots=2),
            Step("commission on site", FIELD_SERVICE, 22, ("calibrate",)),
        ),
    ),
    Offer(
        kind="custom feature",
        share=0.24,
        lead_days=41,
        value=41_000,
        sizes=(1, 2, 3, 4, 5),
        wordings=(
            ("Alarm escalation", "The alarm escalation you asked for will be in your tenant by {due}."),
            ("Sign-on with own directory", "Sign-on with your own directory works from {due} on."),
            ("Export for planners", "On {due} your planners can export every report themselves."),
            ("Maintenance forecast page", "The maintenance forecast page is live for your team by {due}."),
        ),
        steps=(
            Step("design", PLATFORM, 26),
            Step("build", PLATFORM, 62, ("design",), slots=2),
            Step("accept in customer tenant", INTEGRATION, 16, ("build",), wait_days=6),
        ),
    ),
    Offer(
        kind="firmware variant",
        share=0.16,
        lead_days=50,
        value=52_000,
        sizes=(1, 2, 3),
        wordings=(
            ("Firmware with own sampling profile", "Firmware with your sampling profile, released on {due}."),
            ("Firmware with own protocol", "By {due} the sensors speak your protocol, we have done this before."),
            ("Low-power firmware", "You will have the low-power build by {due}."),
        ),
        steps=(
            Step("specify", FIRMWARE, 24),
            Step("develop", FIRMWARE, 80, ("specify",), slots=2),
            Step("regression test", CALIBRATION, 30, ("develop",)),
            Step("release papers", COMPLIANCE, 14, ("regression test",), wait_days=4),
        ),
    ),
    Offer(
        kind="integration",
        share=0.14,
        lead_days=50,
        value=36_000,
        sizes=(1, 2, 3),
        wordings=(
            ("Gateways in the control system", "Your control system reads our gateways from {due} on."),
            ("Link to the maintenance system", "The link to your maintenance system is in production by {due}."),
            ("Connection of both sites", "We connect both sites by {due}, no work on your side."),
        ),
        steps=(
            Step("agree the interface", INTEGRATION, 20, wait_days=7),
            Step("build the adapter", INTEGRATION, 54, ("agree the interface",)),
            Step("switch over on site", FIELD_SERVICE, 18, ("build the adapter",)),
        ),
    ),
    Offer(
        kind="certificate",
        share=0.06,
        lead_days=82,
        value=24_000,
        sizes=(1, 2, 3),
        wordings=(
            ("Certificate for the variant", "The certificate for your variant is in your hands by {due}."),
            ("Conformity papers", "Complete conformity papers by {due}, in your language."),
        ),
        steps=(
            Step("prepare papers", COMPLIANCE, 40),
            Step("laboratory samples", ELECTRONICS, 18),
            Step("close findings", COMPLIANCE, 20, ("prepare papers", "laboratory samples"), wait_days=42),
        ),
    ),
    Offer(
        kind="roll-out",
        share=0.08,
        lead_days=46,
        value=28_000,
        sizes=(1, 2, 4),
        wordings=(
            ("Training for both shifts", "We train both shifts and leave everything running by {due}."),
            ("Fitting and training", "All sites are fitted and your people trained by {due}."),
        ),
        steps=(
            Step("prepare kits", ASSEMBLY, 18, wait_days=16),
            Step("fit on site", FIELD_SERVICE, 48, ("prepare kits",), slots=2),
            Step("train", FIELD_SERVICE, 16, ("fit on site",)),
        ),
    ),
)
OFFER_BY_KIND = {offer.kind: offer for offer in OFFERS}
