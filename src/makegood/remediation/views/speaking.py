"""Agreement, dissent, and what people say in the dialogue."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.foundation.clock import present
from makegood.foundation.errors import NotFound
from makegood.remediation import policies, queries, services
from makegood.remediation.forms import AgreeForm, CommentForm, DissentForm
from makegood.remediation.queries import FOUR_NAMES
from makegood.remediation.states import Stage
from makegood.remediation.views.acting import act_on, at_stage
from makegood.remediation.views.wording import to_reword
from makegood.web.access import admits
from makegood.web.editing import sent
from makegood.web.request import StaffRequest
from makegood.web.responses import done, refuse


@admits(policies.check_see_plans)
def plan_agree(request: StaffRequest, number: int, function: str) -> HttpResponse:
    """Agree for a function to the plan as it is shown beside."""
    seen = _seen(request, number, function)
    return act_on(
        request,
        number,
        Stage.AGREEMENT,
        title=_("%(function)s agrees") % {"function": FOUR_NAMES[function]},
        form=AgreeForm(sent(request)),
        act=partial(services.agree_to_plan, number=number, function=function, seen=seen),
        said=_("Recorded."),
    )


@admits(policies.check_see_plans)
def plan_dissent(request: StaffRequest, number: int, function: str) -> HttpResponse:
    """Dissent for a function, with the reason."""
    seen = _seen(request, number, function)
    return act_on(
        request,
        number,
        Stage.AGREEMENT,
        title=_("%(function)s dissents") % {"function": FOUR_NAMES[function]},
        form=DissentForm(sent(request)),
        act=partial(services.dissent_from_plan, number=number, function=function, seen=seen),
        said=_("Recorded. An executive decides once all four have spoken."),
        worded=("reason",),
        lead=_("It stays on record whatever becomes of the plan, and it blocks nobody: an executive decides."),
    )


@admits(policies.check_see_plans)
def plan_rule(request: StaffRequest, number: int) -> HttpResponse:
    """Decide that a plan goes on though functions dissent."""
    return act_on(
        request,
        number,
        Stage.AGREEMENT,
        title=_("The plan goes on"),
        form=DissentForm(sent(request)),
        act=partial(services.rule_on_dissent, number=number),
        said=_("The plan is agreed with this. The dissents stay on record."),
    )


@require_POST
@admits(policies.check_see_plans)
def plan_comment(request: StaffRequest, number: int) -> HttpResponse:
    """Say something in the dialogue, or propose something."""
    row = queries.find_plan(number, request.viewer)
    form = CommentForm(request.POST)
    if not form.is_valid():
        context = {"row": row, "title": _("Say something"), "back": reverse("plan", args=[number]), "form": form}
        return refuse(request, "remediation/act.html", context)
    stage = Stage(form.cleaned_data["stage"])
    if page := to_reword(request, ("text",), at_stage(number, stage)):
        return page
    services.comment_on_plan(number=number, **form.cleaned_data, by=request.viewer, at=present())
    return done(request, at_stage(number, stage), _("Said."))


@require_POST
@admits(policies.check_see_plans)
def suggestion_answer(request: StaffRequest, number: int) -> HttpResponse:
    """Take a proposal up, or put it aside."""
    taken = request.POST.get("taken") == "yes"
    plan = services.answer_suggestion(number=number, is_taken=taken, by=request.viewer, at=present())
    return done(request, reverse("plan", args=[plan]), _("Done."))


@require_POST
@admits(policies.check_see_plans)
def plan_mention_read(request: StaffRequest, number: int) -> HttpResponse:
    """Note that one has read what names one."""
    plan = services.read_plan_mention(number=number, by=request.viewer, at=present())
    there = request.POST.get("then") == "plan"
    return done(request, reverse("plan", args=[plan]) if there else reverse("start"))


def _seen(request: StaffRequest, number: int, function: str) -> str:
    """Return the hash of the plan that was looked at: of the one that the page before showed."""
    stands = {one.function: one for one in queries.stands_of(queries.find_plan(number, request.viewer))}
    if function not in stands:
        raise NotFound(_("There is no such function of a plan."))
    return request.GET.get("seen") or stands[function].seen
