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
from makegood.foundation.errors import NotFound
from makegood.people import queries, services
from makegood.people.forms import JoinForm
from makegood.web.editing import edit, sent
from makegood.web.request import AnyRequest


@never_cache
@sensitive_post_parameters()
def join(request: AnyRequest, token: str) -> HttpResponse:
    """Let somebody make their account; a link that works no more looks like one that never was."""
    at = present()
    invitation = queries.find_invitation(token, at=at)
    if invitation is None:
        raise NotFound(_("This link has been used, withdrawn or has expired. Ask for another one."))
    initial = {"name": invitation.name, "zone": settings.DEFAULT_ZONE}
    return edit(
        request,
        template="people/join.html",
        form=JoinForm(sent(request), initial=initial, knows_address=bool(invitation.email)),
        act=lambda given: services.join(token=token, **{"email": "", **given}, language=get_language() or "", at=at),
        then=lambda _number: reverse("account_login"),
        said=_("Your account is made. Sign in with it now."),
        context={"invitation": invitation},
    )
