"""Templates of work: made of a promise's work, looked at, used and retired."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.foundation.clock import present
from makegood.foundation.history.queries import story
from makegood.promises.queries import find_row
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.exports import Table, taken
from makegood.web.listing import Column
from makegood.web.request import StaffRequest
from makegood.web.responses import done, show
from makegood.web.stories import told
from makegood.work import policies, queries, services
from makegood.work.forms import ApplyForm, TemplateForm
from makegood.work.views.items import hours_columns


@admits(policies.check_see_work)
def templates(request: StaffRequest) -> HttpResponseBase:
    """List templates."""
    rows = queries.templates(request.viewer)
    columns = [
        Column(_("Template"), export=lambda row: row.name),
        Column(_("When to use it"), export=lambda row: row.note),
        Column(_("Items"), export=lambda row: row.items),
        Column(_("Made by"), export=lambda row: row.made_by),
    ]
    if file := taken(request, Table("templates", columns, lambda: rows)):
        return file
    return show(request, "work/templates.html", {"rows": rows})


@admits(policies.check_see_work)
def template(request: StaffRequest, number: int) -> HttpResponseBase:
    """Show a template with its work."""
    viewer = request.viewer
    if file := taken(request, Table("items", hours_columns(), lambda: queries.items_of_template(number, viewer))):
        return file
    context = {
        "template": queries.find_template(number, viewer),
        "rows": queries.items_of_template(number, viewer),
        "story": told(story(subject=("template", number), viewer=viewer)),
        "may_plan": policies.can_plan_work(viewer),
    }
    return show(request, "work/template.html", context)


@require_POST
@admits(policies.check_plan_work)
def template_retire(request: StaffRequest, number: int) -> HttpResponse:
    """Offer a template no more."""
    services.retire_template(number=number, by=request.viewer, at=present())
    return done(request, reverse("templates"), _("Retired."))


@admits(policies.check_plan_work)
def apply(request: StaffRequest, promise: int) -> HttpResponse:
    """List the work of a template for a promise."""
    viewer, at = request.viewer, present()
    offered = [(one.number, one.name) for one in queries.templates(viewer)]
    return edit(
        request,
        template="work/apply.html",
        form=ApplyForm(sent(request), offers={"template": offered}),
        act=lambda given: services.apply_template(promise=promise, **given, by=viewer, at=at),
        then=lambda _count: reverse("promise", args=[promise]),
        said=_("Listed."),
        context={"promise": find_row(promise, viewer, today=timezone.localdate(at))},
    )


@admits(policies.check_plan_work)
def keep(request: StaffRequest, promise: int) -> HttpResponse:
    """Keep the work of a promise as a template."""
    viewer, at = request.viewer, present()
    return edit(
        request,
        template="work/keep.html",
        form=TemplateForm(sent(request)),
        act=lambda given: services.make_template(promise=promise, **given, by=viewer, at=at),
        then=lambda number: reverse("template", args=[number]),
        said=_("Kept."),
        context={"promise": find_row(promise, viewer, today=timezone.localdate(at))},
    )
