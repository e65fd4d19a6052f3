"""How history tells what happened to work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.web.stories import tell, tell_facts, tell_names
from makegood.work.forms import ItemForm, RiskForm
from makegood.work.queries import item_names, template_names

tell(
    {
        "work.add": _("Work listed: %(name)s"),
        "work.quoted": _("Work listed as it was quoted: %(items)s items"),
        "work.change": _("Work changed: %(name)s"),
        "work.progress": _("Progress: %(name)s, %(percent)s %% done"),
        "work.remove": _("Work taken off: %(name)s"),
        "work.follow": _("Nothing is held against the tracker any more: %(name)s"),
        "work.release": _("Work no longer comes from a tracker: %(items)s items"),
        "work.apply-template": _("Work listed as in the template %(name)s"),
        "template.make": _("Template made: %(name)s"),
        "template.retire": _("Template retired: %(name)s"),
        "risk.add": _("A risk was named: %(name)s"),
        "risk.change": _("A risk was changed: %(name)s"),
        "risk.remove": _("A risk is gone: %(name)s"),
    }
)
tell_facts("promise", ItemForm.base_fields, numbers={"after": "item", "item": "item", "template": "template"})
tell_facts("risk", RiskForm.base_fields, numbers={"items": "item"})
tell_names("item", item_names)
tell_names("template", template_names)
