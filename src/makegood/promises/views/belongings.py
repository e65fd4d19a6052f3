"""What belongs to a promise: terms, people, evidence, what the customer was told, and what colleagues say."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.foundation.errors import NotFound
from makegood.people.queries import people_choices
from makegood.promises import policies, queries, services
from makegood.promises.forms import CheckForm, CommentForm, EvidenceForm, InvolveForm, NoticeForm, ReasonForm, TermForm
from makegood.promises.queries import PromiseRow
from makegood.promises.states import EvidenceKind
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.request import StaffRequest
from makegood.web.responses import done, refuse, show


@admits(policies.check_capture)
def term_add(request: StaffRequest, number: int) -> HttpResponse:
    """Add a term."""
    viewer, at = request.viewer, present()
    return edit(
        request,
        template="promises/act.html",
        form=TermForm(sent(request)),
        act=lambda given: services.add_term(promise=number, **given, by=viewer, at=at),
        then=lambda _term: reverse("promise", args=[number]),
        said=_("Added."),
        context={"row": _row(number, viewer, at), "title": _("Add a term to the promise")},
    )


@admits(policies.check_check_terms)
def term_check(request: StaffRequest, number: int, term: int) -> HttpResponse:
    """Say whether a term can be met."""
    viewer, at = request.viewer, present()
    return edit(
        request,
        template="promises/act.html",
        form=CheckForm(sent(request)),
        act=lambda given: services.check_term(number=term, **given, by=viewer, at=at),
        then=lambda _nothing: reverse("promise", args=[number]),
        said=_("Checked."),
        context={"row": _row(number, viewer, at), "title": _("Check a term")},
    )


@require_POST
@admits(policies.check_capture)
def term_remove(request: StaffRequest, number: int, term: int) -> HttpResponse:
    """Remove a term."""
    services.remove_term(number=term, by=request.viewer, at=present())
    return done(request, reverse("promise", args=[number]), _("Removed."))


@admits(policies.check_capture)
def involve(request: StaffRequest, number: int) -> HttpResponse:
    """Say what somebody has to do with it."""
    viewer, at = request.viewer, present()
    return edit(
        request,
        template="promises/act.html",
        form=InvolveForm(sent(request), offers={"person": people_choices(viewer)}),
        act=lambda given: services.involve(promise=number, **given, by=viewer, at=at),
        then=lambda _nothing: reverse("promise", args=[number]),
        said=_("Saved."),
        context={"row": _row(number, viewer, at), "title": _("Who has to do with it")},
    )


@require_POST
@admits(policies.check_capture)
def uninvolve(request: StaffRequest, number: int, person: int) -> HttpResponse:
    """Say that somebody has nothing to do with it any more."""
    services.uninvolve(promise=number, person=person, by=request.viewer, at=present())
    return done(request, reverse("promise", args=[number]), _("Saved."))


@admits(policies.check_capture)
def evidence_add(request: StaffRequest, number: int) -> HttpResponse:
    """Add evidence."""
    viewer, at = request.viewer, present()

    def add(given: dict[str, Any]) -> int:
        upload = given.pop("file")
        content = upload.read() if upload else None
        return services.add_evidence(promise=number, **given, content=content, by=viewer, at=at)

    return edit(
        request,
        template="promises/act.html",
        form=EvidenceForm(sent(request), files=request.FILES or None),
        act=add,
        then=lambda _piece: reverse("promise", args=[number]),
        said=_("Added."),
        context={"row": _row(number, viewer, at), "title": _("Add evidence"), "has_file": True},
    )


@admits(policies.check_see_promises)
def evidence(request: StaffRequest, number: int) -> HttpResponseBase:
    """Open a piece of evidence: a file is saved and never shown within our pages, so that nothing in it can act."""
    found = queries.find_evidence(number, request.viewer)
    if found.kind == EvidenceKind.LINK:
        return HttpResponseRedirect(found.address)
    if not found.digest:
        return show(request, "promises/evidence.html", {"piece": found})
    path = services.path_of(found.digest)
    if not path.exists():
        raise NotFound(_("The file is not in the data folder any more."))
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=found.title, content_type=found.media_type)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@admits(policies.check_capture)
def evidence_withdraw(request: StaffRequest, number: int) -> HttpResponse:
    """Take a piece of evidence off."""
    viewer, at = request.viewer, present()
    found = queries.find_evidence(number, viewer)
    return edit(
        request,
        template="promises/act.html",
        form=ReasonForm(sent(request)),
        act=lambda given: services.withdraw_evidence(number=number, **given, by=viewer, at=at),
        then=lambda _nothing: reverse("promise", args=[found.promise]),
        said=_("Withdrawn."),
        context={"row": _row(found.promise, viewer, at), "title": _("Withdraw evidence")},
    )


@admits(policies.check_capture)
def notice(request: StaffRequest, number: int) -> HttpResponse:
    """Record what the customer was told."""
    viewer, at = request.viewer, present()
    row = _row(number, viewer, at)
    return edit(
        request,
        template="promises/act.html",
        form=NoticeForm(sent(request), initial={"told_at": timezone.localtime(at), "date_told": row.due}),
        act=lambda given: services.give_notice(promise=number, **given, by=viewer, at=at),
        then=lambda _notice: reverse("promise", args=[number]),
        said=_("Recorded."),
        context={"row": row, "title": _("What the customer was told")},
    )


@require_POST
@admits(policies.check_see_promises)
def comment(request: StaffRequest, number: int) -> HttpResponse:
    """Say something to colleagues."""
    form = CommentForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "row": _row(number, request.viewer, present()), "title": _("Say something")}
        return refuse(request, "promises/act.html", context)
    services.comment_on(promise=number, text=form.cleaned_data["text"], by=request.viewer, at=present())
    return done(request, reverse("promise", args=[number]))


def _row(number: int, viewer: Viewer, at: datetime) -> PromiseRow:
    return queries.find_promise(number, viewer, today=timezone.localdate(at)).row
