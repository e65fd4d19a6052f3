"""What was tried: who would win and who would lose; and one promise's place."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from makegood.feasibility import bridge, policies, queries, services
from makegood.feasibility.forms import CLASS_NAMES, OWN, ApplyForm, ApplyScenarioForm, PlaceForm, PublishForm
from makegood.feasibility.queries import PlaceRow, TrialSummary
from makegood.feasibility.states import Rule, TrialKind, TrialState
from makegood.feasibility.views.ranking import WORDED
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.listing import Column, Filter, Listing, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import done

Name = str | Promise


@admits(policies.check_see_forecast)
def trial(request: StaffRequest, number: int) -> HttpResponseBase:
    """Show what something would do to every promise; while nobody knows yet, the page asks again by itself."""
    viewer = request.viewer
    found = queries.find_trial(number, viewer)
    if found.kind == TrialKind.BEST:
        return done(request, reverse("best-set", args=[number]))
    if found.kind == TrialKind.HELP and (helps := queries.found_by(number, viewer)):
        return done(request, reverse("scenario-compare", query={"of": helps}))
    columns = _columns()
    filters = [
        Filter("side", _("Who"), [("", _("Winners and losers")), ("lost", _("Losers")), ("won", _("Winners"))]),
    ]
    asked = read_asked(request.GET, columns, filters, default_sort="points")
    page = queries.effects(
        number,
        viewer,
        side=asked.chosen["side"],
        sort=asked.sort or "points",
        page=1 if asked.format else asked.page,
        size=asked.size,
    )
    rows = [(row, _points(row.points)) for row in page.rows]
    listing = Listing("trial", columns, filters, asked, rows, page.total, finds_words=False, keeps_views=False)
    context = {
        "trial": found,
        "waits": found.state == TrialState.WAITING,
        "failed": found.state == TrialState.FAILED,
        "of_policy": found.kind == TrialKind.POLICY,
        "of_search": found.kind == TrialKind.HELP,
        **_of_scenario(found, viewer),
        "title": _title(found, viewer_draft=queries.draft_name(found.draft)),
        "moved": found.state == TrialState.DONE and queries.has_moved(found),
        "applied": queries.was_applied(number),
        "losses": _losses(found),
        "classes": [group for group in found.groups if group["kind"] == "class"],
        "customers": [group for group in found.groups if group["kind"] == "customer"],
        "may_place": policies.can_place(viewer),
        "may_publish": policies.can_publish_policies(viewer),
        **WORDED,
    }
    return answer(request, "feasibility/trial.html", listing, context)


@admits(policies.check_publish_policies)
def trial_publish(request: StaffRequest, number: int) -> HttpResponse:
    """Put a policy that was tried in force."""
    viewer = request.viewer
    found = queries.find_trial(number, viewer)
    draft = queries.find_draft(found.draft or 0, viewer)
    return edit(
        request,
        template="feasibility/apply.html",
        form=PublishForm(sent(request)),
        act=lambda given: services.publish_draft(number=draft.number, trial=number, **given, by=viewer, at=present()),
        then=lambda _version: reverse("policy"),
        said=_("In force from the next forecast on."),
        context={
            "title": _("Publish “%(name)s”") % {"name": draft.name},
            "trial": found,
            "moved": queries.has_moved(found),
            "button": _("Publish"),
        },
    )


@admits(policies.check_see_forecast)
def trial_apply(request: StaffRequest, number: int) -> HttpResponse:
    """Put a what-if that was tried into effect, or give a promise the class that was."""
    viewer = request.viewer
    found = queries.find_trial(number, viewer)
    if found.kind == TrialKind.SCENARIO:
        return _apply_scenario(request, found)
    policies.check_place(viewer)
    return edit(
        request,
        template="feasibility/apply.html",
        form=ApplyForm(sent(request)),
        act=lambda given: services.place_promise(trial=number, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("promise", args=[found.promise or 0]),
        said=_("Applied. The forecast follows by itself."),
        context={
            "title": _title(found),
            "trial": found,
            "moved": queries.has_moved(found),
            "button": _("Apply"),
        },
    )


def _apply_scenario(request: StaffRequest, found: TrialSummary) -> HttpResponse:
    viewer = request.viewer
    about = _of_scenario(found, viewer)
    policies.check_apply(viewer, (one.kind for one in queries.changes_in(found.scenario or 0, found.revision)))
    return edit(
        request,
        template="feasibility/apply.html",
        form=ApplyScenarioForm(sent(request)),
        act=lambda given: services.apply_scenario(trial=found.number, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("scenario", args=[found.scenario or 0]),
        said=_("Applied. The forecast follows by itself."),
        context={
            "title": _("Apply “%(name)s”") % {"name": found.scenario_name},
            "trial": found,
            "moved": queries.has_moved(found),
            "button": _("Apply"),
            **about,
        },
    )


def _of_scenario(found: TrialSummary, viewer: Viewer) -> dict[str, object]:
    """Return what a page says of the what-if that was tried; nothing of anything else."""
    if found.scenario is None:
        return {}
    changes = queries.changes_in(found.scenario, found.revision)
    return {
        "changes": [(one, bridge.told_row(one)) for one in changes],
        "hindrances": policies.consent_needed(changes),
        "may_apply": policies.can_apply(viewer, (one.kind for one in changes)) and not policies.consent_needed(changes),
    }


@admits(policies.check_see_forecast)
def place(request: StaffRequest, promise: int) -> HttpResponse:
    """Say where a promise stands and why, and try it in another class."""
    viewer = request.viewer
    row = queries.place_of(promise, viewer)
    return edit(
        request,
        template="feasibility/place.html",
        form=PlaceForm(sent(request), initial={"rank_class": OWN if row.rank_class is None else row.rank_class}),
        act=lambda given: services.try_place(promise=promise, **given, by=viewer, at=present()),
        then=lambda number: reverse("trial", args=[number]),
        context={
            "row": row,
            "why": [(WORDED["rule_names"][rule], _shown(row, rule)) for rule in row.ranking.rules],
            "class_name": CLASS_NAMES[row.rank_class],
            "class_names": CLASS_NAMES,
            "tried": queries.trials_of(promise, viewer),
        },
    )


def _title(found: TrialSummary, viewer_draft: str = "") -> str:
    if found.kind == TrialKind.HELP:
        return _("What would help “%(title)s”") % {"title": found.promise_title}
    if found.kind in {TrialKind.POLICY, TrialKind.SCENARIO}:
        return _("What if: %(name)s") % {"name": viewer_draft or found.scenario_name}
    values = {"title": found.promise_title, "where": CLASS_NAMES[found.rank_class]}
    return _("What if “%(title)s” had the class: %(where)s") % values


def _shown(row: PlaceRow, rule: Rule) -> str:
    """Return what a promise has to show for a rule."""
    match rule:
        case Rule.CLASS:
            return row.severity
        case Rule.TIER:
            return row.tier
        case Rule.VALUE:
            said = "" if row.value is None else formats.number_format(round(row.value), 0)
            return f"{said} {row.currency}" if said else _("none given")
        case Rule.DUE:
            return formats.date_format(row.due) if row.due else ""
        case Rule.FIRST_DUE:
            return formats.date_format(row.first_due) if row.first_due else ""
        case Rule.MADE:
            return formats.date_format(row.said_at)


def _points(moved: float) -> str:
    """Return by how many points a probability moves, with its sign."""
    said = f"{100 * moved:+.0f}".replace("-", "−")
    return "0" if said in {"+0", "−0"} else said


def _losses(found: TrialSummary) -> list[tuple[str, float, float]]:
    before, after = found.before.get("expected_loss", {}), found.after.get("expected_loss", {})
    return [(currency, before.get(currency, 0.0), after.get(currency, 0.0)) for currency in sorted({*before, *after})]


def _columns() -> list[Column]:
    return [
        Column(_("Promise"), sort="title", export=lambda row: row[0].title),
        Column(_("Customer"), sort="customer", export=lambda row: row[0].customer_name),
        Column(
            _("Place"), sort="place", numeric=True, export=lambda row: f"{row[0].place_before} → {row[0].place_after}"
        ),
        Column(_("Kept now"), sort="before", numeric=True, export=lambda row: row[0].kept_before),
        Column(_("Kept after"), sort="after", numeric=True, export=lambda row: row[0].kept_after),
        Column(_("Points"), sort="points", numeric=True, export=lambda row: 100 * row[0].points),
        Column(_("Value in danger"), sort="harm", numeric=True, export=lambda row: row[0].harm_after),
        Column(_("Safe date"), export=lambda row: row[0].safe_after),
    ]
