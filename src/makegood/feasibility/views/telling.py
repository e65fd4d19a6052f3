"""How history tells what happened to forecasts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.web.stories import tell

tell(
    {
        "baseline.freeze": _("Frozen: %(name)s"),
        "promise.ask-to-commit": _("Asked for the company to be bound"),
        "policy.propose": _("Proposed how promises rank: %(name)s"),
        "policy.change": _("Changed what is proposed"),
        "policy.take-back": _("Took back a proposal: %(name)s"),
        "policy.try": _("Tried how promises would rank: %(name)s"),
        "policy.publish": _("Published version %(version)s of the policy: %(name)s"),
        "promise.try-place": _("Tried another place for it"),
        "feed.make": lambda facts: (
            _("Made an address for calendars: %(customer)s")
            if facts.get("customer")
            else _("Made an address for calendars")
        ),
        "feed.renew": _("Put a new address for calendars in the place of one"),
        "feed.revoke": _("Revoked an address for calendars"),
        "promise.place": _("Given another place: %(reason)s"),
    }
)
