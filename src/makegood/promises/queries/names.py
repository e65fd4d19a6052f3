"""What states, findings and outcomes are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.promises.states import Finding, Light, Operator, Outcome, State

STATE_NAMES = {
    State.DRAFT: _("draft"),
    State.QUOTED: _("quoted"),
    State.RESERVED: _("reserved"),
    State.COMMITTED: _("committed"),
    State.DELIVERED: _("delivered"),
    State.CANCELLED_BY_CUSTOMER: _("cancelled by the customer"),
    State.CANCELLED_BY_US: _("cancelled by us"),
    State.EXPIRED: _("expired"),
}
FINDING_NAMES = {
    Finding.OVERDUE: _("overdue"),
    Finding.RED_INDICATOR: _("an indicator is red"),
    Finding.NOT_ACCEPTED: _("delivered, not accepted"),
    Finding.NO_OWNER: _("no owner"),
    Finding.CONFLICT: _("conflicting promises"),
    Finding.NO_DATE: _("no date"),
    Finding.UNCHECKED: _("terms nobody checked"),
    Finding.NO_EVIDENCE: _("no evidence"),
}
OUTCOME_NAMES = {
    Outcome.OPEN: _("open"),
    Outcome.KEPT: _("kept"),
    Outcome.BROKEN: _("broken"),
    Outcome.EXCLUDED: _("not counted"),
}
LIGHT_NAMES = {
    Light.UNREAD: _("not read yet"),
    Light.GREEN: _("green"),
    Light.AMBER: _("amber"),
    Light.RED: _("red"),
}
OPERATOR_NAMES = {
    Operator.AT_LEAST: _("at least"),
    Operator.AT_MOST: _("at most"),
    Operator.EXACTLY: _("exactly"),
}
