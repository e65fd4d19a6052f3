"""Where the forms of joint plans stand, with a new plan to use them on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from makegood.foundation.clock import present
from makegood.remediation import forms
from makegood.remediation.forms import PIECE_FORMS
from makegood.remediation.models import PlanAction, PlanMember, PlanMilestone, PlannedMessage
from makegood.remediation.queries import find_plan, stands_of
from makegood.remediation.services import add_piece, open_plan
from makegood.remediation.states import Kind, Stage
from makegood.web.inputs import HouseForm
from tests.web.things import keeper, later, promise

Rest = dict[str, "str | list[str] | SimpleUploadedFile"]
Places = list[tuple[str, Rest]]


def plan() -> int:
    """Return a new plan on which the keeper works, who speaks for sales."""
    number = open_plan(promise=promise("commit"), by=keeper(), at=present())
    speaks = {"person_id": keeper().number, "joined_at": present()}  # whatever functions they have
    PlanMember.objects.update_or_create(plan_id=number, function="sales", defaults=speaks)
    return number


def told() -> int:
    """Return a plan that says what the customer is told."""
    number = plan()
    piece(number, Kind.MESSAGE)
    return number


def piece(of: int, kind: Kind) -> int:
    """Return a new piece of a plan."""
    today = present().date()
    me = keeper().number
    said: dict[Kind, dict[str, object]] = {
        Kind.CAUSE: {"code": "capacity", "words": "Sold out.", "points": 1},
        Kind.ACTION: {"title": "Hire", "function": "sales", "owner": me, "due": today},
        Kind.MILESTONE: {"title": "There", "due": today, "acceptance": "Seen"},
        Kind.RISK: {"title": "Late", "probability": "low", "effect": "low", "mitigation": "Call", "owner": me},
        Kind.CONTINGENCY: {"title": "Fly", "trigger": "date", "day": today},
        Kind.MESSAGE: {
            "teller": me, "to_whom": "Karin", "on": today, "channel": "call", "text": "So",
            "next_update": today + timedelta(days=1),
        },
    }  # fmt: skip
    return add_piece(plan=of, kind=kind, by=keeper(), at=present(), **said[kind])


def with_contingency() -> tuple[int, int]:
    """Return a plan and its contingency."""
    number = plan()
    return number, piece(number, Kind.CONTINGENCY)


def agreeing(verb: str) -> str:
    """Return where sales speaks for itself."""
    number = told()
    sales = next(one for one in stands_of(find_plan(number, keeper())) if one.function == "sales")
    return f"/plans/{number}/{verb}/sales/?seen={sales.seen}"


def _rests() -> dict[Kind, Rest]:
    me, day = str(keeper().number), later(9)
    return {
        Kind.CAUSE: {"code": "capacity", "points": "3", "teams": "1"},
        Kind.ACTION: {"function": "sales", "owner": me, "due": day},
        Kind.MILESTONE: {"due": day},
        Kind.RISK: {"probability": "low", "effect": "low", "owner": me},
        Kind.CONTINGENCY: {"trigger": "date", "day": day},
        Kind.MESSAGE: {"teller": me, "on": day, "channel": "call", "next_update": later(12)},
    }


def _pieces(kind: Kind) -> Places:
    number = plan()
    rest = _rests()[kind]
    of = plan()
    return [
        (f"/plans/{number}/add/{kind}/", {**rest}),
        (f"/plans/pieces/{kind}/{piece(of, kind)}/", {**rest, "version": "0"}),
    ]


def _step() -> Places:
    number, contingency = with_contingency()
    me = str(keeper().number)
    rest: Rest = {"contingency": str(contingency), "function": "sales", "owner": me, "days": "2"}
    return [(f"/plans/{number}/add/step/", rest)]


def _place_of(kind: Kind) -> Callable[[int], Places]:
    return lambda _n: _pieces(kind)


def _describe() -> Places:
    return [(f"/plans/{plan()}/describe/", {"version": "0"})]


PLAN_PLACES: dict[type[HouseForm], Callable[[int], Places]] = {
    **{PIECE_FORMS[kind]: _place_of(kind) for kind in Kind if kind is not Kind.STEP},
    PIECE_FORMS[Kind.STEP]: lambda _n: _step(),
    forms.OpenForm: lambda _n: [(f"/plans/open/{promise('commit')}/", {"opened_from": "person"})],
    forms.DescribeForm: lambda _n: _describe(),
    forms.SeverityForm: lambda _n: [(f"/plans/{plan()}/severity/", {"severity": "S1"})],
    forms.PlanReasonForm: lambda _n: [(f"/plans/{plan()}/close/", {})],
    forms.EvidenceForm: lambda _n: [(f"/plans/actions/{piece(plan(), Kind.ACTION)}/finish/", {})],
    forms.AgreeForm: lambda _n: [(agreeing("agree"), {})],
    forms.DissentForm: lambda _n: [(agreeing("dissent"), {})],
    forms.CommentForm: lambda _n: [(f"/plans/{plan()}/comment/", {"stage": "need"})],
}
"""Of each form with text."""


def pages_of_plans() -> list[str]:
    """Return the pages of joint plans that no link leads to from the first few, with something that is there."""
    action = PlanAction.objects.filter(done_at=None).earliest("pk")
    milestone, message = PlanMilestone.objects.earliest("pk").pk, PlannedMessage.objects.earliest("pk").pk
    of = f"/plans/{action.plan_id}"
    acts = ("dismiss", "close", "rule", "severity", "scope", "describe")
    stages = [f"{of}/at/{stage}/" for stage in Stage]
    return [
        *stages,
        *(f"{of}/{act}/" for act in acts),
        *(f"{of}/{act}/sales/" for act in ("name", "agree", "dissent")),
        *(f"{of}/add/{kind}/" for kind in Kind),
        f"/plans/pieces/action/{action.pk}/",
        f"/plans/actions/{action.pk}/progress/",
        f"/plans/actions/{action.pk}/finish/",
        f"/plans/milestones/{milestone}/met/",
        f"/plans/messages/{message}/told/",
        f"/plans/of/{action.plan.promise_id}/",
        "/plans/waiting/",
    ]
