"""Watching a promise: what is measured, and what it showed."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.foundation.clock import present
from makegood.promises import policies, queries, services
from makegood.promises.forms import IndicatorForm, ReadingForm
from makegood.promises.views.acting import act_on
from makegood.web.access import admits
from makegood.web.editing import sent
from makegood.web.request import StaffRequest
from makegood.web.responses import done


@admits(policies.check_capture)
def indicator_add(request: StaffRequest, number: int) -> HttpResponse:
    """Begin to watch something."""
    return act_on(
        request,
        number,
        title=_("Watch something about the promise"),
        form=IndicatorForm(sent(request)),
        act=partial(services.add_indicator, promise=number),
        said=_("It is watched from now on."),
    )


@admits(policies.check_capture)
def indicator_read(request: StaffRequest, number: int) -> HttpResponse:
    """Record what an indicator showed."""
    found, today = queries.find_indicator(number, request.viewer), timezone.localdate(present())
    form = ReadingForm(sent(request), initial={"on": today})
    if found.unit:
        form.fields["value"].label = _("Value in %(unit)s") % {"unit": found.unit}
    return act_on(
        request,
        found.promise,
        title=_("Read: %(name)s") % {"name": found.name},
        form=form,
        act=partial(services.read_indicator, number=number, today=today),
        said=_("Recorded."),
    )


@require_POST
@admits(policies.check_capture)
def indicator_retire(request: StaffRequest, number: int) -> HttpResponse:
    """Watch something no longer."""
    promise = queries.find_indicator(number, request.viewer).promise
    services.retire_indicator(number=number, by=request.viewer, at=present())
    return done(request, reverse("promise", args=[promise]), _("It is watched no longer; its readings stay on record."))
