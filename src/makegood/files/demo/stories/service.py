"""Availability, replies and people on site: promises that are kept or broken a little every day."""

from __future__ import annotations

from makegood.files.demo.company import FIELD_SERVICE, INTEGRATION
from makegood.files.demo.stories.story import Level, Piece, Story

PORT_AVAILABILITY, FIRST_REPLY, URGENT_REPLY = "port platform availability", "first reply", "P1 reply"
COLD_CHAIN_DATA, BELT_ALARM = "cold-chain data completeness", "belt alarm delay"

SERVICE = (
    Story(
        key="BAL-140",
        title="99.95 % availability, yearly",
        kind="service level",
        wording="The port platform is up 99.95 per cent of the day, on 97 days out of 100, all year to {due}.",
        made=-334,
        due=38,
        due_on_workday=False,
        value=84_000,
        made_by="Mara Lindqvist",
        channel="contract",
        owner="Sanne de Vries",
        levels=(Level(PORT_AVAILABILITY, ">=", "99.95", "%", "97 %", -326, 38),),
    ),
    Story(
        key="MER-136",
        title="Response in 4 h, P1",
        kind="service level",
        wording="When a line stands still, one of us is on it within four hours, nine times out of ten, until {due}.",
        made=-96,
        due=97,
        due_on_workday=False,
        value=26_000,
        made_by="Inês Castelo",
        channel="contract",
        owner="Sanne de Vries",
        levels=(Level(URGENT_REPLY, "<=", "4", "h", "90 %", -84, 97),),
    ),
    Story(
        key="KES-165",
        title="Complete cold-chain data, every day",
        kind="service level",
        wording="At least 99 per cent of the readings of a day arrive, nineteen days out of twenty, until {due}.",
        made=-75,
        due=109,
        due_on_workday=False,
        value=17_000,
        made_by="Inês Castelo",
        channel="contract",
        owner="Sanne de Vries",
        levels=(Level(COLD_CHAIN_DATA, ">=", "99", "%", "95 %", -73, 109),),
    ),
    Story(
        key="HAL-129",
        title="Belt alarms within a minute",
        kind="service level",
        wording="You hear of a stuck belt within a minute, practically always, until {due}.",
        made=-40,
        due=129,
        due_on_workday=False,
        value=35_000,
        made_by="Tom Adeyemi",
        channel="contract",
        owner="Sanne de Vries",
        levels=(Level(BELT_ALARM, "<=", "60", "s", "99 %", -23, 129),),
    ),
    Story(
        key="NWR-184",
        title="Training, two sites",
        kind="roll-out",
        wording="Both depots are trained by {due}, days and nights.",
        made=-18,
        due=81,
        value=14_500,
        made_by="Mara Lindqvist",
        channel="meeting",
        owner="",
        pieces=(
            Piece(name="course for line 2", team=INTEGRATION, hours=(20, 28, 44)),
            Piece(
                name="train both depots",
                team=FIELD_SERVICE,
                hours=(36, 46, 66),
                after="course for line 2",
                not_before=66,
            ),
        ),
    ),
    Story(
        key="SAB-159",
        title="Spare probes on the shelf",
        kind="roll-out",
        wording="Ten spare probes lie in your store by {due}.",
        made=-47,
        due=-4,
        accepted=-5,
        value=6_400,
        made_by="Greta Hoffmann",
        channel="quote",
        owner="Sanne de Vries",
        pieces=(Piece(name="pack and ship", team=FIELD_SERVICE, hours=(3, 4, 6), done_percent=100),),
    ),
)
