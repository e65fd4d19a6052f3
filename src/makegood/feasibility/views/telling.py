"""How history tells what happened to forecasts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.web.stories import tell

tell(
    {
        "baseline.freeze": _("Frozen: %(name)s"),
        "promise.ask-to-commit": _("Asked for the company to be bound"),
        "promise.ask-to-reserve": _("Asked for capacity to be kept"),
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
        "promise.look-for-help": _("Looked for what would help it"),
        "promise.look-for-best-set": _("Looked for the best set of changes for it"),
        "scenario.begin": _("Began a what-if: %(name)s"),
        "scenario.change": _("Changed what is said of a what-if"),
        "scenario.list": _("Gave a what-if another list of changes"),
        "scenario.share": _("Shared a what-if with all staff: %(name)s"),
        "scenario.copy": _("Began a copy of a what-if: %(name)s"),
        "scenario.take-back": _("Took back a what-if: %(name)s"),
        "scenario.try": _("Tried a what-if: %(name)s"),
        "scenario.apply": _("Applied the what-if “%(name)s”: %(reason)s"),
        "quote.ask": _("Asked what could be promised"),
        "quote.reserve": _("Asked for capacity to be kept"),
        "quote.held": _("Capacity kept"),
        "promise.below-level": _("Let be promised below the level: %(reason)s. If it fails: %(fallback)s"),
    }
)
