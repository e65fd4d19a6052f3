"""Joint plans: the list, and one of them, stage by stage, bringing itself up to date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from makegood.feasibility.bridge import read_details
from makegood.feasibility.bridge import told as told_forecast
from makegood.feasibility.queries import WORDS, outlook_of
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.foundation.errors import NotFound
from makegood.promises.queries import promises_of
from makegood.remediation import policies, queries
from makegood.remediation.forms import CommentForm
from makegood.remediation.queries import FOUR_NAMES, STATE_NAMES, PlanRow, Progress
from makegood.remediation.states import Stage
from makegood.remediation.views.timeline import timeline_of
from makegood.web.access import admits
from makegood.web.exports import Table, taken
from makegood.web.listing import Column, Filter, Listing, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import UNCHANGED, show
from makegood.web.stories import told

NAMES: Mapping[str, object] = {
    "states": STATE_NAMES,
    "sources": queries.SOURCE_NAMES,
    "severity_reasons": queries.SEVERITY_REASONS,
    "functions": FOUR_NAMES,
    "stage_names": queries.STAGE_NAMES,
    "causes_called": queries.CAUSE_NAMES,
    "natures": queries.NATURE_NAMES,
    "levels": queries.LEVEL_NAMES,
    "triggers": queries.TRIGGER_NAMES,
    "part_names": queries.PART_NAMES,
    "standings": queries.STANDING_NAMES,
    "channels": queries.CHANNEL_NAMES,
}


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
    states: list[tuple[str, str | Promise]] = [("", _("Running"))]
    states += [*((state.value, name) for state, name in STATE_NAMES.items()), ("all", _("All"))]
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
    return answer(request, "remediation/plans.html", listing, {"now": present(), **NAMES})


@admits(policies.check_see_plans)
def plan(request: StaffRequest, number: int, stage: str = "") -> HttpResponseBase:
    """Show a plan at a stage of its dialogue, the next one where none is named; nothing where it was seen as it is."""
    viewer, at = request.viewer, present()
    today = timezone.localdate(at)
    row = queries.find_plan(number, viewer)
    if file := taken(request, _actions_table(row, viewer, today)):
        return file
    progress = queries.progress_of(number, viewer, today=today)
    mark = _mark(row, progress, at)
    if request.headers.get("X-Seen") == mark:
        return HttpResponse(status=UNCHANGED)
    stages = queries.stages_of(row, progress)
    here = _stage(stage) or next((one.stage for one in stages if one.is_next), Stage.AGREEMENT)
    context = {
        "row": row,
        "progress": progress,
        "mark": mark,
        "stages": stages,
        "here": here,
        "stands": queries.stands_of(row),
        "may_work": row.is_worked_on and policies.can_work_on_plan(viewer, row),
        "may_settle": row.state == "proposed" and policies.can_work_on_plan(viewer, row),
        "has_joined": any(member.person == viewer.number for member in row.members),
        "said": queries.said_of(number, viewer),
        "story": told(queries.plan_story(row, viewer)),
        "comment_form": CommentForm(initial={"stage": here.value}),
        "is_late_to_acknowledge": row.acknowledged_at is None and at > row.acknowledge_by,
        "is_late_to_tell": progress.told_at is None and at > row.tell_by,
        **NAMES,
        **CONTENT[here](row, viewer, today),
    }
    return show(request, "remediation/plan.html", context)


def _mark(row: PlanRow, progress: Progress, at: datetime) -> str:
    """Return what says whether a page that shows the plan is up to date: it changes when something shown does."""
    late = (at > row.acknowledge_by, at > row.tell_by, at.date())
    return f"{row.revision}-{progress.computed_at}-{progress.told_at}-{late}".replace(" ", "")


def _stage(stage: str) -> Stage | None:
    if not stage:
        return None
    if stage not in set(Stage):
        raise NotFound(_("There is no such stage."))
    return Stage(stage)


def _of_scope(row: PlanRow, viewer: Viewer, today: date) -> dict[str, Any]:
    scope = queries.scope_of(row.number, viewer)
    named = {one.promise for one in scope} | {row.promise}
    others = [one for one in promises_of(row.customer, viewer, today=today, limit=12) if one.number not in named]
    return {"scope": scope, "others": others[:5]}


def _of_gap(row: PlanRow, viewer: Viewer, today: date) -> dict[str, Any]:  # noqa: ARG001  # as all are called
    frozen = queries.gap_of(row.number, viewer)
    now = outlook_of(row.promise, viewer)
    details = None if now is None else now.details
    terms = (
        told_forecast(read_details({**_nothing(), **(details or {}), "terms": list(frozen)})).terms if frozen else ()
    )
    said = told_forecast(read_details(details)) if details else None
    return {"terms": terms, "now_terms": said.terms if said else (), "reason": said.reason if said else "", **WORDS}


def _nothing() -> dict[str, Any]:
    """Return what a forecast says beside its terms where there is none any more."""
    return {
        "p_kept_se": None, "slack_days": None, "causes": [], "takers": [], "terms": [], "terms_checked": 0,
        "findings": [], "reason": None, "views": None, "curve": None,
    }  # fmt: skip


def _of_causes(row: PlanRow, viewer: Viewer, today: date) -> dict[str, Any]:  # noqa: ARG001  # as all are called
    return {"causes": queries.causes_of(row.number, viewer)}


def _of_plan(row: PlanRow, viewer: Viewer, today: date) -> dict[str, Any]:
    actions = queries.actions_of(row.number, viewer, today=today)
    milestones = queries.milestones_of(row.number, viewer, today=today)
    messages = queries.messages_of(row.number, viewer, today=today)
    owned = [(name, [one for one in actions if one.function == code]) for code, name in FOUR_NAMES.items()]
    return {
        "actions": actions,
        "milestones": milestones,
        "risks": queries.risks_of(row.number, viewer),
        "contingencies": queries.contingencies_of(row.number, viewer),
        "tellings": messages,
        "owned": [(name, len(own), sum(one.done_at is not None for one in own)) for name, own in owned],
        "timeline": timeline_of(actions, milestones, messages, row.due, today),
    }  # fmt: skip


def _of_agreement(row: PlanRow, viewer: Viewer, today: date) -> dict[str, Any]:  # noqa: ARG001  # as all are called
    at = present()
    return {
        "dissents": queries.dissents_of(row.number, viewer),
        "rulings": queries.rulings_of(row.number, viewer),
        "mine": [one for one in FOUR_NAMES if policies.can_speak_for(viewer, row, one, at=at)],
        "may_rule": policies.can_rule(viewer, row),
    }


def _of_nothing(row: PlanRow, viewer: Viewer, today: date) -> dict[str, Any]:  # noqa: ARG001  # as all are called
    return {}


CONTENT: Mapping[Stage, Callable[[PlanRow, Viewer, date], dict[str, Any]]] = {
    Stage.NEED: _of_nothing,
    Stage.SCOPE: _of_scope,
    Stage.INTENT: _of_nothing,
    Stage.GAP: _of_gap,
    Stage.CAUSES: _of_causes,
    Stage.OPTIONS: _of_nothing,
    Stage.PLAN: _of_plan,
    Stage.AGREEMENT: _of_agreement,
}
"""Stage → what its page shows besides."""


def _actions_table(row: PlanRow, viewer: Viewer, today: date) -> Table:
    columns = [
        Column(_("Action"), export=lambda one: one.title),
        Column(_("Function"), export=lambda one: FOUR_NAMES[one.function]),
        Column(_("Who does it"), export=lambda one: one.owner_name),
        Column(_("By"), export=lambda one: one.due),
        Column(_("After"), export=lambda one: one.after_title),
        Column(_("Done, in per cent"), numeric=True, export=lambda one: one.progress),
        Column(_("Done on"), export=lambda one: one.done_at),
        Column(_("By what one sees that it is done"), export=lambda one: one.evidence),
    ]
    return Table("actions", columns, lambda: queries.actions_of(row.number, viewer, today=today))
