"""What belongs to a promise: terms, people, evidence, what the customer was told, and what colleagues say."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.foundation.clock import present
from makegood.foundation.errors import NotFound
from makegood.people.queries import people_choices
from makegood.promises import policies, queries, services
from makegood.promises.forms import CheckForm, CommentForm, EvidenceForm, InvolveForm, NoticeForm, ReasonForm, TermForm
from makegood.promises.queries import EvidenceRow, Piece
from makegood.promises.states import BEFORE_COMMITMENT, EvidenceKind
from makegood.promises.views.acting import TEMPLATE, act_on, row_for
from makegood.web.access import admits
from makegood.web.editing import sent
from makegood.web.request import StaffRequest
from makegood.web.responses import done, refuse, show


@admits(policies.check_capture)
def term_add(request: StaffRequest, number: int) -> HttpResponse:
    """Add a term."""
    return act_on(
        request,
        number,
        title=_("Add a term to the promise"),
        form=TermForm(sent(request)),
        act=partial(services.add_term, promise=number),
        said=_("Added."),
    )


@admits(policies.check_check_terms)
def term_check(request: StaffRequest, number: int, term: int) -> HttpResponse:
    """Say whether a term can be met."""
    return act_on(
        request,
        number,
        title=_("Check a term"),
        form=CheckForm(sent(request)),
        act=partial(services.check_term, number=term),
        said=_("Checked."),
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
    return act_on(
        request,
        number,
        title=_("Who has to do with it"),
        form=InvolveForm(sent(request), offers={"person": people_choices(request.viewer)}),
        act=partial(services.involve, promise=number),
        said=_("Saved."),
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

    def add(*, file: UploadedFile[Any] | None, **given: Any) -> int:  # noqa: ANN401  # what was typed
        return services.add_evidence(promise=number, content=services.read_upload(file) if file else None, **given)

    return act_on(
        request,
        number,
        title=_("Add evidence"),
        form=EvidenceForm(sent(request), files=request.FILES or None),
        act=add,
        said=_("Added."),
        has_file=True,
    )


@admits(policies.check_see_promises)
def evidence(request: StaffRequest, number: int) -> HttpResponseBase:
    """Open a piece of evidence: a file is saved and never shown within our pages, so that nothing in it can act."""
    found = queries.find_evidence(number, request.viewer)
    if found.kind == EvidenceKind.LINK:
        return HttpResponseRedirect(found.address)
    if not found.digest:
        return show(request, "promises/evidence.html", {"piece": found, "pieces": _marked(request, found)})
    path = services.path_of(found.digest)
    if not path.exists():
        raise NotFound(_("The file is not in the data folder any more."))
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=found.title, content_type=found.media_type)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _marked(request: StaffRequest, mail: EvidenceRow) -> tuple[Piece, ...]:
    """Return the text of a mail with what it names marked, for those who may take it over into a draft."""
    row = row_for(request, mail.promise)
    is_draft = row.state in BEFORE_COMMITMENT and policies.can_capture(request.viewer)
    return queries.pieces_of(mail.text, row.said_at.date()) if is_draft and mail.kind == EvidenceKind.MAIL else ()


@admits(policies.check_capture)
def evidence_withdraw(request: StaffRequest, number: int) -> HttpResponse:
    """Take a piece of evidence off."""
    found = queries.find_evidence(number, request.viewer)
    return act_on(
        request,
        found.promise,
        title=_("Withdraw evidence"),
        form=ReasonForm(sent(request)),
        act=partial(services.withdraw_evidence, number=number),
        said=_("Withdrawn."),
    )


@admits(policies.check_capture)
def notice(request: StaffRequest, number: int) -> HttpResponse:
    """Record what the customer was told."""
    due = row_for(request, number).due
    return act_on(
        request,
        number,
        title=_("What the customer was told"),
        form=NoticeForm(sent(request), initial={"told_at": timezone.localtime(present()), "date_told": due}),
        act=partial(services.give_notice, promise=number),
        said=_("Recorded."),
    )


@require_POST
@admits(policies.check_see_promises)
def comment(request: StaffRequest, number: int) -> HttpResponse:
    """Say something to colleagues."""
    form = CommentForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "row": row_for(request, number), "title": _("Say something")}
        return refuse(request, TEMPLATE, context)
    services.comment_on(promise=number, text=form.cleaned_data["text"], by=request.viewer, at=present())
    return done(request, reverse("promise", args=[number]))


@require_POST
@admits(policies.check_see_promises)
def mention_read(request: StaffRequest, number: int) -> HttpResponse:
    """Note that the viewer has read a comment that names them, and stay where that was said."""
    promise = services.read_mention(number=number, by=request.viewer, at=present())
    stays = request.POST.get("then") == "promise"
    return done(request, reverse("promise", args=[promise]) if stays else reverse("start"), _("Noted as read."))
