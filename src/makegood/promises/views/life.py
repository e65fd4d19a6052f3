"""What happens to a promise, verb by verb."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.foundation.clock import present
from makegood.foundation.errors import NotFound
from makegood.promises import policies, services
from makegood.promises.forms import AcceptForm, CancelForm, DeliverForm, ExpireForm, ReasonForm, WithdrawForm
from makegood.promises.states import BEFORE_COMMITMENT, Verb
from makegood.promises.views.acting import act_on, row_for
from makegood.web.access import admits
from makegood.web.editing import sent
from makegood.web.request import StaffRequest
from makegood.web.responses import done

PLAIN: dict[str, Callable[..., None]] = {
    Verb.QUOTE: services.quote_promise,
    Verb.RELEASE: services.release_promise,
}
"""Verbs that need nothing but the promise. To commit and to reserve are the forecast's, which knows what is left."""


@require_POST
@admits(policies.check_see_promises)
def move(request: StaffRequest, number: int, verb: str) -> HttpResponse:
    """Do a verb that needs nothing but the promise; the service says who may."""
    act = PLAIN.get(verb)
    if act is None:
        raise NotFound(_("There is no such act."))
    act(number=number, by=request.viewer, at=present())
    return done(request, reverse("promise", args=[number]), _("Done."))


@admits(policies.check_deliver)
def deliver(request: StaffRequest, number: int) -> HttpResponse:
    """Record a delivery."""
    today = timezone.localdate(present())
    return act_on(
        request,
        number,
        title=_("Record the delivery"),
        form=DeliverForm(sent(request), initial={"on": today}),
        act=partial(services.deliver_promise, number=number, today=today),
        said=_("Recorded."),
    )


@admits(policies.check_deliver)
def accept(request: StaffRequest, number: int) -> HttpResponse:
    """Record how the customer took it."""
    today = timezone.localdate(present())
    return act_on(
        request,
        number,
        title=_("Record the acceptance"),
        form=AcceptForm(sent(request), initial={"on": today}),
        act=partial(services.accept_delivery, number=number, today=today),
        said=_("Recorded."),
    )


@admits(policies.check_deliver)
def reject(request: StaffRequest, number: int) -> HttpResponse:
    """Record that the customer did not take it."""
    return act_on(
        request,
        number,
        title=_("The customer did not take it"),
        form=ReasonForm(sent(request)),
        act=partial(services.reject_delivery, number=number),
        said=_("Recorded: it is owed still."),
    )


@admits(policies.check_deliver)
def unaccept(request: StaffRequest, number: int) -> HttpResponse:
    """Record that an acceptance does not stand."""
    return act_on(
        request,
        number,
        title=_("Take the acceptance back"),
        form=ReasonForm(sent(request)),
        act=partial(services.take_back_acceptance, number=number),
        said=_("Recorded: whether it was kept is open again."),
    )


@admits(policies.check_cancel)
def cancel(request: StaffRequest, number: int) -> HttpResponse:
    """Record a cancellation; of an offer that nobody relies on yet, that it was withdrawn or turned down."""
    is_offer = row_for(request, number).state in BEFORE_COMMITMENT
    return act_on(
        request,
        number,
        title=_("Withdraw the offer") if is_offer else _("Record a cancellation"),
        form=(WithdrawForm if is_offer else CancelForm)(sent(request)),
        act=partial(services.cancel_promise, number=number),
        said=_("Recorded."),
    )


@admits(policies.check_capture)
def expire(request: StaffRequest, number: int) -> HttpResponse:
    """Record that nobody took it up."""
    return act_on(
        request,
        number,
        title=_("Let it expire"),
        form=ExpireForm(sent(request)),
        act=partial(services.let_expire, number=number),
        said=_("Recorded."),
    )


@require_POST
@admits(policies.check_check_terms)
def check_date(request: StaffRequest, number: int) -> HttpResponse:
    """Record that the date was checked."""
    services.check_date(promise=number, by=request.viewer, at=present())
    return done(request, reverse("promise", args=[number]), _("Checked."))
