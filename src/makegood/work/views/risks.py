"""Risks: what may happen to work."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.foundation.clock import present
from makegood.people.queries import kept_views
from makegood.promises.queries import find_row
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.listing import Column, Listing, SavedView, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import done
from makegood.work import policies, queries, services
from makegood.work.forms import RiskForm


@admits(policies.check_see_work)
def risks(request: StaffRequest) -> HttpResponseBase:
    """List risks."""
    viewer = request.viewer
    columns = [
        Column(_("What may happen"), sort="name", export=lambda row: row.name),
        Column(_("How likely"), sort="probability", numeric=True, export=lambda row: row.probability),
        Column(_("What it would do"), export=lambda row: f"× {row.factor:g}, + {row.delay_days} d"),
        Column(_("What it would hit"), export=lambda row: "; ".join(f"{key}/{name}" for _n, key, name in row.hits)),
    ]
    asked = read_asked(request.GET, columns, [], default_sort="name")
    page = queries.risk_page(viewer, sort=asked.sort, page=1 if asked.format else asked.page, size=asked.size)
    views = [SavedView(*view) for view in kept_views(viewer, "risks")]
    listing = Listing("risks", columns, [], asked, page.rows, page.total, views)
    return answer(request, "work/risks.html", listing, {"may_plan": policies.can_plan_work(viewer)})


@admits(policies.check_plan_work)
def risk_add(request: StaffRequest, promise: int) -> HttpResponse:
    """Name something that may happen to the work behind a promise."""
    viewer, at = request.viewer, present()
    work = queries.item_choices(promise, viewer)
    return edit(
        request,
        template="work/risk.html",
        form=RiskForm(sent(request), work=work),
        act=lambda given: services.add_risk(**given, by=viewer, at=at),
        then=lambda _number: reverse("promise", args=[promise]),
        said=_("Named."),
        context={"promise": find_row(promise, viewer, today=timezone.localdate(at))},
    )


@admits(policies.check_plan_work)
def risk_change(request: StaffRequest, number: int) -> HttpResponse:
    """Change a risk."""
    viewer, at = request.viewer, present()
    found = queries.find_risk(number, viewer)
    names = ("name", "probability", "factor", "delay_days")
    hit = [(one, f"{key}: {name}") for one, (_p, key, name) in zip(found.items, found.hits, strict=True)]
    hit_promises = dict.fromkeys(promise for promise, _key, _name in found.hits)
    known = {one for one, _name in hit}
    others = [
        choice for promise in hit_promises for choice in queries.item_choices(promise, viewer) if choice[0] not in known
    ]
    return edit(
        request,
        template="work/risk.html",
        form=RiskForm(
            sent(request),
            work=list(dict([*hit, *others]).items()),
            initial={name: getattr(found, name) for name in names} | {"items": list(found.items)},
        ),
        act=lambda given: services.change_risk(number=number, **given, by=viewer, at=at),
        then=lambda _nothing: reverse("risks"),
        said=_("Saved."),
        version=found.version,
        context={"risk": found},
    )


@require_POST
@admits(policies.check_plan_work)
def risk_remove(request: StaffRequest, number: int) -> HttpResponse:
    """Say that something can't happen any more."""
    services.remove_risk(number=number, by=request.viewer, at=present())
    return done(request, reverse("risks"), _("Removed."))
