"""Named what-ifs: the list, one of them with what it changes, and several side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.capability.queries import team_choices
from makegood.feasibility import bridge, policies, queries, services
from makegood.feasibility.forms import CHANGE_FORMS, ChangeForm, ScenarioForm
from makegood.feasibility.queries import Contrast, ScenarioChangeRow, ScenarioRow
from makegood.feasibility.states import NEEDED, ChangeKind, TrialState
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.foundation.errors import NotFound
from makegood.foundation.history.queries import story
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.exports import Table, taken
from makegood.web.inputs import number_in
from makegood.web.listing import Column, Filter, Listing, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import done, show
from makegood.web.stories import told

USUAL_WEEKS = 4
"""For how long somebody comes in addition, before anybody says how long."""
MOST_TAKEN = 10_000
"""Promises that a file of what moves has at most, what moves by most first."""
FIELDS = ("name", "reason", "cost", "currency")


@admits(policies.check_see_forecast)
def scenarios(request: StaffRequest) -> HttpResponseBase:
    """List the what-ifs that one has made, and those that others share."""
    viewer = request.viewer
    columns = [
        Column(_("What-if"), sort="name", export=lambda row: row.name),
        Column(_("What would change"), export=lambda row: " ".join(map(bridge.told_row, row.changes))),
        Column(_("Kept, on average"), numeric=True, export=lambda row: _tried(row, "expected_kept")),
        Column(_("Winners and losers"), export=_sides),
        Column(_("Cost"), numeric=True, export=lambda row: row.cost),
        Column(_("By"), sort="by", export=lambda row: row.by_name),
    ]
    whose = [("", _("Mine and shared ones")), ("mine", _("Mine")), ("shared", _("Shared"))]
    filters = [Filter("whose", _("Whose"), whose)]
    asked = read_asked(request.GET, columns, filters, default_sort="-made")
    page = queries.scenario_page(
        viewer,
        text=asked.text,
        whose=asked.chosen["whose"],
        sort=asked.sort or "-made",
        page=1 if asked.format else asked.page,
        size=asked.size,
    )
    listing = Listing("scenarios", columns, filters, asked, page.rows, page.total, keeps_views=False)
    return answer(request, "feasibility/scenarios.html", listing, {"told": _told(page.rows)})


@admits(policies.check_see_forecast)
def scenario_new(request: StaffRequest) -> HttpResponse:
    """Begin a what-if, about a promise or a team that the address may name."""
    viewer = request.viewer
    about = {name: request.GET[name] for name in ("promise", "team") if name in request.GET}
    promise = queries.promise_keyed(about.get("promise", ""), viewer)
    kind = ChangeKind.ADDED_SLOTS if "team" in about else ChangeKind.PLACE

    def then(number: int) -> str:
        if not about:
            return reverse("scenario", args=[number])
        return reverse("scenario-add", args=[number, kind], query=about)

    return edit(
        request,
        template="feasibility/scenario_form.html",
        form=ScenarioForm(sent(request)),
        act=lambda given: services.begin_scenario(promise=promise, **given, by=viewer, at=present()),
        then=then,
        context={"heading": _("What if …"), "draft": "scenario", "cancel": reverse("scenarios")},
    )


@admits(policies.check_see_forecast)
def scenario(request: StaffRequest, number: int) -> HttpResponse:
    """Show a what-if: what it changes, what it came to, and what can be done with it."""
    viewer = request.viewer
    row = queries.find_scenario(number, viewer)
    is_own = row.is_open and policies.can_own_scenario(viewer, made_by=row.made_by)
    tried = row.tried
    context = {
        "row": row,
        "changes": [(one, bridge.told_row(one)) for one in row.changes],
        "is_own": is_own,
        "kinds": [(kind.value, queries.CHANGE_NAMES[kind]) for kind in ChangeKind],
        "tried": tried,
        "waits": tried is not None and tried.state == TrialState.WAITING,
        "is_known": tried is not None and tried.state == TrialState.DONE,
        "moved": tried is not None and tried.state == TrialState.DONE and queries.has_moved(tried),
        "losses": _losses(row),
        "before": [one for one in queries.tries_of(number, viewer) if tried is None or one.number != tried.number],
        "hindrances": policies.consent_needed(row.changes),
        "may_apply": bool(row.changes) and policies.can_apply(viewer, (one.kind for one in row.changes)),
        "story": told(story(subject=("scenario", number), viewer=viewer)),
    }
    return show(request, "feasibility/scenario.html", context)


@admits(policies.check_see_forecast)
def scenario_change(request: StaffRequest, number: int) -> HttpResponse:
    """Change what is said about a what-if."""
    viewer = request.viewer
    row = queries.find_scenario(number, viewer)
    policies.check_own_scenario(viewer, made_by=row.made_by)
    return edit(
        request,
        template="feasibility/scenario_form.html",
        form=ScenarioForm(sent(request), initial={name: getattr(row, name) for name in FIELDS}),
        act=lambda given: services.change_scenario(number=number, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("scenario", args=[number]),
        said=_("Saved."),
        version=row.version,
        context={"heading": row.name, "draft": f"scenario-{number}", "cancel": reverse("scenario", args=[number])},
    )


@admits(policies.check_see_forecast)
def scenario_add(request: StaffRequest, number: int, what: str) -> HttpResponse:
    """Add a change of one kind to a what-if."""
    viewer = request.viewer
    row = queries.find_scenario(number, viewer)
    policies.check_own_scenario(viewer, made_by=row.made_by)
    chosen = _kind(what)
    today = timezone.localdate(present())
    usual = {"start": today, "end": today + timedelta(weeks=USUAL_WEEKS), "slots": 1.0}
    named = {name: request.GET[name] for name in ("promise", "team") if name in request.GET}
    key = next((one.promise_key for one in row.changes if one.promise_key), "")
    return edit(
        request,
        template="feasibility/scenario_change.html",
        form=_form(chosen, request, viewer, {"promise": key, **usual, **named}),
        act=lambda given: services.add_change(number=number, kind=chosen, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("scenario", args=[number]),
        context=_about_change(row, chosen, viewer, draft=f"scenario-{number}-{chosen}"),
    )


@admits(policies.check_see_forecast)
def scenario_replace(request: StaffRequest, change: int) -> HttpResponse:
    """Put another change in the place of one of a what-if."""
    viewer = request.viewer
    row, one = queries.find_scenario_change(change, viewer)
    policies.check_own_scenario(viewer, made_by=row.made_by)
    said = {field: getattr(one, field) for field in NEEDED[one.kind]}
    return edit(
        request,
        template="feasibility/scenario_change.html",
        form=_form(one.kind, request, viewer, said | {"promise": one.promise_key}),
        act=lambda given: services.replace_change(change=change, kind=one.kind, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("scenario", args=[row.number]),
        context=_about_change(row, one.kind, viewer, draft=f"scenario-change-{change}"),
    )


@require_POST
@admits(policies.check_see_forecast)
def scenario_remove(request: StaffRequest, change: int) -> HttpResponse:
    """Take a change off its what-if."""
    row, _change = queries.find_scenario_change(change, request.viewer)
    services.remove_change(change=change, by=request.viewer, at=present())
    return done(request, reverse("scenario", args=[row.number]))


@require_POST
@admits(policies.check_see_forecast)
def scenario_share(request: StaffRequest, number: int) -> HttpResponse:
    """Let all staff see a what-if."""
    services.share_scenario(number=number, by=request.viewer, at=present())
    return done(request, reverse("scenario", args=[number]), _("All staff see it now."))


@require_POST
@admits(policies.check_see_forecast)
def scenario_copy(request: StaffRequest, number: int) -> HttpResponse:
    """Begin a what-if of one's own with what another one says."""
    copied = services.copy_scenario(number=number, by=request.viewer, at=present())
    return done(request, reverse("scenario", args=[copied]), _("This is your own copy."))


@require_POST
@admits(policies.check_see_forecast)
def scenario_take_back(request: StaffRequest, number: int) -> HttpResponse:
    """Put a what-if away."""
    services.take_back_scenario(number=number, by=request.viewer, at=present())
    return done(request, reverse("scenarios"), _("Taken back. What was tried stays in the history."))


@require_POST
@admits(policies.check_see_forecast)
def scenario_try(request: StaffRequest, number: int) -> HttpResponse:
    """Simulate every promise with what a what-if changes."""
    trial = services.try_scenario(number=number, by=request.viewer, at=present())
    return done(request, reverse("trial", args=[trial]))


@require_POST
@admits(policies.check_see_forecast)
def promise_help(request: StaffRequest, promise: int) -> HttpResponse:
    """Look for what would help a promise."""
    trial = services.look_for_help(promise=promise, by=request.viewer, at=present())
    return done(request, reverse("trial", args=[trial]))


@admits(policies.check_see_forecast)
def scenario_compare(request: StaffRequest) -> HttpResponseBase:
    """Show several what-ifs side by side; while one of them is being tried, the page asks again by itself."""
    viewer = request.viewer
    wanted = [number for one in request.GET.getlist("of") if (number := number_in(one)) is not None]
    rows = queries.compared_scenarios(wanted, viewer)
    tried = [row.tried for row in rows if row.tried is not None and row.tried.state == TrialState.DONE]
    trials = [0 if row.tried is None else row.tried.number for row in rows]
    if file := taken(
        request,
        Table("what-ifs", _compared_columns(), lambda: [row for row in rows if row.tried in tried]),
        Table("moved", _moved_columns(rows), lambda: queries.contrasts(trials, viewer, limit=MOST_TAKEN)),
    ):
        return file
    moved = queries.contrasts(trials, viewer)
    context = {
        "rows": rows,
        "address": request.get_full_path(),
        "told": _told(rows),
        "losses": {row.number: _losses(row) for row in rows},
        "now": tried[0].before if tried else {},
        "waits": any(row.tried is not None and row.tried.state == TrialState.WAITING for row in rows),
        "differ": len({one.before_hash for one in tried}) > 1,
        "moved": bool(tried) and queries.has_moved(tried[0]),
        "contrasts": [(one, [(row.name, *side) for row, side in zip(rows, one.sides, strict=True)]) for one in moved],
    }
    return show(request, "feasibility/scenario_compare.html", context)


def _compared_columns() -> list[Column]:
    """Return what a file says of each what-if that is compared; its figures are those before and after it."""
    return [
        Column(_("What-if"), export=lambda row: row.name),
        Column(_("What would change"), export=lambda row: " ".join(bridge.told_row(one) for one in row.changes)),
        Column(_("Kept now"), export=lambda row: row.tried.before.get("expected_kept")),
        Column(_("Kept after"), export=lambda row: row.tried.after.get("expected_kept")),
        Column(_("in danger"), export=lambda row: row.tried.after.get("red")),
        Column(_("Value in danger"), export=_lost),
        Column(_("Winners"), export=lambda row: row.tried.winners),
        Column(_("Losers"), export=lambda row: row.tried.losers),
        Column(_("Cost"), export=lambda row: row.cost),
        Column(_("Currency"), export=lambda row: row.currency),
    ]


def _moved_columns(rows: Sequence[ScenarioRow]) -> list[Column]:
    """Return what a file says of each promise that moves; P(kept) stays as it is where a what-if leaves it alone."""
    return [
        Column(_("Promise"), export=lambda one: one.title),
        Column(_("Customer"), export=lambda one: one.customer_name),
        Column(_("As it is"), export=lambda one: one.now),
        *(Column(row.name, export=partial(_kept_by, place)) for place, row in enumerate(rows)),
    ]


def _kept_by(place: int, one: Contrast) -> float | None:
    return one.now if one.then[place] is None else one.then[place]


def _lost(row: ScenarioRow) -> str:
    return ", ".join(f"{after:.0f} {currency}" for currency, _before, after in _losses(row))


def _kind(kind: str) -> ChangeKind:
    if kind not in set(ChangeKind):
        raise NotFound(_("There is no such kind of change."))
    return ChangeKind(kind)


def _form(kind: ChangeKind, request: StaffRequest, viewer: Viewer, initial: dict[str, Any]) -> ChangeForm:
    form = CHANGE_FORMS[kind](sent(request), initial=initial)
    form.know(lambda key: queries.promise_keyed(key, viewer), team_choices(viewer))
    return form


def _about_change(row: ScenarioRow, kind: ChangeKind, viewer: Viewer, *, draft: str) -> dict[str, object]:
    return {
        "row": row,
        "heading": queries.CHANGE_NAMES[kind],
        "draft": draft,
        "suggestions": queries.promise_suggestions(viewer) if "promise" in NEEDED[kind] else (),
    }


def _told(rows: Sequence[ScenarioRow]) -> dict[int, list[tuple[ScenarioChangeRow, str]]]:
    return {row.number: [(one, bridge.told_row(one)) for one in row.changes] for row in rows}


def _tried(row: ScenarioRow, name: str) -> object:
    return row.tried.after.get(name) if row.tried is not None else None


def _sides(row: ScenarioRow) -> str:
    return f"{row.tried.winners} / {row.tried.losers}" if row.tried is not None else ""


def _losses(row: ScenarioRow) -> list[tuple[str, float, float]]:
    """Return what is lost on average in each currency, before and after."""
    if row.tried is None:
        return []
    before, after = row.tried.before.get("expected_loss", {}), row.tried.after.get("expected_loss", {})
    return [(currency, before.get(currency, 0.0), after.get(currency, 0.0)) for currency in sorted({*before, *after})]
