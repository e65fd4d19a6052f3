"""How history tells what happened to forecasts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.web.stories import tell

tell({"baseline.freeze": _("Frozen: %(name)s")})
