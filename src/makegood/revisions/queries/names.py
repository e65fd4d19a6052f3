"""What states, gates, origins and sides are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.promises.states import Origin
from makegood.revisions.states import Gate, Side, State

STATE_NAMES = {
    State.DRAFT: _("being written"),
    State.PROPOSED: _("proposed"),
    State.SPONSORED: _("has a sponsor"),
    State.WARNED: _("customer warned"),
    State.VALIDATED: _("found achievable"),
    State.WORDED: _("message approved"),
    State.IN_FORCE: _("in force"),
    State.REFUSED: _("refused"),
    State.WITHDRAWN: _("withdrawn"),
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
WAITS_FOR = {
    State.DRAFT: _("whoever proposes it"),
    State.PROPOSED: _("an executive who did not propose it"),
    State.SPONSORED: _("somebody who calls the customer"),
    State.WARNED: _("a simulation"),
    State.VALIDATED: _("approvals of the message"),
    State.WORDED: _("somebody who tells the customer"),
}
"""Who or what is to act on a revision in a state."""
