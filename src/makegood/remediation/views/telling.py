"""How history tells what happened with joint plans: as part of the story of their promise."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from makegood.web.stories import tell


def _opened(facts: Mapping[str, object]) -> Promise:
    """Say what a plan was opened for."""
    texts = {
        "person": _("“We won’t make it”: joint plan opened, %(severity)s. %(reason)s"),
        "finding": _("Joint plan opened from a finding, %(severity)s. %(reason)s"),
    }
    return texts.get(str(facts.get("from")), _("Joint plan opened, %(severity)s. %(reason)s"))


tell(
    {
        "plan.open": _opened,
        "plan.propose": _("The forecast crossed the red line: a joint plan is proposed, %(severity)s"),
    }
)
