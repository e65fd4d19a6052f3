"""What a plan is made of: added, changed, taken off, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.customers.queries import contacts_of
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.foundation.errors import NotFound
from makegood.people.queries import people_choices
from makegood.promises.queries import indicators_of
from makegood.remediation import policies, queries, services
from makegood.remediation.forms import PIECE_FORMS, EvidenceForm, MetForm, PieceForm, ProgressForm, ToldForm
from makegood.remediation.queries import KIND_NAMES, PlanRow
from makegood.remediation.states import Kind, Stage
from makegood.remediation.views.acting import act_on, at_stage
from makegood.web.access import admits
from makegood.web.editing import sent
from makegood.web.request import StaffRequest
from makegood.web.responses import done

STAGE_OF = {Kind.CAUSE: Stage.CAUSES}
"""Where a kind of piece is shown; all others with who does what by when."""
WORDED = {Kind.CAUSE: ("words",), Kind.MESSAGE: ("text",)}
"""Fields in which blame is shown to the writer."""


@admits(policies.check_see_plans)
def piece_add(request: StaffRequest, number: int, piece: str) -> HttpResponse:
    """Add a piece to a plan."""
    kind = _kind(piece)
    row = queries.find_plan(number, request.viewer)
    policies.check_work_on_plan(request.viewer, row)
    begun = {name: request.GET[name] for name in ("function", "contingency", "owner") if name in request.GET}
    return act_on(
        request,
        number,
        STAGE_OF.get(kind, Stage.PLAN),
        title=KIND_NAMES[kind],
        form=_form(kind, request, row, begun),
        act=partial(services.add_piece, plan=number, kind=kind),
        worded=WORDED.get(kind, ()),
    )


@admits(policies.check_see_plans)
def piece_change(request: StaffRequest, piece: str, number: int) -> HttpResponse:
    """Change a piece of a plan; two who do so at once see each other's words side by side."""
    kind, viewer = _kind(piece), request.viewer
    found = queries.find_piece(kind, number, viewer)
    row = queries.find_plan(found.plan, viewer)
    policies.check_work_on_plan(viewer, row)
    return act_on(
        request,
        found.plan,
        STAGE_OF.get(kind, Stage.PLAN),
        title=KIND_NAMES[kind],
        form=_form(kind, request, row, found.said, but=number),
        act=partial(services.change_piece, kind=kind, number=number),
        version=found.version,
        worded=WORDED.get(kind, ()),
    )


@require_POST
@admits(policies.check_see_plans)
def piece_remove(request: StaffRequest, piece: str, number: int) -> HttpResponse:
    """Take a piece off its plan."""
    kind = _kind(piece)
    plan = services.remove_piece(kind=kind, number=number, by=request.viewer, at=present())
    return done(request, at_stage(plan, STAGE_OF.get(kind, Stage.PLAN)), _("Taken off."))


@admits(policies.check_see_plans)
def action_progress(request: StaffRequest, number: int) -> HttpResponse:
    """Say how far an action is."""
    return act_on(
        request,
        queries.find_piece(Kind.ACTION, number, request.viewer).plan,
        Stage.PLAN,
        title=_("How far it is"),
        form=ProgressForm(sent(request)),
        act=partial(services.report_progress, number=number),
    )


@admits(policies.check_see_plans)
def action_finish(request: StaffRequest, number: int) -> HttpResponse:
    """Say that an action is done, and by what one sees it."""
    return act_on(
        request,
        queries.find_piece(Kind.ACTION, number, request.viewer).plan,
        Stage.PLAN,
        title=_("Done"),
        form=EvidenceForm(sent(request)),
        act=partial(services.finish_action, number=number),
        said=_("Recorded."),
    )


@require_POST
@admits(policies.check_see_plans)
def action_reopen(request: StaffRequest, number: int) -> HttpResponse:
    """Say that an action is not done after all."""
    plan = services.reopen_action(number=number, by=request.viewer, at=present())
    return done(request, at_stage(plan, Stage.PLAN), _("It is to be done again."))


@admits(policies.check_see_plans)
def milestone_met(request: StaffRequest, number: int) -> HttpResponse:
    """Say that a milestone was met."""
    today = timezone.localdate(present())
    return act_on(
        request,
        queries.find_piece(Kind.MILESTONE, number, request.viewer).plan,
        Stage.PLAN,
        title=_("The milestone was met"),
        form=MetForm(sent(request), initial={"on": today}),
        act=partial(services.meet_milestone, number=number, today=today),
        said=_("Recorded."),
    )


@admits(policies.check_see_plans)
def message_told(request: StaffRequest, number: int) -> HttpResponse:
    """Say that the customer was told."""
    return act_on(
        request,
        queries.find_piece(Kind.MESSAGE, number, request.viewer).plan,
        Stage.PLAN,
        title=_("The customer was told"),
        form=ToldForm(sent(request)),
        act=partial(services.tell_message, number=number),
        said=_("Recorded, and noted on the promise."),
    )


def _kind(piece: str) -> Kind:
    if piece not in set(Kind):
        raise NotFound(_("There is no such part of a plan."))
    return Kind(piece)


def _form(
    kind: Kind, request: StaffRequest, row: PlanRow, initial: Mapping[str, object], *, but: int | None = None
) -> PieceForm:
    form = PIECE_FORMS[kind](sent(request), initial=initial)
    form.know(_choices(kind, row, request.viewer, but))
    return form


def _choices(kind: Kind, row: PlanRow, viewer: Viewer, but: int | None) -> dict[str, Sequence[tuple[int, str]]]:
    """Return the rows that a kind of piece may name."""
    today = timezone.localdate(present())
    people = people_choices(viewer)
    found: dict[str, Sequence[tuple[int, str]]] = {"owner": people, "teller": people}
    if kind is Kind.ACTION:
        actions = queries.actions_of(row.number, viewer, today=today)
        found["after"] = [(one.number, one.title) for one in actions if one.number != but]
    elif kind is Kind.CONTINGENCY:
        milestones = queries.milestones_of(row.number, viewer, today=today)
        found["milestone"] = [(one.number, one.title) for one in milestones]
        found["indicator"] = [(one.number, one.name) for one in indicators_of(row.promise)]
    elif kind is Kind.STEP:
        found["contingency"] = [(one.number, one.title) for one in queries.contingencies_of(row.number, viewer)]
    elif kind is Kind.MESSAGE:
        found["contact"] = [(one.number, one.name) for one in contacts_of(row.customer, viewer) if one.name]
    return found
