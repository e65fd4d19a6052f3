"""What is done with revisions: begun, changed, and taken through their gates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_POST

from makegood.foundation.clock import present
from makegood.foundation.errors import NotFound
from makegood.people.queries import people_choices
from makegood.promises.queries import find_promise
from makegood.revisions import policies, queries, services
from makegood.revisions.forms import DecideForm, ReasonForm, RevisionForm, SponsorForm, TellForm, WarnForm
from makegood.revisions.queries import RevisionDetail
from makegood.revisions.states import Side
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.inputs import HouseForm
from makegood.web.request import StaffRequest
from makegood.web.responses import done

FIELDS = ("due", "origin", "request", "owner", "rationale", "changes", "stays", "risks", "message")


@dataclass(frozen=True, slots=True)
class Act:
    """An act with a form: what it is called, what is typed, which service does it, and what it needs to have seen."""

    title: str | Promise
    form: type[HouseForm]
    service: Callable[..., object]
    said: str | Promise
    sees: tuple[str, ...] = ()


VERSION = ("version",)
ACTS: Mapping[str, Act] = {
    "sponsor": Act(
        later("Stand for it"), SponsorForm, services.sponsor_revision, later("You stand for it."), VERSION
    ),
    "decide": Act(later("Decide it"), DecideForm, services.sponsor_revision, later("Decided."), VERSION),
    "refuse": Act(later("Refuse it"), ReasonForm, services.refuse_revision, later("Refused: the promise stays.")),
    "withdraw": Act(
        later("Give it up"), ReasonForm, services.withdraw_revision, later("Given up: the promise stays.")
    ),
    "warn": Act(later("The customer was warned"), WarnForm, services.warn_customer, later("Recorded.")),
    "exception": Act(
        later("Let it pass below the level"), ReasonForm, services.go_on_below_level, later("On record."), VERSION
    ),
    "tell": Act(
        later("The customer was told the new date"),
        TellForm,
        services.tell_customer,
        later("In force. The first date stays on record."),
        VERSION,
    ),
    **{
        f"decline-{side}": Act(
            later("Why it may not go out so"), ReasonForm, services.decline_message, later("Recorded."),
            ("side", "seen"),
        )
        for side in Side
    },
}  # fmt: skip


@require_POST
@admits(policies.check_propose)
def begin(request: StaffRequest, number: int) -> HttpResponse:
    """Begin to revise a promise, and go on to the template; where a revision is on its way, to that."""
    there = queries.open_revision(number)
    if there is not None:
        return done(request, reverse("revision", args=[there]), _("A revision of this promise is on its way already."))
    made = services.begin_revision(promise=number, by=request.viewer, at=present())
    return done(
        request, reverse("revision-change", args=[made]), _("What is on record is filled in. Nothing has changed yet.")
    )


@admits(policies.check_propose)
def change(request: StaffRequest, number: int) -> HttpResponse:
    """Change what a revision says."""
    viewer, at = request.viewer, present()
    row = queries.find_revision(number, viewer)
    policies.check_own(viewer, made_by=row.made_by)
    evidence = find_promise(row.promise, viewer, today=at.date()).evidence
    form = RevisionForm(
        sent(request),
        offers={"owner": people_choices(viewer), "request": [(one.number, one.title) for one in evidence]},
        called={"owner": row.owner_name},
        initial={name: getattr(row, name) for name in FIELDS},
    )
    form.promise_terms(row.terms)
    return edit(
        request,
        template="revisions/change.html",
        form=form,
        act=lambda given: services.change_revision(number=number, **given, by=viewer, at=at),
        then=lambda _closed: reverse("revision", args=[number]),
        said=_("Saved."),
        version=row.version,
        context={"row": row},
    )


@admits(policies.check_see_revisions)
def act(request: StaffRequest, number: int, deed: str) -> HttpResponse:
    """Answer the page of one act at a gate; the service says who may, and whether it is its turn."""
    viewer, at = request.viewer, present()
    row = queries.find_revision(number, viewer)
    chosen = ACTS.get(deed)
    if chosen is None:
        raise NotFound(_("There is no such act."))
    seen = _seen(chosen, deed, row)
    return edit(
        request,
        template="revisions/act.html",
        form=chosen.form(sent(request), initial={"told_at": at, "evidence": "", "reason": ""}),
        act=lambda given: chosen.service(number=number, **given, **seen, by=viewer, at=at),
        then=lambda _nothing: reverse("revision", args=[number]),
        said=str(chosen.said),
        context={"row": row, "title": chosen.title, "shows_message": deed == "tell"},
    )


@require_POST
@admits(policies.check_see_revisions)
def do(request: StaffRequest, number: int, deed: str) -> HttpResponse:
    """Do what takes no words: the service says who may, and whether it is its turn."""
    viewer, at = request.viewer, present()
    row = queries.find_revision(number, viewer)
    who: dict[str, Any] = {"number": number, "by": viewer, "at": at}
    if deed == "propose":
        services.propose_revision(version=_version(request), **who)
    elif deed == "validate":
        services.ask_for_validation(**who)
    elif deed == "noticed":
        services.build_on_notice(**who)
    elif deed.startswith("approve-"):
        side = deed.removeprefix("approve-")
        services.approve_message(side=side, seen=_read(request, row, side), **who)
    else:
        raise NotFound(_("There is no such act."))
    return done(request, reverse("revision", args=[number]), _("Recorded."))


def _version(request: StaffRequest) -> int:
    return HouseForm.version(request.POST)


def _read(request: StaffRequest, row: RevisionDetail, side: str) -> dict[str, str]:
    """Return what a side has read: what is there, if the page that was sent showed this version of it."""
    if _version(request) != row.version:
        return {}
    return next((dict(one.line.now) for one in row.approvals if one.side == side), {})


def _seen(chosen: Act, deed: str, row: RevisionDetail) -> dict[str, Any]:
    side = deed.partition("-")[2]
    known: dict[str, Any] = {"version": row.version, "side": side}
    known["seen"] = next((dict(one.line.now) for one in row.approvals if one.side == side), {})
    return {name: known[name] for name in chosen.sees}
