"""Pages on which people keep their own account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from makegood.foundation.clock import present
from makegood.foundation.errors import Problem
from makegood.people import queries, services
from makegood.people.forms import AwayForm, OwnSettingsForm, TokenForm
from makegood.web.access import admits, all_staff
from makegood.web.editing import edit, sent
from makegood.web.request import StaffRequest
from makegood.web.responses import done, refuse, show


@admits(all_staff)
def own_settings(request: StaffRequest) -> HttpResponse:
    """Change one's own name, language and time zone."""
    viewer, at = request.viewer, present()
    found = queries.find_person(viewer.number, viewer, at=at)
    initial = {"name": found.name, "language": found.language, "zone": found.zone}
    return edit(
        request,
        template="people/own_settings.html",
        form=OwnSettingsForm(sent(request), initial=initial),
        act=lambda given: services.change_own_settings(**given, by=viewer, at=at),
        then=lambda _nothing: reverse("own-settings"),
        said=_("Saved."),
        version=found.version,
    )


@admits(all_staff)
def own_away(request: StaffRequest) -> HttpResponse:
    """Say who stands in while one is away."""
    viewer, at = request.viewer, present()
    colleagues = [one for one in queries.people_choices(viewer) if one[0] != viewer.number]
    form = AwayForm(sent(request), offers={"delegate": colleagues})

    def send(given: dict[str, Any]) -> int:
        begins_at, ends_at = form.moments
        return services.send_away(
            lender=viewer.number, delegate=given["delegate"], begins_at=begins_at, ends_at=ends_at, by=viewer, at=at
        )

    return edit(
        request,
        template="people/own_away.html",
        form=form,
        act=send,
        then=lambda _number: reverse("own-away"),
        said=_("Noted: what comes to you goes to both of you in these days."),
        context={"absences": queries.absences(at=at, of=viewer.number)},
    )


@require_POST
@admits(all_staff)
def back(request: StaffRequest, number: int) -> HttpResponse:
    """Come back earlier, or not go at all."""
    services.come_back(number=number, by=request.viewer, at=present())
    return done(request, reverse("own-away"), _("Welcome back."))


@never_cache
@admits(all_staff)
def own_security(request: StaffRequest) -> HttpResponse:
    """Show how and where one is signed in."""
    context = {"sessions": queries.own_sessions(request.viewer), "here": request.session.session_key}
    return show(request, "people/own_security.html", context)


@require_POST
@admits(all_staff)
def session_end(request: StaffRequest, number: int) -> HttpResponse:
    """Sign out on another device."""
    services.end_session(number=number, by=request.viewer, at=present())
    return done(request, reverse("own-security"), _("That device is signed out."))


@never_cache
@admits(all_staff)
def own_tokens(request: StaffRequest) -> HttpResponse:
    """Show tokens and make one; its secret is shown this once."""
    viewer, at = request.viewer, present()
    form = TokenForm(sent(request))
    context: dict[str, object] = {"form": form, "tokens": queries.own_tokens(viewer, at=at)}
    if request.method != "POST":
        return show(request, "people/own_tokens.html", context)
    if form.is_valid():
        given = form.cleaned_data
        try:
            secret = services.make_token(
                name=given["name"],
                scopes=given["scopes"],
                expires_at=at + timedelta(days=given["days"]),
                by=viewer,
                at=at,
            )
        except Problem as problem:
            form.add_problem(problem)
        else:
            context = {"form": TokenForm(), "tokens": queries.own_tokens(viewer, at=at), "secret": secret}
            return show(request, "people/own_tokens.html", context)
    return refuse(request, "people/own_tokens.html", context)


@require_POST
@admits(all_staff)
def token_revoke(request: StaffRequest, number: int) -> HttpResponse:
    """Let a token work no more."""
    services.revoke_token(number=number, by=request.viewer, at=present())
    return done(request, reverse("own-tokens"), _("The token works no more."))


@require_POST
@admits(all_staff)
def view_keep(request: StaffRequest) -> HttpResponse:
    """Keep the filters of a table under a name."""
    given = request.POST
    query = given.get("query", "")
    services.keep_view(page=given.get("page", ""), name=given.get("name", ""), query=query, by=request.viewer)
    return done(request, f"{_way_back(request)}?{query}", _("The view is kept."))


@require_POST
@admits(all_staff)
def view_forget(request: StaffRequest, number: int) -> HttpResponse:
    """Forget a view."""
    services.forget_view(number=number, by=request.viewer)
    return done(request, _way_back(request), _("The view is forgotten."))


def _way_back(request: StaffRequest) -> str:
    """Return the page that a form came from: one of ours, or the start."""
    back = request.POST.get("back", "/")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return back if is_ours else "/"
