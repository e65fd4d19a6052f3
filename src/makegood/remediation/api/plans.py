"""Joint plans for programs: opened, read whole, talked about, agreed to and ended."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.utils import timezone
from ninja import Query, Status

from makegood.foundation.clock import present
from makegood.remediation import queries, services
from makegood.remediation.schemas.decisions import WhyGiven
from makegood.remediation.schemas.plans import (
    PlanAgreed,
    PlanCommentGiven,
    PlanDescribed,
    PlanDissented,
    PlanGiven,
    PlanOut,
    PlanRowOut,
    PlansAsked,
    ProposalAnswered,
    ScopeGiven,
    SeverityGiven,
    SpeakerGiven,
)
from makegood.web.programs import Number, Page, ProgramRequest, Programs, page_out

plans = Programs("plans")


@plans.read("", Page[PlanRowOut])
def list_plans(request: ProgramRequest, asked: Query[PlansAsked]) -> dict[str, object]:
    """List plans, those that run and the gravest first."""
    page = queries.plan_page(
        request.viewer, text=asked.text, state=asked.state, mine=asked.mine, sort=asked.sort, page=asked.page,
        size=asked.size,
    )  # fmt: skip
    return page_out(request, page, PlanRowOut.model_validate)


@plans.read("/{int:number}", PlanOut)
def get_plan(request: ProgramRequest, number: Number) -> PlanOut:
    """Get a plan whole."""
    return whole_plan(request, number)


@plans.write("POST", "", PlanOut, status=201)
def open_plan(request: ProgramRequest, given: PlanGiven) -> Status[PlanOut]:
    """Open the plan of a promise that the customer relies on; its clocks run from then on."""
    number = services.open_plan(by=request.viewer, at=present(), **given.given())
    return Status(201, whole_plan(request, number))


@plans.write("POST", "/{int:number}/take-up", PlanOut)
def take_up_plan(request: ProgramRequest, number: Number) -> PlanOut:
    """Take up a plan that the forecast proposes."""
    services.take_up_plan(number=number, by=request.viewer, at=present())
    return whole_plan(request, number)


@plans.write("POST", "/{int:number}/dismiss", PlanOut)
def dismiss_plan(request: ProgramRequest, number: Number, given: WhyGiven) -> PlanOut:
    """Say why no plan is needed, though the forecast proposes one."""
    services.dismiss_plan(number=number, reason=given.reason, by=request.viewer, at=present())
    return whole_plan(request, number)


@plans.write("POST", "/{int:number}/acknowledge", PlanOut)
def acknowledge_plan(request: ProgramRequest, number: Number) -> PlanOut:
    """Say that somebody sees to it, which stops the first clock."""
    services.acknowledge_plan(number=number, by=request.viewer, at=present())
    return whole_plan(request, number)


@plans.write("POST", "/{int:number}/join", PlanOut)
def join_plan(request: ProgramRequest, number: Number) -> PlanOut:
    """Work on a plan as well."""
    services.join_plan(number=number, by=request.viewer, at=present())
    return whole_plan(request, number)


@plans.write("POST", "/{int:number}/leave", PlanOut)
def leave_plan(request: ProgramRequest, number: Number) -> PlanOut:
    """Work on a plan no longer."""
    services.leave_plan(number=number, by=request.viewer, at=present())
    return whole_plan(request, number)


@plans.write("PATCH", "/{int:number}", PlanOut)
def describe_plan(request: ProgramRequest, number: Number, given: PlanDescribed) -> PlanOut:
    """Say what the customer needs, what everybody meant, and what it does to the customer.

    What is left out stays as it is. Answered with 409 where somebody changed it since `version` was read.
    """
    services.describe_plan(number=number, by=request.viewer, at=present(), **given.given())
    return whole_plan(request, number)


@plans.write("POST", "/{int:number}/severity", PlanOut)
def change_plan_severity(request: ProgramRequest, number: Number, given: SeverityGiven) -> PlanOut:
    """Give a plan another severity, with the reason; its clocks follow."""
    services.change_severity(number=number, by=request.viewer, at=present(), **given.given())
    return whole_plan(request, number)


@plans.write("POST", "/{int:number}/speakers", PlanOut)
def name_speaker(request: ProgramRequest, number: Number, given: SpeakerGiven) -> PlanOut:
    """Name who speaks for one of the four functions, whose word is asked for anew."""
    services.name_member(number=number, by=request.viewer, at=present(), **given.given())
    return whole_plan(request, number)


@plans.write("POST", "/{int:number}/scope", PlanOut)
def add_to_scope(request: ProgramRequest, number: Number, given: ScopeGiven) -> PlanOut:
    """Let a plan be about another promise as well."""
    services.add_to_scope(number=number, promise=given.promise, by=request.viewer, at=present())
    return whole_plan(request, number)


@plans.write("POST", "/{int:number}/scope/remove", PlanOut)
def take_off_scope(request: ProgramRequest, number: Number, given: ScopeGiven) -> PlanOut:
    """Let a plan be about a promise no longer."""
    services.take_off_scope(number=number, promise=given.promise, by=request.viewer, at=present())
    return whole_plan(request, number)


@plans.write("POST", "/{int:number}/gap/freeze", PlanOut)
def freeze_gap(request: ProgramRequest, number: Number) -> PlanOut:
    """Keep as evidence how far each term is off, as the forecast has it now."""
    services.freeze_gap(number=number, by=request.viewer, at=present())
    return whole_plan(request, number)


@plans.write("POST", "/{int:number}/comments", PlanOut, status=201)
def comment_on_plan(request: ProgramRequest, number: Number, given: PlanCommentGiven) -> Status[PlanOut]:
    """Say something in the dialogue, or propose something."""
    services.comment_on_plan(number=number, by=request.viewer, at=present(), **given.given())
    return Status(201, whole_plan(request, number))


@plans.write("POST", "/comments/{int:number}/answer", PlanOut)
def answer_proposal(request: ProgramRequest, number: Number, given: ProposalAnswered) -> PlanOut:
    """Take a proposal up, or put it aside."""
    plan = services.answer_suggestion(number=number, is_taken=given.is_taken, by=request.viewer, at=present())
    return whole_plan(request, plan)


@plans.write("POST", "/{int:number}/agree", PlanOut)
def agree_to_plan(request: ProgramRequest, number: Number, given: PlanAgreed) -> PlanOut:
    """Agree for a function to the plan as it was read.

    Answered with 409 where something that the function covers was changed since.
    """
    services.agree_to_plan(number=number, by=request.viewer, at=present(), **given.given())
    return whole_plan(request, number)


@plans.write("POST", "/{int:number}/dissent", PlanOut)
def dissent_from_plan(request: ProgramRequest, number: Number, given: PlanDissented) -> PlanOut:
    """Dissent for a function from the plan as it was read, with the reason; an executive decides."""
    services.dissent_from_plan(number=number, by=request.viewer, at=present(), **given.given())
    return whole_plan(request, number)


@plans.write("POST", "/{int:number}/rule", PlanOut)
def rule_on_dissent(request: ProgramRequest, number: Number, given: WhyGiven) -> PlanOut:
    """Decide that a plan goes on though functions dissent; the dissents stay on record."""
    services.rule_on_dissent(number=number, reason=given.reason, by=request.viewer, at=present())
    return whole_plan(request, number)


@plans.write("POST", "/{int:number}/close", PlanOut)
def close_plan(request: ProgramRequest, number: Number, given: WhyGiven) -> PlanOut:
    """End the work on a plan and say how it came out."""
    services.close_plan(number=number, reason=given.reason, by=request.viewer, at=present())
    return whole_plan(request, number)


def whole_plan(request: ProgramRequest, number: int) -> PlanOut:
    """Return a plan with all that belongs to it; NotFound."""
    viewer = request.viewer
    today = timezone.localdate(present(), ZoneInfo(viewer.zone))
    row = queries.find_plan(number, viewer)
    progress = queries.progress_of(number, viewer, today=today)
    told = {name: getattr(progress, name) for name in PlanOut.model_fields if hasattr(progress, name)}
    counted = {"scope", "causes", "actions", "milestones", "risks", "contingencies", "messages"}
    known = {name: getattr(row, name) for name in PlanRowOut.model_fields}
    return PlanOut.model_validate(
        {
            **{name: value for name, value in told.items() if name not in counted},
            **known,
            "stages": queries.stages_of(row, progress),
            "scope": queries.scope_of(number, viewer),
            "gap": [dict(term) for term in queries.gap_of(number, viewer)],
            "causes": queries.causes_of(number, viewer),
            "actions": queries.actions_of(number, viewer, today=today),
            "milestones": queries.milestones_of(number, viewer, today=today),
            "risks": queries.risks_of(number, viewer),
            "contingencies": queries.contingencies_of(number, viewer),
            "messages": queries.messages_of(number, viewer, today=today),
            "stands": queries.stands_of(row),
            "dissents": queries.dissents_of(number, viewer),
            "rulings": queries.rulings_of(number, viewer),
            "comments": queries.said_of(number, viewer),
        }
    )
