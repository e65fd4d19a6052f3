"""The page that introduces the demo company to whoever opens its folder."""

from __future__ import annotations

from datetime import date

from makegood.files.demo.company import COMPANY, CUSTOMERS, ROLES, TEAMS
from makegood.files.demo.stories import STORIES
from makegood.files.demo.telling import due_day
from makegood.files.demo.workdays import spoken

README = "README.md"
FIRST_LOOKS = {
    "NWR-180": "Northwind Rail was told that all 480 sensors are on site by then. Assembly is sold out, and orders with"
    " an earlier date take it first.",
    "HEL-175": "Helios Energy was sold a gateway that takes over by itself. The product gets that with a release that"
    " is planned for later.",
    "BAL-140": "Baltic Ports holds us to a yearly availability. Most of the year is over, and the bad days so far leave"
    " little room.",
}
"""The promises to look at first, each with what there is to see."""

PAGE = """\
# {company}

A made-up maker of industrial sensors with a software platform: hardware orders, custom features, service levels.
{teams} teams, {customers} customers, eighteen months of promises. Everything here is as of {as_of}; nothing in it is
about anybody real.

    makegood check . --as-of {as_of}
    makegood backtest .

## Three promises to look at first

{looks}

## Who is who

{roles}

Customers: {names}.

## What the files hold

`promises.csv` has the open promises in the words in which they were made; `work.csv`, `risks.csv`, `specifications.csv`
and `service_levels.csv` what each of them takes. `teams.csv`, `capacity.csv` and `absences.csv` say what operations can
give, `attributes.csv` what the product can do, `measurements.csv` what was measured. `history.csv` tells what became
of earlier promises. Some records lack an owner, a value or an estimate, as records do: these are findings to see.

The past was lived day by day by a small simulation with ill people, interruptions, late suppliers and changed minds;
some sellers promised early dates until, about half a year ago, they began to ask operations first. That simulation is
not the method that forecasts: a forecast that fits this past has learnt something. `makegood demo --months 6` also
writes how the company stood on earlier days, for `makegood replay`.
"""


def readme_text(as_of: date) -> str:
    """Return the demo folder's README, with its dates as of ``as_of``."""
    return PAGE.format(
        company=COMPANY,
        teams=len(TEAMS),
        customers=len(CUSTOMERS),
        as_of=as_of.isoformat(),
        looks="\n".join(_look(place, key, as_of) for place, key in enumerate(FIRST_LOOKS, 1)),
        roles="\n".join(f"- **{name}**: {role}" for name, role in ROLES),
        names=", ".join(customer.name for customer in CUSTOMERS),
    )


def _look(place: int, key: str, as_of: date) -> str:
    story = next(story for story in STORIES if story.key == key)
    return f"{place}. **{key}**, {story.title}, due {spoken(due_day(story, as_of))}. {FIRST_LOOKS[key]}"
