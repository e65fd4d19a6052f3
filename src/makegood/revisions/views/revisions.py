"""Revisions: the list, one of them with its gates, and those of a promise as a part of its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from makegood.feasibility.states import ValidationState
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.promises.queries import find_row
from makegood.promises.states import State as PromiseState
from makegood.revisions import policies, queries, services
from makegood.revisions.forms import RevisionForm
from makegood.revisions.queries import (
    GATE_NAMES,
    ORIGIN_NAMES,
    SIDE_NAMES,
    STATE_NAMES,
    WAITS_FOR,
    GateRow,
    RevisionDetail,
)
from makegood.revisions.states import Gate, RevisionState, Side
from makegood.revisions.views.telling import story_of
from makegood.web.access import admits
from makegood.web.listing import Column, Filter, Listing, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import show


@dataclass(frozen=True, slots=True)
class GateShown:
    """A gate as the page shows it: how it stands, and what is to be known of it before it is passed."""

    row: GateRow
    name: str | Promise
    is_next: bool
    hint: str


@dataclass(frozen=True, slots=True)
class SideShown:
    """What a side says of the message, and whether the viewer may say it."""

    side: Side
    name: str | Promise
    standing: str
    by_name: str
    reason: str
    may: bool


@admits(policies.check_see_revisions)
def revisions(request: StaffRequest) -> HttpResponseBase:
    """List the revisions, those on their way first."""
    columns = [
        Column(_("Promise"), sort="promise", export=lambda row: row.promise_title),
        Column(_("Customer"), sort="customer", export=lambda row: row.customer_name),
        Column(_("Date before"), export=lambda row: row.due_before),
        Column(_("New date"), sort="due", export=lambda row: row.due),
        Column(_("Who wants it"), export=lambda row: ORIGIN_NAMES[row.origin]),
        Column(_("State"), export=lambda row: STATE_NAMES[row.state]),
        Column(_("Waits for"), export=lambda row: WAITS_FOR.get(row.state, "")),
        Column(_("Begun"), sort="made", export=lambda row: row.made_at),
    ]
    states: list[tuple[str, str | Promise]] = [
        ("", _("On their way")),
        *((state.value, name) for state, name in STATE_NAMES.items()),
        ("all", _("All")),
    ]
    filters = [Filter("state", _("State"), states)]
    asked = read_asked(request.GET, columns, filters, default_sort="-made")
    page = queries.revision_page(
        request.viewer,
        text=asked.text,
        state=asked.chosen["state"] or "open",
        sort=asked.sort or "-made",
        page=1 if asked.format else asked.page,
        size=asked.size,
    )
    listing = Listing("revisions", columns, filters, asked, page.rows, page.total)
    words = {"states": STATE_NAMES, "origins": ORIGIN_NAMES, "waits_for": WAITS_FOR}
    return answer(request, "revisions/revisions.html", listing, words)


@admits(policies.check_see_revisions)
def revision(request: StaffRequest, number: int) -> HttpResponse:
    """Show a revision: its gates in order beside the one template of all."""
    viewer, at = request.viewer, present()
    row = queries.find_revision(number, viewer)
    is_next = row.gate
    return show(
        request,
        "revisions/revision.html",
        {
            "row": row,
            "gates": [_shown(one, row) for one in row.gates],
            "next": is_next,
            "sides": [_side(side, row, viewer, at) for side in Side],
            "waits": is_next is Gate.VALIDATION and _is_awaited(row),
            "missing": _missing(row, at.date()) if row.state == RevisionState.DRAFT else {},
            "wrong": services.what_is_wrong(row.message, row.due, row.due_before) if row.is_open else [],
            "may_own": row.is_open and policies.can_own(viewer, made_by=row.made_by),
            "may_withdraw": row.is_open and policies.can_withdraw(viewer, made_by=row.made_by),
            "may_sponsor": row.is_open and policies.can_sponsor(viewer, made_by=row.made_by, at=at),
            "may_tell": row.is_open and policies.can_tell(viewer),
            "is_old": row.state in {RevisionState.VALIDATED, RevisionState.WORDED}
            and row.validation is not None
            and services.is_old(row.validation.answered_at, at),
            "is_relied_on": row.promise_state == PromiseState.COMMITTED,
            "states": STATE_NAMES,
            "origins": ORIGIN_NAMES,
            "waits_for": WAITS_FOR.get(row.state, ""),
            "days": {name: date.fromisoformat(day) if day else None for name, day in _days(row).items()},
            "story": story_of(number, viewer),
        },
    )


@admits(policies.check_see_revisions)
def of_promise(request: StaffRequest, number: int) -> HttpResponse:
    """Show how a promise was revised, and the way to revise it, as a part of its page."""
    viewer = request.viewer
    promise = find_row(number, viewer, today=present().date())
    rows = queries.revisions_of(number, viewer)
    context = {
        "number": number,
        "rows": rows,
        "states": STATE_NAMES,
        "may_begin": promise.state == PromiseState.COMMITTED
        and policies.can_propose(viewer)
        and queries.open_revision(number) is None,
    }
    return show(request, "revisions/of_promise.html", context)


def _is_awaited(row: RevisionDetail) -> bool:
    """Say whether an answer of the forecast is on its way, or has not been heard yet."""
    asked = row.validation
    if asked is None:
        return False
    return asked.state == ValidationState.WAITING or (
        asked.reaches and (asked.due, asked.terms) == (row.due, row.terms) and not row.gates[Gate.VALIDATION - 1].at
    )


def _shown(gate: GateRow, row: RevisionDetail) -> GateShown:
    return GateShown(gate, GATE_NAMES[gate.gate], row.gate is gate.gate, _hint(gate.gate, row))


def _hint(gate: Gate, row: RevisionDetail) -> str:
    """Say before anybody asks who passes a gate and what it takes."""
    sponsor = (
        _("We have moved this promise before: an executive who did not propose it decides, with a reason.")
        if row.is_second
        else _("An executive who did not propose it stands for it.")
    )
    return {
        Gate.RATIONALE: _("%(name)s says why, with what the forecast shows at that moment.")
        % {"name": row.made_by_name},
        Gate.SPONSOR: sponsor,
        Gate.NOTICE: _("The customer hears in a call that the date is in danger. No new date is named yet."),
        Gate.VALIDATION: _("A fresh simulation of 8,192 futures in which the new date is kept in %(level)s of 100.")
        % {"level": 90},
        Gate.MESSAGE: _("Sales, operations or product, and customer success or support approve the words."),
        Gate.TOLD: _("The customer is told what was approved, with what shows it. Then it is in force."),
    }[gate]


def _side(side: Side, row: RevisionDetail, viewer: Viewer, at: datetime) -> SideShown:
    said = next((one for one in row.approvals if one.side is side), None)
    may = row.state in {RevisionState.VALIDATED, RevisionState.WORDED} and policies.can_speak(
        viewer, side=side, made_by=row.made_by, at=at
    )
    if said is None:
        return SideShown(side, SIDE_NAMES[side], "awaited", "", "", may)
    return SideShown(side, SIDE_NAMES[side], said.line.standing.value, said.by_name, said.line.reason, may)


def _missing(row: RevisionDetail, today: date) -> dict[str, str]:
    """Return what the template lacks, by the names of its fields."""
    labels = {name: str(field.label) for name, field in RevisionForm.base_fields.items()}
    return {labels.get(name, name): said for name, said in services.missing_of(row.number, today=today).items()}


def _days(row: RevisionDetail) -> dict[str, str | None]:
    return {name: row.data.get(name) for name in ("p50", "p85", "p90")}
