"""A revision on paper: the one template of all, and its gates."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.http import require_safe

from makegood.foundation.approvals.states import Standing
from makegood.foundation.clock import present
from makegood.revisions import policies, queries
from makegood.revisions.queries import (
    GATE_NAMES,
    ORIGIN_NAMES,
    SIDE_NAMES,
    STATE_NAMES,
    Approval,
    GateRow,
    RevisionDetail,
)
from makegood.revisions.views.telling import story_of
from makegood.web.access import admits
from makegood.web.papers import paper
from makegood.web.request import StaffRequest
from makegood.web.stories import Told
from makegood.web.tags import whole_percent

NOTHING = "–"
STANDING_NAMES = {
    Standing.AWAITED: later("awaited"),
    Standing.APPROVED: later("approved"),
    Standing.DECLINED: later("declined"),
    Standing.RESET: later("changed since"),
}


@require_safe
@admits(policies.check_see_revisions)
def revision_pdf(request: StaffRequest, number: int) -> HttpResponse:
    """Return a revision as a PDF."""
    today = timezone.localdate(present())
    row = queries.find_revision(number, request.viewer)
    said = {
        "title": _("Revised promise: %(title)s") % {"title": row.promise_title},
        "provenance": _("Makegood, on %(day)s") % {"day": _day(today)},
        "lead": " · ".join([row.customer_name, row.promise_key, str(STATE_NAMES[row.state])]),
        "figures": _figures(row),
        "parts": [{"name": name, "text": text or NOTHING} for name, text in _parts(row)],
        "gates": [_gate(one) for one in row.gates],
        "sides": [_side(one) for one in row.approvals],
        "story": [_happened(one) for one in story_of(number, request.viewer)],
        "words": {"gates": _("The gates, in order"), "gate": _("Gate"), "how": _("How it stands"), "by": _("By"),
                  "sides": _("Who approved the message"), "story": _("Story")},
    }  # fmt: skip
    return paper("revisions", "revision.typ", said, name=f"revision-{number}", made_on=today)


def _figures(row: RevisionDetail) -> list[dict[str, str]]:
    known = row.validation
    kept = NOTHING if known is None or known.p_kept is None else whole_percent(known.p_kept)
    return [
        {"name": _("First date"), "value": _day(row.first_due), "note": ""},
        {"name": _("Date before"), "value": _day(row.due_before), "note": ""},
        {"name": _("New date"), "value": _day(row.due), "note": ""},
        {"name": _("Kept, simulated"), "value": kept, "note": _simulated(row)},
    ]


def _parts(row: RevisionDetail) -> list[tuple[str, str]]:
    terms = "\n".join(f"{one.subject}: {one.before or NOTHING} → {one.after or NOTHING}" for one in row.changed_terms)
    return [
        (_("Who wants it"), str(ORIGIN_NAMES[row.origin])),
        (_("Who answers for it"), row.owner_name),
        (_("Why, with data"), row.rationale),
        (_("What changes for the customer"), "\n".join(filter(None, (row.changes, terms)))),
        (_("What stays as agreed"), row.stays),
        (_("What could still go wrong, and how that will be seen"), row.risks),
        (_("The message to the customer"), row.message),
    ]


def _gate(one: GateRow) -> dict[str, str]:
    if one.at is None:
        how = _("not yet")
    else:
        how = (_("passed %(moment)s") if one.is_passed else _("closed again %(moment)s")) % {"moment": _moment(one.at)}
    by = (
        one.by_name
        if not one.in_name_of
        else _("%(name)s for %(other)s") % {"name": one.by_name, "other": one.in_name_of}
    )
    return {"name": str(GATE_NAMES[one.gate]), "how": how, "reason": one.reason, "by": by or NOTHING}


def _simulated(row: RevisionDetail) -> str:
    known = row.validation
    if known is None or known.as_of is None:
        return ""
    values = {"samples": known.samples, "day": _day(known.as_of), "digest": known.inputs_hash[:12]}
    return _("%(samples)s futures, as of %(day)s, %(digest)s") % values


def _side(one: Approval) -> dict[str, str]:
    standing = STANDING_NAMES[one.line.standing]
    return {"name": str(SIDE_NAMES[one.side]), "how": str(standing), "by": one.by_name or NOTHING,
            "reason": one.line.reason}  # fmt: skip


def _happened(one: Told) -> dict[str, str]:
    changes = [f"{each.label}: {each.before or NOTHING} → {each.after or NOTHING}" for each in one.changes]
    return {"at": _moment(one.at), "by": one.actor, "said": "\n".join([one.said, *changes])}


def _day(day: date | None) -> str:
    return formats.date_format(day, "DATE_FORMAT") if day else NOTHING


def _moment(at: datetime) -> str:
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
