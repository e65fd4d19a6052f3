"""Bringing in a table of promises: choose the file, see what would become of each row, then bring it in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.customers.queries import customer_choices
from makegood.foundation.clock import present
from makegood.foundation.kept_files import kept_file
from makegood.promises import policies, services
from makegood.promises.forms import CHANNELS, FIELD_NAMES, MailForm, UploadForm
from makegood.promises.imports import guess_mapping, read_table
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.importing import Bringing, look_or_bring_in
from makegood.web.request import StaffRequest

BRINGING = Bringing(
    fields=FIELD_NAMES,
    guess=guess_mapping,
    preview=services.preview_import,
    begin=services.begin_import,
    then=lambda number: reverse("import", args=[number]),
    fates=list(services.Fate),
    template="promises/import_check.html",
)


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
    table = read_table(kept_file(digest), request.GET.get("name", ""))
    channel = request.GET.get("channel", "")
    given: dict[str, Any] = {
        "source": request.GET.get("source", ""),
        "by": request.viewer,
        "at": at,
        "today": timezone.localdate(at),
        "digest": digest,
        "defaults": {"channel": channel} if channel else {},
    }
    context: dict[str, object] = {
        "channels": CHANNELS,
        "channel": channel,
        "source": given["source"],
        "again": reverse("promises-import"),
    }
    return look_or_bring_in(request, BRINGING, table, given, context)


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
