"""Two forecasts beside each other: any two days or named baselines, what moved, and what happened in between."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from makegood.feasibility import bridge, policies, queries
from makegood.feasibility.states import Status
from makegood.feasibility.views.moving import moving
from makegood.foundation.history.queries import history_page, stories
from makegood.web.access import admits
from makegood.web.listing import Column, Filter, Listing, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import done
from makegood.web.stories import Told, told

CAPABILITY = ("team", "attribute", "measure", "risk", "policy")
"""What can move any promise."""
TOLD_OF_ALL = 20
TOLD_OF_EACH = 3
PER_PROMISE = 40
"""Entries of history that are read for each promise shown."""


@dataclass(frozen=True, slots=True)
class Row:
    """A promise that moved, what decided it then and now, and what happened to it in between."""

    moved: queries.Moved
    decided_then: str
    decides_now: str
    events: tuple[Told, ...]

    @property
    def points(self) -> int | None:
        """Return by how many points P(kept) moved; None where it is not known in both, or moved by less than one."""
        moved = self.moved.points
        return None if moved is None else round(100 * moved) or None


@admits(policies.check_see_forecast)
def baseline(request: StaffRequest, number: int) -> HttpResponse:
    """Go to how everything moved since a baseline."""
    queries.find_baseline(number, request.viewer)
    return done(request, f"{reverse('compare')}?then=b{number}")


@admits(policies.check_see_forecast)
def compare(request: StaffRequest) -> HttpResponseBase:
    """Show what moved between two forecasts."""
    viewer = request.viewer
    choices = _choices(request)
    asked = read_asked(request.GET, _columns(), choices)
    then, now = (asked.chosen[f"{side}_on"] or asked.chosen[side] for side in ("then", "now"))
    if not then:
        return answer(request, "feasibility/compare.html", Listing("compare", _columns(), choices, asked, (), 0))
    found = queries.compared(then, now, viewer, page=1 if asked.format else asked.page, size=asked.size, near=True)
    since, until = found.then.at, found.now.at
    if since and until and until < since:
        since, until = until, since
    events: dict[int, list[Told]] = {}
    numbers = [] if asked.format else [row.promise for row in found.rows.rows]
    happened = stories(
        subjects={"promise": numbers}, viewer=viewer, since=since, until=until, limit=PER_PROMISE * len(numbers)
    )
    for one in told(moving(happened)):
        events.setdefault(one.number, []).append(one)
    rows = [_row(moved, events.get(moved.promise, [])) for moved in found.rows.rows]
    whole = history_page(viewer=viewer, kinds=CAPABILITY, since=since, until=until, size=TOLD_OF_ALL)
    listing = Listing(
        "compare", _columns(), choices, asked, rows, found.rows.total, finds_words=False, keeps_views=False
    )
    context = {
        "found": found,
        "changed": told(whole.rows, with_subjects=True),
        "more": whole.total - len(whole.rows),
        "counted": [
            (status, queries.STATUS_NAMES[status], found.before.by_status[status], found.after.by_status[status])
            for status in (Status.RED, Status.AMBER, Status.GREEN, Status.UNKNOWN)
        ],
        **queries.WORDS,
    }
    return answer(request, "feasibility/compare.html", listing, context)


def _row(moved: queries.Moved, events: list[Told]) -> Row:
    return Row(moved, _decides(moved.then), _decides(moved.now), tuple(events[:TOLD_OF_EACH]))


def _decides(side: queries.Side | None) -> str:
    return "" if side is None else bridge.cause_name(side.binding_kind, side.binding_name)


def _choices(request: StaffRequest) -> list[Filter]:
    """Return the two forecasts to choose from, what is worth comparing first; and any other day for each."""
    days, baselines = queries.instants(request.viewer), queries.baselines(request.viewer)
    frozen = [(f"b{one.number}", one.name) for one in baselines]
    kept = [(one.key, formats.date_format(one.day, "DATE_FORMAT")) for one in days if one.day]
    first = queries.worth_comparing(days, baselines)
    choices = sorted([*kept, *frozen], key=lambda one: one[0] != first)
    return [
        Filter("then", _("Then"), choices or [("", _("Nothing kept yet"))]),
        Filter("then_on", _("Any other day then"), takes_a_day=True),
        Filter("now", _("Compared with"), [(queries.NOW, _("Now")), *kept, *frozen]),
        Filter("now_on", _("Any other day to compare with"), takes_a_day=True),
    ]


def _columns() -> list[Column]:
    return [
        Column(_("Promise"), export=lambda row: row.moved.title),
        Column(_("Customer"), export=lambda row: row.moved.customer_name),
        Column(_("Promised"), export=lambda row: row.moved.now and row.moved.now.due),
        Column(_("Safe date"), export=lambda row: row.moved.now and row.moved.now.p85),
        Column(_("Kept then"), numeric=True, export=lambda row: row.moved.then and row.moved.then.p_kept),
        Column(_("Kept now"), numeric=True, export=lambda row: row.moved.now and row.moved.now.p_kept),
        Column(_("Why"), export=lambda row: row.decides_now),
    ]
