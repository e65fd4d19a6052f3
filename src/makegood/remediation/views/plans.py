"""Joint plans: the list, and one of them."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from makegood.remediation import policies, queries
from makegood.remediation.queries import FOUR_NAMES, SOURCE_NAMES, STATE_NAMES
from makegood.web.access import admits
from makegood.web.listing import Column, Filter, Listing, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import show
from makegood.web.stories import told


@admits(policies.check_see_plans)
def plans(request: StaffRequest) -> HttpResponseBase:
    """List the plans, those that run and the gravest first."""
    columns = [
        Column(_("Promise"), sort="promise", export=lambda row: row.title),
        Column(_("Customer"), sort="customer", export=lambda row: row.customer_name),
        Column(_("Due"), sort="due", export=lambda row: row.due),
        Column(_("Severity"), sort="severity", export=lambda row: row.severity),
        Column(_("State"), export=lambda row: STATE_NAMES[row.state]),
        Column(_("To tell the customer by"), export=lambda row: row.tell_by),
        Column(_("Opened"), sort="opened", export=lambda row: row.opened_at),
    ]
    states: list[tuple[str, str | Promise]] = [
        ("", _("Running")),
        *((state.value, name) for state, name in STATE_NAMES.items()),
        ("all", _("All")),
    ]
    filters = [
        Filter("state", _("State"), states),
        Filter("whose", _("Whose"), [("", _("Everybody’s")), ("mine", _("Mine"))]),
    ]
    asked = read_asked(request.GET, columns, filters, default_sort="severity")
    page = queries.plan_page(
        request.viewer,
        text=asked.text,
        state=asked.chosen["state"] or "running",
        mine=asked.chosen["whose"] == "mine",
        sort=asked.sort or "severity",
        page=1 if asked.format else asked.page,
        size=asked.size,
    )
    listing = Listing("plans", columns, filters, asked, page.rows, page.total)
    return answer(request, "remediation/plans.html", listing, {"states": STATE_NAMES})


@admits(policies.check_see_plans)
def plan(request: StaffRequest, number: int) -> HttpResponse:
    """Show one plan."""
    viewer = request.viewer
    row = queries.find_plan(number, viewer)
    context = {
        "row": row,
        "states": STATE_NAMES,
        "sources": SOURCE_NAMES,
        "functions": FOUR_NAMES,
        "may_work": policies.can_work_on_plan(viewer, row),
        "story": told(queries.plan_story(row, viewer)),
    }
    return show(request, "remediation/plan.html", context)
