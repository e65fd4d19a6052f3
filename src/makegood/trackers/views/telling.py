"""How history tells what happened to trackers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.trackers.forms import ConnectForm, ReadingForm
from makegood.trackers.queries import tracker_names
from makegood.web.stories import tell, tell_facts, tell_names

tell(
    {
        "tracker.connect": _("Connected to %(address)s"),
        "tracker.change": _("Access changed"),
        "tracker.disconnect": _("Let go; work that came from it and stays: %(items)s"),
        "tracker.look": _("It was asked what it has: %(projects)s projects, %(fields)s fields"),
        "tracker.read-so": _("It is read in another way"),
        "tracker.map": _("The project %(project)s goes to %(team)s"),
        "tracker.unmap": _("The project %(project)s is taken no more"),
        "tracker.start": _("Pulls began"),
        "tracker.pause": _("Pulls were paused"),
        "tracker.accept-loss": _("Somebody said that most of its work may go"),
    }
)
tell_facts("tracker", {**ConnectForm.base_fields, **ReadingForm.base_fields})
tell_names("tracker", tracker_names)
