"""How history tells what happened to promises."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.web.stories import tell

tell(
    {
        "promise.capture": _("Written down"),
        "promise.change": _("Changed"),
        "promise.quote": _("Quoted"),
        "promise.reserve": _("Capacity reserved"),
        "promise.release": _("Capacity released"),
        "promise.commit": _("Committed: the customer relies on it from now on"),
        "promise.deliver": _("Delivered on %(on)s"),
        "promise.accept": _("Accepted on %(on)s by %(accepted_by)s"),
        "promise.reject": _("The customer did not take it: %(reason)s"),
        "promise.unaccept": _("The acceptance of %(on)s was taken back: %(reason)s"),
        "promise.indicator": _("Watched from now on: %(name)s"),
        "promise.reading": _("Read %(name)s on %(on)s: %(value)s"),
        "promise.no-indicator": _("Watched no longer: %(name)s"),
        "promise.cancel-for-customer": _("Cancelled by the customer: %(reason)s"),
        "promise.cancel-by-us": _("Cancelled by us: %(reason)s"),
        "promise.expire": _("Expired"),
        "promise.term": _("Term added: %(subject)s %(value)s"),
        "promise.no-term": _("Term removed: %(subject)s %(value)s"),
        "promise.check": _("Checked %(subject)s: %(note)s"),
        "promise.check-date": _("Checked the date %(due)s"),
        "promise.involve": _("Somebody else has to do with it"),
        "promise.uninvolve": _("Somebody has nothing to do with it any more"),
        "promise.evidence": _("Evidence added: %(title)s"),
        "promise.no-evidence": _("Evidence withdrawn: %(title)s, because %(reason)s"),
        "promise.notice": _("The customer was told: %(date)s"),
        "promise.comment": _("A comment"),
    }
)
