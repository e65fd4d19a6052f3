"""Lists of promises, capture, and one promise whole."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from makegood.customers.queries import contacts_of, customer_choices
from makegood.foundation.clock import present
from makegood.glossary.queries import link_terms, terms_for_linking
from makegood.people.queries import kept_views, people_choices
from makegood.promises import policies, queries, services
from makegood.promises.forms import (
    CHANNELS,
    SEVERITIES,
    CaptureForm,
    CommentForm,
    DraftForm,
    OwnerForm,
    PromiseForm,
)
from makegood.promises.queries import (
    FINDING_NAMES,
    LIGHT_NAMES,
    OUTCOME_NAMES,
    STATE_NAMES,
    Piece,
    PromiseDetail,
    PromiseRow,
)
from makegood.promises.states import BEFORE_COMMITMENT, ENDED, OPEN, EvidenceKind
from makegood.promises.views.story import story_table
from makegood.promises.views.taking import tables_of
from makegood.promises.views.written import as_written
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.exports import Table, taken
from makegood.web.listing import EXPORT_SIZE, Column, Filter, Listing, SavedView, read_asked
from makegood.web.lists import answer
from makegood.web.request import StaffRequest
from makegood.web.responses import done, show
from makegood.web.stories import told

TAKES = ("due", "value", "currency")
"""What a draft may take over from a mail."""

WORDS = {
    "states": STATE_NAMES,
    "findings": FINDING_NAMES,
    "marks": queries.MARKS,
    "outcomes": OUTCOME_NAMES,
    "lights": LIGHT_NAMES,
    "channels": dict(CHANNELS),
    "severities": dict(SEVERITIES),
}


@admits(policies.check_see_promises)
def promises(request: StaffRequest) -> HttpResponseBase:
    """List promises."""
    viewer = request.viewer
    at = present()
    today = timezone.localdate(at)
    columns, filters = _columns(), _filters()
    asked = read_asked(request.GET, columns, filters, default_sort="due")
    page = queries.promise_page(
        viewer,
        today=today,
        text=asked.text,
        state=asked.chosen["state"],
        finding=asked.chosen["finding"],
        same={"mark": asked.chosen["mark"]},
        owner=viewer.number if asked.chosen["owner"] == "me" else None,
        sort=asked.sort,
        page=1 if asked.format else asked.page,
        size=asked.size,
    )
    views = [SavedView(*view) for view in kept_views(viewer, "promises")]
    listing = Listing("promises", columns, filters, asked, page.rows, page.total, views)
    context = {
        "counts": [(finding.value, FINDING_NAMES[finding], count)
                   for finding, count in queries.finding_counts(viewer, today=today).items()],
        "may_capture": policies.can_capture(viewer),
        "people": people_choices(viewer),
        **WORDS,
    }  # fmt: skip
    return answer(request, "promises/promises.html", listing, context)


@admits(policies.check_see_promises)
def of_customer(request: StaffRequest, customer: int) -> HttpResponseBase:
    """Show the promises to one customer, as a part of the customer's page."""
    today = timezone.localdate(present())
    rows = queries.promises_of(customer, request.viewer, today=today)
    if file := taken(request, Table("promises", _columns(), lambda: _all_of(request, customer))):
        return file
    context = {"rows": rows, "customer": customer, "may_capture": policies.can_capture(request.viewer), **WORDS}
    return show(request, "promises/of_customer.html", context)


def _all_of(request: StaffRequest, customer: int) -> tuple[PromiseRow, ...]:
    today = timezone.localdate(present())
    return queries.promises_of(customer, request.viewer, today=today, limit=EXPORT_SIZE)


@admits(policies.check_capture)
def capture(request: StaffRequest) -> HttpResponse:
    """Write down a promise; five fields are enough."""
    viewer, at = request.viewer, present()
    customers = [(one.number, f"{one.name} ({one.key})") for one in customer_choices(viewer)]
    initial = {"said_at": timezone.localtime(at), "customer": request.GET.get("customer", "")}
    return edit(
        request,
        template="promises/add.html",
        form=CaptureForm(sent(request), offers={"customer": customers}, initial=initial),
        act=lambda given: services.capture_promise(**given, by=viewer, at=at),
        then=lambda number: reverse("promise", args=[number]),
        said=_("Written down. What is still missing is marked below."),
    )


@admits(policies.check_see_promises)
def promise(request: StaffRequest, number: int) -> HttpResponseBase:
    """Show one promise whole."""
    viewer, today = request.viewer, timezone.localdate(present())
    found = queries.find_promise(number, viewer, today=today)
    if file := taken(request, *tables_of(found), story_table(number, viewer)):
        return file
    context = {
        "promise": found,
        "row": found.row,
        "linked": link_terms(found.wording, terms_for_linking(viewer)),
        "written": {term.number: as_written(term.stated) for term in found.terms},
        "story": told(queries.promise_story(number, viewer)),
        "comment_form": CommentForm(),
        "waiting_days": (today - found.delivered_on).days if found.delivered_on else 0,
        "is_before": found.row.state in BEFORE_COMMITMENT,
        "is_open": found.row.state in OPEN,
        "has_ended": found.row.state in ENDED,
        "may_capture": policies.can_capture(viewer),
        "may_commit": policies.can_commit(viewer),
        "may_deliver": policies.can_deliver(viewer),
        "may_cancel": policies.can_cancel(viewer),
        "may_check": policies.can_check_terms(viewer),
        **WORDS,
    }
    return show(request, "promises/promise.html", context)


@admits(policies.check_capture)
def change(request: StaffRequest, number: int) -> HttpResponse:
    """Complete or change a promise; two who do so at once see each other's words side by side."""
    viewer, at = request.viewer, present()
    found = queries.find_promise(number, viewer, today=timezone.localdate(at))
    is_before = found.row.state in BEFORE_COMMITMENT
    kind = DraftForm if is_before else PromiseForm
    to_whom = {"customer": [(one.number, f"{one.name} ({one.key})") for one in customer_choices(viewer)]}
    people = people_choices(viewer)
    contacts = [(one.number, one.name) for one in contacts_of(found.row.customer, viewer) if one.name]
    return edit(
        request,
        template="promises/change.html",
        form=kind(
            sent(request),
            offers={
                **(to_whom if is_before else {}),
                "owner": people,
                "said_by": people,
                "said_to": contacts,
                "parent": queries.whole_choices(number, viewer),
            },
            called={
                "customer": found.row.customer_name,
                "owner": found.row.owner_name,
                "said_by": found.said_by,
                "said_to": found.said_to,
                "parent": found.parent_title,
            },
            initial=_values(found) | (_taken(request) if is_before else {}),
        ),
        act=lambda given: services.change_promise(number=number, **given, by=viewer, at=at),
        then=lambda _nothing: reverse("promise", args=[number]),
        said=_("Saved."),
        version=found.version,
        context={"promise": found, "row": found.row, "pieces": _mail_of(found) if is_before else ()},
    )


@require_POST
@admits(policies.check_capture)
def owner(request: StaffRequest) -> HttpResponse:
    """Give the ticked promises another owner."""
    form = OwnerForm(request.POST, offers={"owner": people_choices(request.viewer)})
    if not form.is_valid():
        return done(request, reverse("promises"), _("Nothing was chosen, so nothing was changed."))
    count = services.change_owner(
        numbers=form.cleaned_data["row"], owner=form.cleaned_data["owner"], by=request.viewer, at=present()
    )
    said = ngettext("%(count)s promise has another owner now.", "%(count)s promises have another owner now.", count)
    return done(request, reverse("promises"), said % {"count": count})


def _taken(request: StaffRequest) -> dict[str, str]:
    """Return what was taken over from the mail, as its links say it."""
    return {name: request.GET[name] for name in TAKES if name in request.GET}


def _mail_of(found: PromiseDetail) -> tuple[Piece, ...]:
    """Return the text of the first mail that shows what was said, with what it names marked."""
    mails = [one.text for one in found.evidence if one.kind == EvidenceKind.MAIL]
    return queries.pieces_of(mails[0], found.row.said_at.date()) if mails else ()


def _to_see_to(row: PromiseRow) -> str:
    return ", ".join([*(str(FINDING_NAMES[one]) for one in row.findings), *queries.names_of(row.marks)])


def _columns() -> list[Column]:
    return [
        Column(_("Promise"), sort="title", export=lambda row: row.title),
        Column(_("Customer"), sort="customer", export=lambda row: row.customer_name),
        Column(_("Due"), sort="due", export=lambda row: row.due),
        Column(_("State"), export=lambda row: str(STATE_NAMES[row.state])),
        Column(_("Owner"), export=lambda row: row.owner_name),
        Column(_("Value"), sort="value", numeric=True, export=lambda row: row.value),
        Column(_("To see to"), export=_to_see_to),
    ]


def _filters() -> list[Filter]:
    states = [("open", _("Open")), ("committed", _("Committed")), ("drafts", _("Not committed yet")),
              ("delivered", _("Delivered, not accepted yet")), ("ended", _("Ended")), ("all", _("All"))]  # fmt: skip
    findings: list[tuple[str, str | Promise]] = [("", _("Whatever is to see to"))]
    findings += [(one.value, name) for one, name in FINDING_NAMES.items()]
    marks: list[tuple[str, str | Promise]] = [("", _("Whatever is done about it"))]
    marks += [(code, mark.name) for code, mark in queries.MARKS.items()]
    return [
        Filter("state", _("State"), states),
        Filter("finding", _("To see to"), findings),
        Filter("mark", _("Done about it"), marks),
        Filter("owner", _("Owner"), [("", _("Of everybody")), ("me", _("Mine"))]),
    ]


def _values(found: PromiseDetail) -> dict[str, object]:
    row = found.row
    return {
        "title": row.title,
        "customer": row.customer,
        "channel": found.channel,
        "said_at": timezone.localtime(row.said_at),
        "wording": found.wording,
        "due": row.due,
        "owner": row.owner,
        "severity": row.severity,
        "core_need": found.core_need,
        "value": row.value,
        "currency": row.currency,
        "said_to": found.said_to_number,
        "said_by": found.said_by_number,
        "parent": found.parent,
    }
