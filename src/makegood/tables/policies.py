"""Who may see what somebody brings in, and who may stop it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import Denied, is_admitted
from makegood.people.policies import can_keep_accounts


def check_see_imports(viewer: Viewer) -> None:
    """Admit all staff, each to their own; Denied."""
    if EVERYONE not in viewer.audiences:
        raise Denied(_("Only staff may bring in tables."))


def can_see_all_imports(viewer: Viewer) -> bool:
    """Say whether the viewer sees what others bring in: administrators, who mend what fails."""
    return is_admitted(check_see_imports, viewer) and can_keep_accounts(viewer)
