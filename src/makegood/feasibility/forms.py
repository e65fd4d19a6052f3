"""What people type about forecasts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.web.inputs import HouseForm, Line


class BaselineForm(HouseForm):
    """What the forecast of today is to be called."""

    name = Line(label=_("Name"), max_length=120, help_text=_("Such as: review of week 48."))
