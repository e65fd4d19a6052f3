"""What states, gates, origins and sides are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.promises.states import Origin
from makegood.revisions.states import Gate, RevisionState, Side

STATE_NAMES = {
    RevisionState.DRAFT: _("being written"),
    RevisionState.PROPOSED: _("proposed"),
    RevisionState.SPONSORED: _("has a sponsor"),
    RevisionState.WARNED: _("customer warned"),
    RevisionState.VALIDATED: _("found achievable"),
    RevisionState.WORDED: _("message approved"),
    RevisionState.IN_FORCE: _("in force"),
    RevisionState.REFUSED: _("refused"),
    RevisionState.WITHDRAWN: _("withdrawn"),
}
GATE_NAMES = {
    Gate.RATIONALE: _("Rationale with data"),
    Gate.SPONSOR: _("Executive sponsor"),
    Gate.NOTICE: _("Early notice to the customer"),
    Gate.VALIDATION: _("Validation by the forecast"),
    Gate.MESSAGE: _("Approved message"),
    Gate.TOLD: _("Customer told, in force"),
}
ORIGIN_NAMES = {
    Origin.CUSTOMER: _("the customer"),
    Origin.US: _("us"),
    Origin.BOTH: _("both"),
}
SIDE_NAMES = {
    Side.SALES: _("Sales"),
    Side.DELIVERY: _("Operations or product"),
    Side.CARE: _("Customer success or support"),
}
PART_NAMES = {
    "rationale": _("the reasons"),
    "origin": _("who wants it"),
    "request": _("the customer’s own words"),
    "due": _("the new date"),
    "terms": _("the terms"),
    "owner": _("who answers for it"),
    "changes": _("what changes"),
    "stays": _("what stays"),
    "risks": _("the risks"),
    "message": _("the message"),
}
"""What the parts of a revision are called in a sentence."""
WAITS_FOR = {
    RevisionState.DRAFT: _("whoever proposes it"),
    RevisionState.PROPOSED: _("an executive who did not propose it"),
    RevisionState.SPONSORED: _("somebody who calls the customer"),
    RevisionState.WARNED: _("a simulation"),
    RevisionState.VALIDATED: _("approvals of the message"),
    RevisionState.WORDED: _("somebody who tells the customer"),
}
"""Who or what is to act on a revision in a state."""
