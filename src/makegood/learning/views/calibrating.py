"""The calibration ledger: what was said, frozen, beside what happened."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from makegood.learning import policies, queries
from makegood.learning.queries import Bias, Ledger
from makegood.learning.states import Horizon
from makegood.learning.views.asking import Choices, carried, slice_of, today
from makegood.learning.views.drawing import funnel, reliability_diagram
from makegood.people.queries import kept_views
from makegood.web.access import admits
from makegood.web.exports import Table, taken
from makegood.web.listing import PAGE_SIZE, Column, Filter, Listing, SavedView, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest

HORIZON_NAMES: dict[Horizon, str | Promise] = {
    Horizon.MADE: later("when it was made"),
    Horizon.MONTH: later("30 days before the date"),
    Horizon.FORTNIGHT: later("14 days before the date"),
    Horizon.WEEK: later("7 days before the date"),
}
BY_GROUP = {"team": later("By team"), "customer": later("By customer"), "kind": later("By kind")}
CARRIED = ("horizon", "window", "since", "until", "customer", "team", "kind")


@admits(policies.check_see_figures)
def calibration(request: StaffRequest) -> HttpResponseBase:
    """Show how forecasts of one horizon turned out."""
    viewer, day, choices = request.viewer, today(), Choices(request.viewer)
    ways = list(BY_GROUP.items())
    filters = choices.filters(_horizons(), Filter("by", _("Table"), ways), by_line=False)
    columns = _group_columns()
    asked = read_asked(request.GET, columns, filters)
    wanted, horizon, by = slice_of(asked, day), Horizon(asked.chosen["horizon"]), asked.chosen["by"]
    names = choices.names(by)
    groups = sorted(
        (
            (str(names.get("" if of is None else str(of), _("none") if of is None else of)), bias)
            for of, bias in queries.biases(viewer, wanted, horizon, by, today=day)
        ),
        key=lambda group: group[0].casefold(),
    )
    ledger = queries.ledger(viewer, wanted, horizon, today=day)
    views = [SavedView(*view) for view in kept_views(viewer, "calibration")]
    shown = groups if asked.format else groups[(asked.page - 1) * PAGE_SIZE : asked.page * PAGE_SIZE]
    listing = Listing("calibration", columns, filters, asked, shown, len(groups), views, finds_words=False)
    if file := taken(request, *_tables(ledger)):
        return file
    context = {
        "ledger": ledger,
        "horizon": HORIZON_NAMES[horizon],
        "wanted": wanted,
        "kept": urlencode(carried(asked, filters, *CARRIED)),
        "diagram": None if ledger.scores is None else reliability_diagram(ledger.scores),
        "funnel": funnel(tuple(shown)),
        "missing": max(0, ledger.needed - ledger.known),
    }
    return answer(request, "learning/calibration.html", listing, context)


@admits(policies.check_see_figures)
def forecasts(request: StaffRequest) -> HttpResponseBase:
    """List the frozen forecasts behind the scores."""
    viewer, day, choices = request.viewer, today(), Choices(request.viewer)
    outcome = Filter("known", _("Outcome"), [("yes", _("Known")), ("all", _("Known or not yet"))])
    filters = choices.filters(_horizons(), outcome, by_line=False)
    columns = _columns()
    asked = read_asked(request.GET, columns, filters, default_sort="-due")
    horizon = Horizon(asked.chosen["horizon"])
    page = queries.score_page(
        viewer,
        slice_of(asked, day),
        horizon,
        today=day,
        text=asked.text,
        known=asked.chosen["known"] == "yes",
        sort=asked.sort,
        page=1 if asked.format else asked.page,
        size=asked.size,
    )
    views = [SavedView(*view) for view in kept_views(viewer, "calibration-forecasts")]
    listing = Listing("calibration-forecasts", columns, filters, asked, page.rows, page.total, views)
    return answer(request, "learning/forecasts.html", listing, {"horizon": HORIZON_NAMES[horizon]})


def _horizons() -> Filter:
    usual = (Horizon.FORTNIGHT, Horizon.MADE, Horizon.MONTH, Horizon.WEEK)
    return Filter("horizon", _("Frozen"), [(str(horizon), HORIZON_NAMES[horizon]) for horizon in usual])


def _tables(ledger: Ledger) -> list[Table]:
    """Return the points of the diagram, and how often dates held."""
    points = [
        Column(_("Said, from"), export=lambda point: point.low),
        Column(_("Said, to"), export=lambda point: point.high),
        Column(_("On average"), export=lambda point: point.p),
        Column(_("Kept"), export=lambda point: point.observed),
        Column(_("Forecasts"), export=lambda point: point.n),
    ]
    held = [
        Column(_("Should hold"), export=lambda one: one.percentile / 100),
        Column(_("Held"), export=lambda one: one.share.rate if one.is_shown else None),
        Column(_("Outcomes"), export=lambda one: one.share.n),
    ]
    return [
        Table("diagram", points, lambda: ledger.scores.corp.points if ledger.scores else ()),
        Table("dates", held, lambda: ledger.coverage),
    ]


def _group_columns() -> list[Column]:
    def shown(bias: Bias, value: float | None) -> object:
        return value if bias.optimism.shown else ""

    return [
        Column(_("Of"), export=lambda row: row[0]),
        Column(_("Outcomes"), numeric=True, export=lambda row: row[1].kept.n),
        Column(_("Said, on average"), numeric=True, export=lambda row: shown(row[1], row[1].said)),
        Column(_("Kept"), numeric=True, export=lambda row: shown(row[1], row[1].kept.rate)),
        Column(_("Optimism"), numeric=True, export=lambda row: shown(row[1], row[1].optimism.bias)),
        Column(_("Beyond chance"), export=lambda row: _("yes") if row[1].optimism.flagged else ""),
    ]


def _columns() -> list[Column]:
    def came(kept: bool | None) -> str:
        return "" if kept is None else _("kept") if kept else _("not kept")

    return [
        Column(_("Promise"), "title", export=lambda row: f"{row.key} {row.title}"),
        Column(_("Customer"), export=lambda row: row.customer_name),
        Column(_("Frozen on"), "day", export=lambda row: row.day),
        Column(_("Said"), "said", numeric=True, export=lambda row: row.said),
        Column(_("For"), "due", export=lambda row: row.due),
        Column("P50", export=lambda row: row.p50),
        Column("P85", export=lambda row: row.p85),
        Column(_("Accepted in full"), "accepted", export=lambda row: row.done_on),
        Column(_("What happened"), export=lambda row: came(row.kept)),
    ]
