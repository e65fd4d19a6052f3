"""Pages of the design system itself: every component in every state, and where browsers report refused content."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

import altair as alt
import structlog
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from makegood.foundation.counts.services import counted
from makegood.foundation.errors import Stale
from makegood.web.access import admits, all_staff
from makegood.web.charts import Chart, chart
from makegood.web.conflicts import merge
from makegood.web.inputs import HouseForm, Line, Prose
from makegood.web.listing import Column, Filter, Listing, read_asked
from makegood.web.request import StaffRequest
from makegood.web.responses import show

log = structlog.get_logger("makegood.web")
LONGEST_REPORT = 20_000
MINUTE = 60
REPORTS_A_MINUTE = 60
"""Of all browsers together, in each process: one page with a mistake is enough to hear of it."""
DIRECTIVE = re.compile(r"[a-z-]{1,30}")
KEYWORD = re.compile(r"(inline|eval|wasm-eval|data|blob|self)")
SHOWN_AT = datetime(2027, 1, 15, 9, 30, tzinfo=UTC)


class SampleForm(HouseForm):
    """A form with a field of each kind."""

    line = Line(label=later("A line"), help_text=later("With a hint below it."))
    prose = Prose(label=later("Several lines"), required=False)
    choice = forms.ChoiceField(label=later("A choice"), choices=[("a", "A"), ("b", "B")])
    several = forms.MultipleChoiceField(
        label=later("Several of them"), choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )
    tick = forms.BooleanField(label=later("A tick"), required=False)


CHANGED = Stale("", details={"fields": {"line": {"now": "as somebody else wrote it"}}, "version": 1})


@admits(all_staff)
def living(request: StaffRequest) -> HttpResponse:
    """Show every component in every state: the place to look before building another one."""
    messages.success(request, _("A notice of something that was done."))
    context = {
        "form": SampleForm(),
        "refused_form": SampleForm(QueryDict()),
        "merged": merge(_sample_edit(), CHANGED),
        "listing": _sample_listing(request.GET, [("Northwind Rail", 27), ("Fjord Water", 0)]),
        "at": SHOWN_AT,
        "chart": _sample_chart(),
    }
    return show(request, "web/living.html", context)


@csrf_exempt  # browsers send reports without a cookie or token; nothing but a line in the log comes of it
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Note what the content security policy refused in somebody's browser: where from, and never which page of it."""
    length = request.headers.get("Content-Length", "")
    is_short = length.isdigit() and int(length) <= LONGEST_REPORT
    if is_short and counted("csp", keep=MINUTE) <= REPORTS_A_MINUTE:
        try:
            report = json.loads(request.body)["csp-report"]
            directive = str(report.get("effective-directive", report.get("violated-directive", "")))
            log.warning(
                "csp.refused",
                directive=directive if DIRECTIVE.fullmatch(directive) else "other",
                blocked=_origin(str(report.get("blocked-uri", "")), request.get_host()),
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            log.info("csp.unreadable")
    return HttpResponse(status=204)


def _origin(blocked: str, ours: str) -> str:
    """Return what kind of place something was refused from: a path may say who looked at what."""
    parts = urlsplit(blocked)
    if not parts.netloc:
        return blocked if KEYWORD.fullmatch(blocked) else parts.scheme[:20] or "other"
    return "self" if parts.netloc == ours else f"{parts.scheme}://{parts.hostname}"[:100]


def favicon(request: HttpRequest) -> HttpResponse:
    """Send whoever asks for the icon at its old place to where it is."""
    del request
    return HttpResponsePermanentRedirect(static("house/favicon.svg"))


def _sample_edit() -> SampleForm:
    form = SampleForm(QueryDict("line=as+you+wrote+it&initial-line=as+it+was&choice=a&several=a"))
    form.is_valid()
    return form


def _sample_listing(params: QueryDict, rows: list[tuple[str, int]]) -> Listing:
    columns = [Column(_("Name"), sort="name"), Column(_("Days"), sort="days", numeric=True)]
    filters = [Filter("state", _("State"), [("", _("All states")), ("late", _("Late"))])]
    return Listing("living", columns, filters, read_asked(params, columns, filters), rows, len(rows))


def _sample_chart() -> Chart:
    data = alt.InlineData(values=[{"week": week, "kept": 60 + week * week * 17 % 35} for week in range(1, 13)])
    drawing = (
        alt.Chart(data)
        .mark_line(point=True)
        .encode(
            x=alt.X("week:O", title=_("Week"), axis=alt.Axis(labelAngle=0)),
            y=alt.Y("kept:Q", title=_("Kept, %"), scale=alt.Scale(domain=[0, 100])),
            tooltip=["week:O", "kept:Q"],
        )
        .properties(height=200)
    )
    return chart("sample", drawing, says=_("A line that goes up and down between 60 and 95 per cent in twelve weeks."))
