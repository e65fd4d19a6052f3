"""How history tells of criteria, ways out and decisions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.web.stories import tell

tell(
    {
        "plan.lock-criteria": _("Criteria locked, %(digest)s"),
        "plan.propose-criteria": _("Other criteria proposed: %(reason)s"),
        "plan.approve-criteria": _("Other criteria approved; what was scored before stays to be seen"),
        "plan.refuse-criteria": _("Other criteria refused: %(reason)s"),
        "plan.propose-option": _("Way out proposed: %(title)s"),
        "plan.withdraw-option": _("Way out withdrawn: %(title)s. %(reason)s"),
        "plan.judge": _("Ways out judged"),
        "plan.submit-decision": _("Put before the decider, with every score"),
        "plan.return-decision": _("Given back undecided: %(reason)s"),
        "plan.decide": _("Decided for “%(title)s”: %(reason)s"),
        "plan.reopen-decision": _("Decision reopened: %(reason)s"),
        "criteria.propose": _("Criteria proposed: %(name)s"),
        "criteria.change": _("Proposed criteria changed: %(name)s"),
        "criteria.take-back": _("Proposed criteria taken back: %(name)s"),
        "criteria.publish": _("Criteria published: %(name)s"),
    }
)
