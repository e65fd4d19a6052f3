"""Bringing in a table of promises: choose the file, see what would become of each row, then bring it in."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.customers.queries import customer_choices
from makegood.foundation.clock import present
from makegood.foundation.errors import NotFound
from makegood.promises import policies, services
from makegood.promises.forms import CHANNELS, FIELD_NAMES, MailForm, UploadForm
from makegood.promises.imports import Table, guess_mapping, read_table
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.request import StaffRequest
from makegood.web.responses import show

SHOWN = 200
"""Rows that the preview lists one by one; it counts all of them."""
_DIGEST = re.compile(r"[0-9a-f]{64}")


@admits(policies.check_capture)
def import_table(request: StaffRequest) -> HttpResponse:
    """Take a file and keep it until it is brought in."""

    def keep(given: dict[str, Any]) -> str:
        upload = given["file"]
        content = upload.read()
        read_table(content, upload.name)
        query = urlencode({"name": upload.name, "source": given["source"]})
        return f"{reverse('promises-import-check', args=[services.keep_file(content)])}?{query}"

    return edit(
        request,
        template="promises/import.html",
        form=UploadForm(sent(request), files=request.FILES or None),
        act=keep,
        then=str,
    )


@admits(policies.check_capture)
def import_check(request: StaffRequest, digest: str) -> HttpResponseBase:
    """Show what would become of each row, and bring the rows in when asked to; the same file again changes nothing."""
    at = present()
    table = _table(digest, request.GET.get("name", ""))
    mapping = _mapping(request, table)
    channel = request.GET.get("channel", "")
    given: dict[str, Any] = {
        "rows": table.rows,
        "mapping": mapping,
        "source": request.GET.get("source", ""),
        "by": request.viewer,
        "at": at,
        "today": timezone.localdate(at),
        "defaults": {"channel": channel} if channel else {},
    }
    context: dict[str, object] = {
        "table": table,
        "columns": [(place, heading, _field_at(mapping, place)) for place, heading in enumerate(table.headings)],
        "fields": FIELD_NAMES,
        "channels": CHANNELS,
        "channel": channel,
        "name": request.GET.get("name", ""),
        "source": request.GET.get("source", ""),
    }
    if request.method == "POST":
        return _brought_in(request, table, given, context)
    preview = services.preview_import(**given)
    context |= {
        "counts": [(fate, preview.count(fate)) for fate in services.Fate],
        "rows": sorted(preview.rows, key=lambda row: row.fate != services.Fate.REFUSED)[:SHOWN],
    }
    return show(request, "promises/import_check.html", context)


@admits(policies.check_capture)
def import_errors(request: StaffRequest, digest: str) -> HttpResponse:
    """Hand out the rows that were refused, with what is wrong with each, to be mended and sent again."""
    del request  # whoever may bring in promises may have it
    answer = HttpResponse(_kept(digest), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="to-mend.csv"'
    return answer


@admits(policies.check_capture)
def mail(request: StaffRequest) -> HttpResponse:
    """Make a draft of a mail, with the mail as its evidence."""
    viewer, at = request.viewer, present()
    customers = [(one.number, f"{one.name} ({one.key})") for one in customer_choices(viewer)]
    return edit(
        request,
        template="promises/mail.html",
        form=MailForm(sent(request), files=request.FILES or None, offers={"customer": customers}),
        act=lambda given: services.capture_from_mail(
            content=services.read_upload(given["content"]), customer=given["customer"], by=viewer, at=at
        ),
        then=lambda number: reverse("promise-change", args=[number]),
        said=_("A draft was made of the mail. Look through it, and take over what was promised."),
    )


def _brought_in(request: StaffRequest, table: Table, given: dict[str, Any], context: dict[str, object]) -> HttpResponse:
    outcome = services.run_import(**given)
    context |= {"outcome": outcome}
    if outcome.refused:
        text = services.error_file(outcome.refused, table.headings)
        context["errors"] = reverse("promises-import-errors", args=[services.keep_file(text.encode())])
    return show(request, "promises/import_done.html", context)


def _table(digest: str, name: str) -> Table:
    return read_table(_kept(digest), name)


def _kept(digest: str) -> bytes:
    path = services.path_of(digest) if _DIGEST.fullmatch(digest) else None
    if path is None or not path.exists():
        raise NotFound(_("This file is not kept here any more: choose it again."))
    return path.read_bytes()


def _mapping(request: StaffRequest, table: Table) -> dict[str, int]:
    """Return which column holds what: as chosen on the page, else as the headings say."""
    if "mapped" not in request.GET:
        return guess_mapping(table.headings)
    chosen = [(request.GET.get(f"column-{place}", ""), place) for place in range(len(table.headings))]
    return {field: place for field, place in chosen if field in FIELD_NAMES}


def _field_at(mapping: dict[str, int], place: int) -> str:
    return next((field for field, column in mapping.items() if column == place), "")
