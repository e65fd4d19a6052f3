"""How history tells what happened to work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.web.stories import tell

tell(
    {
        "work.add": _("Work listed: %(name)s"),
        "work.change": _("Work changed: %(name)s"),
        "work.progress": _("%(name)s: %(percent)s %% done"),
        "work.remove": _("Work taken off: %(name)s"),
        "work.apply-template": _("Work listed as in the template %(name)s"),
        "template.make": _("Template made: %(name)s"),
        "template.retire": _("Template retired: %(name)s"),
        "risk.add": _("A risk was named: %(name)s"),
        "risk.change": _("A risk was changed: %(name)s"),
        "risk.remove": _("A risk is gone: %(name)s"),
    }
)
