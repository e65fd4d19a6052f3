"""The page behind the link of an invitation."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from makegood.foundation.clock import present
from makegood.foundation.errors import NotFound, Problem
from makegood.people import queries, services
from makegood.people.forms import JoinForm
from makegood.web.request import AnyRequest
from makegood.web.responses import done, refuse, show


@never_cache
@sensitive_post_parameters()
def join(request: AnyRequest, token: str) -> HttpResponse:
    """Let somebody make their account; a link that works no more looks like one that never was."""
    at = present()
    invitation = queries.find_invitation(token, at=at)
    if invitation is None:
        raise NotFound(_("This link has been used, withdrawn or has expired. Ask for another one."))
    initial = {"name": invitation.name, "zone": settings.DEFAULT_ZONE}
    form = JoinForm(request.POST or None, initial=initial, knows_address=bool(invitation.email))
    context = {"form": form, "invitation": invitation}
    if request.method != "POST":
        return show(request, "people/join.html", context)
    if form.is_valid():
        given = {"email": "", **form.cleaned_data}
        try:
            services.join(token=token, **given, language=get_language() or "", at=at)
        except Problem as problem:
            form.add_problem(problem)
        else:
            return done(request, reverse("account_login"), _("Your account is made. Sign in with it now."))
    return refuse(request, "people/join.html", context)
