"""Who may see how well promises were kept."""

from __future__ import annotations

from django.utils.translation import gettext as _

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import Denied


def check_see_figures(viewer: Viewer) -> None:
    """Admit all staff: everybody sees the same figures; Denied."""
    if EVERYONE not in viewer.audiences:
        raise Denied(_("Only staff may see how promises were kept."))
