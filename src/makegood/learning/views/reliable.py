"""How promises were kept: headline figures, their course, and the promises behind each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import formats
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from makegood.foundation.clock import present
from makegood.learning import policies, queries
from makegood.learning.queries import Part, Record, Slice
from makegood.learning.states import OF_OPEN, Figure, Step
from makegood.learning.views.asking import KIND_NAMES, Choices, carried, slice_of, today
from makegood.learning.views.drawing import TARGET, over_time
from makegood.people.queries import kept_views
from makegood.web.access import admits
from makegood.web.listing import PAGE_SIZE, Column, Filter, Listing, SavedView, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest

FIGURE_NAMES: dict[Figure, str | Promise] = {
    Figure.DUE: later("due"),
    Figure.KEPT_FIRST: later("kept by the first date"),
    Figure.BROKEN_FIRST: later("not kept by the first date"),
    Figure.DUE_LAST: later("due by the date in force"),
    Figure.KEPT_LAST: later("kept by the date in force"),
    Figure.BROKEN_LAST: later("not kept by the date in force"),
    Figure.PERFECT: later("perfect"),
    Figure.PERFECT_UNKNOWN: later("kept, and nobody noted papers and condition"),
    Figure.EARLY: later("early"),
    Figure.EXCLUDED: later("cancelled by the customer"),
    Figure.WARNED_IN_TIME: later("missed, told in time"),
    Figure.SURPRISED: later("missed, told too late or never"),
    Figure.NEVER_TOLD: later("missed, never told"),
    Figure.OPEN: later("owed now"),
    Figure.DRIFT_AGREED: later("owed, agreed to be later"),
    Figure.DRIFT_FORECAST: later("owed, forecast to be later"),
    Figure.DRIFT_SILENT: later("owed, later than the customer knows"),
    Figure.AT_RISK: later("owed, at risk"),
}
ANSWERED = frozenset({"window", "since", "until", "customer"})
"""What narrows questions down: a message has no team and no kind."""
CARRIED = ("window", "since", "until", "customer", "team", "kind", "level")
BY_PERIOD = {Step.MONTH: later("By month"), Step.QUARTER: later("By quarter")}
BY_GROUP = {"team": later("By team"), "customer": later("By customer"), "kind": later("By kind")}
SHOWN = {"kept": later("Kept"), "told": later("Told, and how near")}
"""What the table shows of each period or group."""


class Line(NamedTuple):
    """One period or group of the table, with the address of its promises."""

    title: str
    record: Record
    query: str


@admits(policies.check_see_figures)
def reliability(request: StaffRequest) -> HttpResponseBase:
    """Show how promises were kept, with where each figure comes from."""
    viewer, day, choices = request.viewer, today(), Choices(request.viewer)
    ways = [(str(code), name) for code, name in (*BY_PERIOD.items(), *BY_GROUP.items())]
    filters = choices.filters(Filter("by", _("Table"), ways), Filter("shows", _("Figures"), list(SHOWN.items())))
    asked = read_asked(request.GET, [], filters)
    columns = _columns() if asked.format else _of_kind(asked.chosen["shows"])
    wanted, by = slice_of(asked, day), asked.chosen["by"]
    step = Step(by) if by in set(Step) else Step.MONTH
    found = queries.overview(
        viewer,
        wanted,
        today=day,
        step=step,
        by=by if by in BY_GROUP else "",
        kept_alone=asked.chosen["shows"] == "kept" and not asked.format,
    )
    kept = carried(asked, filters, *CARRIED)
    lines = (
        [_period_line(one.first, one.record, step, wanted, kept) for one in found.periods]
        if by in set(Step)
        else _group_lines(found.parts, by, choices, kept)
    )
    drift, risk = queries.owed_now(viewer, wanted)
    views = [SavedView(*view) for view in kept_views(viewer, "reliability")]
    shown = lines if asked.format else lines[(asked.page - 1) * PAGE_SIZE : asked.page * PAGE_SIZE]
    listing = Listing("reliability", columns, filters, asked, shown, len(lines), views, finds_words=False)
    context = {
        "whole": found.whole.reliability,
        "accuracy": found.whole.accuracy,
        "warnings": found.whole.warnings,
        "shows": asked.chosen["shows"],
        "drift": drift,
        "risk": risk,
        "times": queries.answer_times(queries.answers(viewer, wanted, at=present())),
        "answers_address": f"{reverse('answers')}?{urlencode([one for one in kept if one[0] in ANSWERED])}",
        "wanted": wanted,
        "kept": urlencode(kept),
        "target": TARGET,
        "verdict": found.whole.reliability.first.against(TARGET).value,
        "chart": over_time(found.periods),
    }
    return answer(request, "learning/reliability.html", listing, context)


@admits(policies.check_see_figures)
def promises(request: StaffRequest) -> HttpResponseBase:
    """List the promises behind a figure."""
    viewer, day, choices = request.viewer, today(), Choices(request.viewer)
    names = [(str(figure), name) for figure, name in FIGURE_NAMES.items()]
    filters = choices.filters(Filter("figure", _("Figure"), names))
    columns = _promise_columns()
    asked = read_asked(request.GET, columns, filters, default_sort="-first")
    figure = Figure(asked.chosen["figure"])
    page = queries.result_page(
        viewer,
        slice_of(asked, day),
        figure,
        today=day,
        text=asked.text,
        sort=asked.sort,
        page=1 if asked.format else asked.page,
        size=asked.size,
    )
    views = [SavedView(*view) for view in kept_views(viewer, "reliability-promises")]
    shown = columns if asked.format else _shown(columns, of_open=figure in OF_OPEN)
    listing = Listing("reliability-promises", shown, filters, asked, page.rows, page.total, views)
    context = {
        "figure": FIGURE_NAMES[figure],
        "of_open": figure in OF_OPEN,
        "wanted": slice_of(asked, day),
        "kinds": KIND_NAMES,
    }
    return answer(request, "learning/promises.html", listing, context)


def _period_line(first: date, found: Record, step: Step, wanted: Slice, kept: list[tuple[str, str]]) -> Line:
    months = first.year * 12 + first.month - 1 + (3 if step == Step.QUARTER else 1)
    last = date.fromordinal(date(months // 12, months % 12 + 1, 1).toordinal() - 1)
    days = [("since", max(first, wanted.since).isoformat()), ("until", min(last, wanted.until).isoformat())]
    others = [pair for pair in kept if pair[0] not in {"window", "since", "until"}]
    title = (
        _("%(quarter)s. quarter %(year)s") % {"quarter": (first.month + 2) // 3, "year": first.year}
        if step == Step.QUARTER
        else formats.date_format(first, "YEAR_MONTH_FORMAT")
    )
    return Line(title, found, urlencode([*others, *days]))


def _group_lines(parts: Sequence[Part], by: str, choices: Choices, kept: list[tuple[str, str]]) -> list[Line]:
    names = choices.names(by)
    others = [pair for pair in kept if pair[0] != by]
    found = []
    for of, record in parts:
        code = "" if of is None else str(of)
        title = str(names.get(code, _("none") if of is None else code))
        found.append(Line(title, record, urlencode([*others, (by, code)] if code in names else [])))
    return sorted(found, key=lambda line: line.title.casefold())


def _columns() -> list[Column]:
    """Return every column of the table, as a file has them."""
    return [*_of_kind("kept"), *_of_kind("told")[2:]]


def _of_kind(shows: str) -> list[Column]:
    """Return the columns that the page shows at once."""
    first = [
        Column(_("Of"), export=lambda line: line.title),
        Column(_("Due"), numeric=True, export=lambda line: line.record.reliability.first.n),
    ]
    if shows == "told":
        return [
            *first,
            Column(_("Missed"), numeric=True, export=lambda line: line.record.warnings.no_surprise.n),
            Column(_("Told in time"), numeric=True, export=lambda line: line.record.warnings.no_surprise.rate),
            Column(_("Notice, days"), numeric=True, export=lambda line: line.record.warnings.median_lead_days),
            Column(_("Never told"), numeric=True, export=lambda line: line.record.warnings.never_told),
            Column(_("Late, days"), numeric=True, export=lambda line: line.record.accuracy.median_error_days),
            Column(_("Closeness"), numeric=True, export=lambda line: line.record.accuracy.mean_closeness),
        ]
    return [
        *first,
        Column(_("Kept by the first date"), numeric=True, export=lambda line: line.record.reliability.first.rate),
        Column(_("Between"), export=lambda line: _interval(line.record)),
        Column(_("Kept by the date in force"), numeric=True, export=lambda line: line.record.reliability.last.rate),
        Column(_("Won by moving dates"), numeric=True, export=lambda line: line.record.reliability.gap),
        Column(_("Perfect"), numeric=True, export=lambda line: line.record.reliability.perfect.rate),
        Column(_("Early"), numeric=True, export=lambda line: line.record.reliability.early),
    ]


def _interval(found: Record) -> str:
    low, high = found.reliability.first.interval
    return f"{low:.3f}–{high:.3f}" if found.reliability.first.n else ""


def _shown(columns: list[Column], *, of_open: bool) -> list[Column]:
    """Return the columns that say something: of what is owed how far it moved, of the rest what became of it."""
    return [*columns[:4], *(columns[8:] if of_open else columns[4:8])]


def _promise_columns() -> list[Column]:
    def yes(kept: bool | None) -> str:
        return "" if kept is None else _("kept") if kept else _("not kept")

    return [
        Column(_("Promise"), "title", export=lambda row: f"{row.key} {row.title}"),
        Column(_("Customer"), "customer", export=lambda row: row.customer_name),
        Column(_("First date"), "first", export=lambda row: row.first_date),
        Column(_("Date in force"), "due", export=lambda row: row.in_force),
        Column(_("Accepted in full"), "accepted", export=lambda row: row.done_on),
        Column(_("By the first date"), export=lambda row: yes(row.kept_first)),
        Column(_("By the date in force"), export=lambda row: yes(row.kept_last)),
        Column(_("Told ahead"), "notice", numeric=True, export=lambda row: row.warned_days),
        Column(_("Agreed drift"), "agreed", numeric=True, export=lambda row: row.agreed_days),
        Column(_("Forecast drift"), "forecast", numeric=True, export=lambda row: row.forecast_days),
        Column(_("Silent drift"), "silent", numeric=True, export=lambda row: row.silent_days),
    ]
