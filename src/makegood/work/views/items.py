"""Work: the list of it, what stands behind one promise, and what is done with one item."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from makegood.capability.queries import team_choices
from makegood.foundation.clock import present
from makegood.people.queries import kept_views
from makegood.promises.queries import find_row
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.exports import Table, taken
from makegood.web.listing import Column, Filter, Listing, SavedView, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import done, show
from makegood.work import policies, queries, services
from makegood.work.forms import ItemForm, ProgressForm
from makegood.work.states import Basis, Progress

BASES: dict[str, str | Promise] = {
    Basis.MISSING: later("no estimate"),
    Basis.SINGLE: later("one figure"),
    Basis.RANGE: later("a range"),
}
FIELDS = ("name", "team", "p10", "p50", "p90", "not_before", "wait_p50", "wait_p90", "wait_started", "slots",
          "pausable", "done_share")  # fmt: skip


@admits(policies.check_see_work)
def work(request: StaffRequest) -> HttpResponseBase:
    """List work."""
    viewer = request.viewer
    teams = team_choices(viewer)
    columns, filters = _columns(), _filters(teams)
    asked = read_asked(request.GET, columns, filters, default_sort="due")
    page = queries.item_page(
        viewer,
        text=asked.text,
        team=int(asked.chosen["team"]) if asked.chosen["team"] else None,
        progress=asked.chosen["progress"],
        basis=asked.chosen["basis"],
        sort=asked.sort,
        page=1 if asked.format else asked.page,
        size=asked.size,
    )
    views = [SavedView(*view) for view in kept_views(viewer, "work")]
    listing = Listing("work", columns, filters, asked, page.rows, page.total, views)
    return answer(request, "work/work.html", listing, {"bases": BASES, "may_plan": policies.can_plan_work(viewer)})


@admits(policies.check_see_work)
def of_promise(request: StaffRequest, promise: int) -> HttpResponseBase:
    """Show the work behind one promise, as a part of the promise's page."""
    viewer = request.viewer
    row = find_row(promise, viewer, today=timezone.localdate(present()))
    columns = [*hours_columns(), Column(_("Done"), export=lambda item: item.done_share)]
    if file := taken(request, Table("work", columns, lambda: queries.items_of(promise, viewer))):
        return file
    context = {
        "promise": row,
        "rows": queries.items_of(promise, viewer),
        "risks": queries.risk_page(viewer, promise=promise).rows,
        "bases": BASES,
        "may_plan": policies.can_plan_work(viewer),
    }
    return show(request, "work/of_promise.html", context)


@admits(policies.check_plan_work)
def add(request: StaffRequest, promise: int) -> HttpResponse:
    """List a piece of work for a promise."""
    viewer, at = request.viewer, present()
    row = find_row(promise, viewer, today=timezone.localdate(at))
    form = ItemForm(sent(request), offers={"team": team_choices(viewer)}, work=queries.item_choices(promise, viewer))
    return edit(
        request,
        template="work/add.html",
        form=form,
        act=lambda given: services.add_item(promise=promise, **given, by=viewer, at=at),
        then=lambda _number: reverse("promise", args=[promise]),
        said=_("Listed."),
        context={"promise": row},
    )


@admits(policies.check_plan_work)
def change(request: StaffRequest, number: int) -> HttpResponse:
    """Change a piece of work."""
    viewer, at = request.viewer, present()
    found = queries.find_item(number, viewer)
    initial = {name: getattr(found, name) for name in FIELDS} | {"after": list(found.after)}
    return edit(
        request,
        template="work/change.html",
        form=ItemForm(
            sent(request),
            offers={"team": team_choices(viewer)},
            called={"team": found.team_name},
            work=_choices(found, queries.item_choices(found.promise, viewer, but=number)),
            is_tracked=bool(found.tracked),
            initial=initial,
        ),
        act=lambda given: services.change_item(number=number, **given, by=viewer, at=at),
        then=lambda _nothing: reverse("promise", args=[found.promise]),
        said=_("Saved."),
        version=found.version,
        context={"item": found},
    )


@admits(policies.check_plan_work)
def progress(request: StaffRequest, number: int) -> HttpResponse:
    """Say how far a piece of work is."""
    viewer, at = request.viewer, present()
    found = queries.find_item(number, viewer)
    return edit(
        request,
        template="work/progress.html",
        form=ProgressForm(sent(request), is_tracked=bool(found.tracked), initial={"done_share": found.done_share}),
        act=lambda given: services.report_progress(number=number, **given, by=viewer, at=at),
        then=lambda _nothing: reverse("promise", args=[found.promise]),
        said=_("Saved."),
        context={"item": found},
    )


@require_POST
@admits(policies.check_plan_work)
def follow(request: StaffRequest, number: int) -> HttpResponse:
    """Hold nothing against the tracker any more."""
    found = queries.find_item(number, request.viewer)
    services.follow_tracker(number=number, by=request.viewer, at=present())
    return done(request, reverse("promise", args=[found.promise]), _("The next pull says again what it is."))


@require_POST
@admits(policies.check_plan_work)
def remove(request: StaffRequest, number: int) -> HttpResponse:
    """Take a piece of work off a promise."""
    found = queries.find_item(number, request.viewer)
    services.remove_item(number=number, by=request.viewer, at=present())
    return done(request, reverse("promise", args=[found.promise]), _("Taken off."))


def _choices(found: queries.ItemRow, offered: tuple[tuple[int, str], ...]) -> list[tuple[int, str]]:
    """Return what can come before an item, and what does though it could not be chosen anew."""
    numbers = {number for number, _name in offered}
    kept = [(one, name) for one, name in zip(found.after, found.after_names, strict=True) if one not in numbers]
    return [*offered, *kept]


def _columns() -> list[Column]:
    return [
        Column(_("Work"), sort="name", export=lambda row: row.name),
        Column(_("Promise"), sort="promise", export=lambda row: row.promise_title),
        Column(_("Due"), sort="due", export=lambda row: row.due),
        Column(_("Team"), sort="team", export=lambda row: row.team_name),
        Column(_("Hours"), sort="effort", numeric=True, export=lambda row: row.p50),
        Column(_("Done"), sort="done", numeric=True, export=lambda row: row.done_share),
    ]


def _filters(teams: tuple[tuple[int, str], ...]) -> list[Filter]:
    of_teams: list[tuple[str, str | Promise]] = [("", _("Of all teams"))]
    of_teams += [(str(number), name) for number, name in teams]
    bases: list[tuple[str, str | Promise]] = [("", _("However it is estimated"))]
    bases += [(Basis.MISSING, _("Without estimate")), (Basis.SINGLE, _("One figure only"))]
    progress = [(Progress.OPEN, _("To be done")), (Progress.DONE, _("Done")), (Progress.ALL, _("All"))]
    return [
        Filter("team", _("Team"), of_teams),
        Filter("basis", _("Estimate"), bases),
        Filter("progress", _("State"), progress),
    ]


def hours_columns() -> list[Column]:
    """Return the columns of pieces of work with their hours."""
    return [
        Column(_("What is to be done"), export=lambda row: row.name),
        Column(_("Team"), export=lambda row: row.team_name),
        Column("P10", export=lambda row: row.p10),
        Column("P50", export=lambda row: row.p50),
        Column("P90", export=lambda row: row.p90),
    ]
