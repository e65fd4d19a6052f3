"""Bringing in tables: choose the file, see what would become of each row, then bring it in."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from makegood.capability import policies, services
from makegood.capability.forms import FIELD_NAMES, KIND_NAMES, TableForm
from makegood.foundation.clock import present
from makegood.foundation.errors import NotFound
from makegood.foundation.kept_files import keep_file, kept_file
from makegood.tables.imports import guess_mapping
from makegood.tables.services import Fate
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.importing import Bringing, look_or_bring_in
from makegood.web.request import StaffRequest

BACK = {"teams": "teams", "capacity": "teams", "absences": "absences", "attributes": "attributes",
        "measurements": "measures"}  # fmt: skip


@admits(policies.check_bring_in)
def import_table(request: StaffRequest, kind: str) -> HttpResponse:
    """Take a file and keep it until it is brought in."""
    _check(request, kind)

    def keep(given: dict[str, Any]) -> str:
        upload = given["file"]
        content = upload.read()
        services.read_table(content, upload.name, kind)
        address = reverse("capability-import-check", args=[kind, keep_file(content)])
        return f"{address}?{urlencode({'name': upload.name})}"

    columns = [(FIELD_NAMES[one.name], one.name, one.needed) for one in services.COLUMNS[kind]]
    return edit(
        request,
        template="capability/import.html",
        form=TableForm(sent(request), files=request.FILES or None),
        act=keep,
        then=str,
        context={"kind_name": KIND_NAMES[kind], "columns": columns, "back": reverse(BACK[kind])},
    )


@admits(policies.check_bring_in)
def import_check(request: StaffRequest, kind: str, digest: str) -> HttpResponse:
    """Show what would become of each row, and bring the rows in when asked to; the same file again changes nothing."""
    _check(request, kind)
    at = present()
    bringing = Bringing(
        fields={column.name: FIELD_NAMES[column.name] for column in services.COLUMNS[kind]},
        guess=partial(guess_mapping, headings=services.headings_of(kind)),
        preview=services.preview_import,
        begin=services.begin_import,
        then=lambda number: reverse("import", args=[number]),
        fates=list(Fate),
        template="capability/import_check.html",
    )
    table = services.read_table(kept_file(digest), request.GET.get("name", ""), kind)
    given = {"kind": kind, "digest": digest, "by": request.viewer, "at": at, "today": timezone.localdate(at)}
    again, back = reverse("capability-import", args=[kind]), reverse(BACK[kind])
    context = {"kind_name": KIND_NAMES[kind], "again": again, "back": back}
    return look_or_bring_in(request, bringing, table, given, context)


def _check(request: StaffRequest, kind: str) -> None:
    if kind not in services.POLICIES:
        raise NotFound(_("There is no such kind of table."))
    services.POLICIES[kind](request.viewer)
