"""A list that somebody at the demo company brings in, two rows of which have to be mended first."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import datetime

from makegood.foundation.actors import Viewer
from makegood.promises import services
from makegood.promises.imports import guess_mapping, read_table
from makegood.promises.queries import find_promise

NAME = "what-they-need-it-for.csv"
NEEDS = (
    ("NWR-180", "Line 2 reopens for the holidays; without the sensors trains run at half their speed."),
    ("HEL-171", "The grid operator inspects the substations in the last week of the month."),
    ("ALD-152", "Their auditor comes before the ward opens."),
)
"""What customers need three of the promises for, as their account managers wrote it down."""
UNKNOWN, NO_DAY = "Tern Logistik", "31.02."
"""A customer who is called otherwise here, and a day that no calendar has."""


def bring_in_needs(numbers: Mapping[str, int], by: Viewer, *, at: datetime) -> None:
    """Begin to bring in what customers need promises for; a worker does the rest, as for everybody."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("promise", "customer", "wording", "channel", "due", "core_need"))
    for key, need in NEEDS:
        said = find_promise(numbers[key], by, today=at.date())
        rows.writerow((key, said.row.customer_name, said.wording, said.channel, "", need))
    rows.writerow(
        ("T-2", UNKNOWN, "The gate readers follow with the second lorry.", "call", "", "Gate 4 opens in May.")
    )
    rows.writerow(("K-9", "Kestrel Foods", "Spare batteries by the end of February.", "mail",
                   f"{NO_DAY}{at.year + 1}", "Their cold store has no mains."))  # fmt: skip
    content = text.getvalue().encode()
    table = read_table(content, NAME)
    services.begin_import(
        table=table,
        name=NAME,
        digest=services.keep_file(content),
        mapping=guess_mapping(table.headings),
        source="",
        by=by,
        at=at,
        today=at.date(),
    )
