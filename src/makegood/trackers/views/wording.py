"""What states and reasons of trackers are called on pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from makegood.trackers.states import Reason, TrackerStanding

STANDINGS = {
    TrackerStanding.PAUSED: _("paused"),
    TrackerStanding.NEW: _("not pulled yet"),
    TrackerStanding.WELL: _("works"),
    TrackerStanding.FAILING: _("fails"),
}
REASONS = {
    Reason.NO_PROMISE: _("They name no promise."),
    Reason.UNKNOWN_PROMISE: _("They name a promise that is not in the register."),
    Reason.ENDED_PROMISE: _("They are open, and their promise has ended."),
    Reason.REFUSED: _("They could not be kept as work."),
    Reason.NO_ESTIMATE: _("They have no estimate: what a template says of such work stands in, or a wide range."),
    Reason.ZERO_ESTIMATE: _("They are estimated at zero hours, which counts as no estimate."),
    Reason.BAD_RANGE: _("Their hours do not get larger from good to bad, so only the middle counts."),
    Reason.LATE: _("The tracker plans them for after the day that was promised."),
    Reason.CIRCLE: _("They wait for each other in a circle, so one of the waits is left out."),
    Reason.PROJECT_GONE: _("These projects can’t be read any more: their work stays as it was."),
}
