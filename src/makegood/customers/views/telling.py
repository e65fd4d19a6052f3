"""How history tells what happened to customers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.web.stories import tell

tell(
    {
        "customer.add": _("Added %(name)s"),
        "customer.change": _("Changed what is known"),
        "customer.close": _("Closed: %(reason)s"),
        "customer.reopen": _("Reopened"),
        "customer.meet": _("A touchpoint was noted"),
        "contact.add": _("Added the contact %(name)s"),
        "contact.change": _("Changed a contact"),
        "contact.leave": _("A contact has left"),
        "contact.erase": _("The data of a contact was erased: %(reason)s"),
    }
)
