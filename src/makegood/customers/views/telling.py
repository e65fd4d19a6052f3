"""How history tells what happened to customers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.customers.forms import ContactForm, CustomerForm, TouchpointForm
from makegood.customers.queries import contact_names, customer_names
from makegood.web.stories import tell, tell_facts, tell_names

tell(
    {
        "customer.add": _("Added %(name)s"),
        "customer.change": _("Changed"),
        "customer.close": _("Closed: %(reason)s"),
        "customer.reopen": _("Reopened"),
        "customer.meet": _("A touchpoint was noted: %(kind)s"),
        "customer.correct": _("A touchpoint was corrected: %(kind)s, %(at)s"),
        "touchpoint.correct": _("Corrected"),
        "contact.add": _("Added the contact %(name)s"),
        "contact.change": _("Changed the contact %(contact)s"),
        "contact.leave": _("A contact has left: %(contact)s"),
        "contact.erase": _("The data of a contact was erased: %(reason)s"),
    }
)
tell_facts("customer", {**CustomerForm.base_fields, **TouchpointForm.base_fields}, numbers={"owner": "person"})
tell_facts("contact", ContactForm.base_fields, numbers={"contact": "contact"})
tell_facts("touchpoint", TouchpointForm.base_fields, numbers={"contact": "contact"})
tell_names("customer", customer_names)
tell_names("contact", contact_names)
