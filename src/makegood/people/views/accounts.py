"""Pages on which administrators keep accounts, and everybody finds a colleague."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.foundation.clock import present
from makegood.foundation.history.queries import story
from makegood.people import policies, queries, services
from makegood.people.forms import FUNCTIONS, InviteForm, PersonForm
from makegood.web.access import admits, all_staff
from makegood.web.editing import edit, sent
from makegood.web.exports import Table, taken
from makegood.web.listing import PAGE_SIZE, Column, Filter, Listing, SavedView, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import done, show
from makegood.web.stories import told


@admits(all_staff)
def people(request: StaffRequest) -> HttpResponseBase:
    """Show everybody, and who is still invited."""
    at, viewer = present(), request.viewer
    columns = [
        Column(_("Name"), sort="name", export=lambda row: row.name),
        Column(_("Mail address"), export=lambda row: row.email),
        Column(_("Functions"), export=lambda row: ", ".join(_function_names(row.functions))),
        Column(_("Since"), sort="made", export=lambda row: row.made_at),
    ]
    filters = [
        Filter("function", _("Function"), [("", _("All functions")), *FUNCTIONS]),
        Filter("state", _("State"), [("open", _("With an account")), ("closed", _("Closed")), ("all", _("All"))]),
    ]
    invited = [columns[0], columns[1], Column(_("Works until"), export=lambda row: row.expires_at)]
    if file := taken(request, Table("invitations", invited, lambda: queries.open_invitations(viewer, at=at))):
        return file
    asked = read_asked(request.GET, columns, filters)
    found = queries.people_list(viewer, at=at, text=asked.text, sort=asked.sort, **asked.chosen)
    begin = 0 if asked.format else (asked.page - 1) * PAGE_SIZE
    listing = Listing(
        "people",
        columns,
        filters,
        asked,
        rows=found[begin : begin + asked.size],
        total=len(found),
        views=[SavedView(*view) for view in queries.kept_views(viewer, "people")],
    )
    context = {
        "invitations": queries.open_invitations(viewer, at=at),
        "may_invite": policies.can_keep_accounts(viewer),
        "function_names": queries.FUNCTION_NAMES,
    }
    return answer(request, "people/people.html", listing, context)


@admits(policies.check_keep_accounts)
def invite(request: StaffRequest) -> HttpResponse:
    """Invite somebody."""
    return edit(
        request,
        template="people/invite.html",
        form=InviteForm(sent(request)),
        act=lambda given: services.invite_person(**given, by=request.viewer, at=present()),
        then=lambda _token: reverse("people"),
        said=_("They get a mail with a link."),
    )


@require_POST
@admits(policies.check_keep_accounts)
def withdraw(request: StaffRequest, number: int) -> HttpResponse:
    """Withdraw an invitation."""
    services.withdraw_invitation(number=number, by=request.viewer, at=present())
    return done(request, reverse("people"), _("The link works no more."))


@admits(all_staff)
def person(request: StaffRequest, number: int) -> HttpResponse:
    """Show one colleague."""
    at = present()
    found = queries.find_person(number, request.viewer, at=at)
    context = {
        "person": found,
        "absences": queries.absences(at=at, of=number),
        "function_names": queries.FUNCTION_NAMES,
        "story": told(story(subject=("person", number), viewer=request.viewer)),
        "may_change": policies.can_keep_accounts(request.viewer),
    }
    return show(request, "people/person.html", context)


@admits(policies.check_keep_accounts)
def change(request: StaffRequest, number: int) -> HttpResponse:
    """Change what somebody is called and does; two who do so at once see each other's changes side by side."""
    found = queries.find_person(number, request.viewer, at=present())
    return edit(
        request,
        template="people/change.html",
        form=PersonForm(sent(request), initial={"name": found.name, "functions": found.functions}),
        act=lambda given: services.change_person(number=number, **given, by=request.viewer, at=present()),
        then=lambda _nothing: reverse("person", args=[number]),
        said=_("Saved."),
        version=found.version,
        context={"person": found},
    )


@require_POST
@admits(policies.check_keep_accounts)
def close(request: StaffRequest, number: int) -> HttpResponse:
    """Close an account."""
    services.close_account(number=number, by=request.viewer.actor, at=present())
    return done(request, reverse("person", args=[number]), _("The account is closed; it can be reopened."))


@require_POST
@admits(policies.check_keep_accounts)
def reopen(request: StaffRequest, number: int) -> HttpResponse:
    """Reopen an account."""
    services.reopen_account(number=number, by=request.viewer, at=present())
    return done(request, reverse("person", args=[number]), _("The account is open again."))


def _function_names(functions: tuple[str, ...]) -> list[str]:
    names = {function.value: str(name) for function, name in queries.FUNCTION_NAMES.items()}
    return [names[function] for function in functions]
