"""The start: what waits for the reader, and the dashboard, which brings itself up to date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from urllib.parse import quote, urlencode

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from makegood.capability.queries import team_keys
from makegood.feasibility import bridge
from makegood.feasibility.policies import routes_for
from makegood.feasibility.queries import STANDOUT_NAMES, WORDS
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.home import queries
from makegood.home.views.taking import tables_of_dashboard, tables_of_start
from makegood.learning.queries import Headline, ResponseTimes, Slice, answer_times, answers, headline
from makegood.learning.states import Figure as FigureBehind
from makegood.promises.policies import can_deliver
from makegood.promises.queries import FINDING_NAMES
from makegood.revisions.queries import STATE_NAMES, WAITS_FOR
from makegood.web.access import admits, all_staff
from makegood.web.exports import taken
from makegood.web.request import StaffRequest
from makegood.web.responses import UNCHANGED, show
from makegood.web.tags import whole_percent

NAMED = 3
YEAR = 365


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, what it is held against, and where the rows behind it are."""

    label: str
    value: str
    note: str
    address: str


@admits(all_staff)
def start(request: StaffRequest) -> HttpResponseBase:
    """Show what to do now."""
    at = present()
    start = queries.start_of(request.viewer, at=at, today=timezone.localdate(at))
    if file := taken(request, *tables_of_start(start.promises, start.care)):
        return file
    context = {
        "start": start,
        "findings": FINDING_NAMES,
        "may_deliver": can_deliver(request.viewer),
        "revision_states": STATE_NAMES,
        "waits_for": WAITS_FOR,
    }
    return show(request, "home/start.html", context)


@admits(all_staff)
def dashboard(request: StaffRequest) -> HttpResponseBase:
    """Show the dashboard as a part of the start, again and again; nothing where it would say what is shown already."""
    viewer, today = request.viewer, timezone.localdate(present())
    tables = tables_of_dashboard(
        viewer, lambda: queries.dashboard_of(viewer, today=today), lambda: dict(team_keys(viewer)), today=today
    )
    if file := taken(request, *tables):
        return file
    context = _dashboard(request, today)
    if request.GET.get("seen") == context["mark"]:
        return HttpResponse(status=UNCHANGED)
    return show(request, "home/dashboard.html", context)


@admits(all_staff)
def record(request: StaffRequest) -> HttpResponse:
    """Show how the company kept its word in the last twelve months, as a part of the start."""
    viewer, at = request.viewer, present()
    today = timezone.localdate(at)
    year = Slice(since=today - timedelta(days=YEAR), until=today)
    figures = [*record_said(viewer, today), *_answered(answer_times(answers(viewer, year, at=at)), _days_of(year))]
    return show(request, "home/record.html", {"figures": figures})


def record_said(viewer: Viewer, today: date) -> list[Figure]:
    """Return how the company kept its word in the twelve months until ``today``."""
    year = Slice(since=today - timedelta(days=YEAR), until=today)
    return list(_record(headline(viewer, year, today=today), _days_of(year)))


def _days_of(asked: Slice) -> str:
    """Return the window of ``asked`` as addresses have it, so that behind a figure are the rows that it counts."""
    return urlencode({"since": asked.since.isoformat(), "until": asked.until.isoformat()})


def _record(found: Headline, days: str) -> Iterator[Figure]:
    """Yield what was kept, how customers heard of what was not, and what is drifting."""
    address, rows = f"{reverse('reliability')}?{days}", f"{reverse('reliability-promises')}?{days}"
    kept, last = found.reliability.first, found.reliability.last
    if kept.rate is not None:
        note = (
            [_("by the date in force %(share)s") % {"share": whole_percent(last.rate)}] if last.rate is not None else []
        )
        yield Figure(_("Kept by the first date"), whole_percent(kept.rate), "".join(note), address)
    if found.warnings.median_lead_days is not None:
        told = _("%(share)s of misses told in time") % {"share": whole_percent(found.warnings.no_surprise.rate or 0.0)}
        ahead = round(found.warnings.median_lead_days)
        value = ngettext("%(days)s day", "%(days)s days", ahead) % {"days": ahead}
        yield Figure(_("Notice before a miss"), value, told, f"{rows}&figure={FigureBehind.BROKEN_FIRST}&sort=notice")
    if found.drift.known:
        drift = found.drift
        value = _("%(promises)s of %(owed)s") % {"promises": drift.forecast.promises, "owed": drift.open}
        silent = _("%(promises)s of them not told") % {"promises": drift.silent.promises}
        yield Figure(_("Drifting now"), value, silent, f"{rows}&figure={FigureBehind.DRIFT_FORECAST}")


def _answered(times: ResponseTimes, days: str) -> Iterator[Figure]:
    """Yield how long customers waited for answers, where any wrote."""
    if times.p50 is not None:
        value = _("%(hours)s h") % {"hours": formats.number_format(round(times.p50, 1), 1)}
        waiting = ngettext("%(count)s waits now", "%(count)s wait now", times.open) % {"count": times.open}
        yield Figure(
            _("Half were answered within"), value, waiting if times.open else "", f"{reverse('answers')}?{days}"
        )


@dataclass(frozen=True, slots=True)
class Said:
    """The dashboard in words: on the page and on paper."""

    board: queries.Dashboard
    figures: list[Figure]
    counts: list[tuple[str, str | Promise, int]]
    """Address, name and number of everything that stands out."""
    reasons: dict[int, str]
    """By the number of the promise in danger."""
    teams: dict[str, str]


def dashboard_said(viewer: Viewer, today: date) -> Said:
    """Return what ``viewer`` is told of the whole."""
    board = queries.dashboard_of(viewer, today=today)
    teams = dict(team_keys(viewer))
    rows = [line.row for line in board.danger.lines if line.row]
    reasons = {row.promise: bridge.told(bridge.read_details(row.details)).reason for row in rows}
    return Said(board, list(_figures(board, teams)), list(_counts(board)), reasons, teams)


def _dashboard(request: StaffRequest, today: date) -> dict[str, object]:
    said = dashboard_said(request.viewer, today)
    board = said.board
    shown = (said.figures, said.counts, said.reasons, board.whole and board.whole.problems, board.danger, board.ready,
             board.impacts)  # fmt: skip
    return {
        "board": board,
        "contradictions": bridge.told_problems(board.whole.problems) if board.whole else [],
        "reasons": said.reasons,
        "figures": said.figures,
        "counts": said.counts,
        "mark": sha256(repr(shown).encode()).hexdigest()[:16],
        "teams": said.teams,
        **WORDS,
        "routes": routes_for(request.viewer),
    }


def _figures(board: queries.Dashboard, teams: dict[str, str]) -> Iterator[Figure]:
    """Yield the figures on top, as far as there is something to count."""
    address = reverse("board")
    if board.whole is not None and board.whole.portfolio.get("open_promises"):
        whole = board.whole.portfolio
        exposed = [_("%(amount)s exposed") % {"amount": _amount(one.value, one.currency)} for one in board.exposed[:1]]
        yield Figure(_("In danger now"), str(board.danger.promises), "".join(exposed), f"{address}?status=red")
        kept = _("%(kept)s of %(checked)s") % {"kept": round(whole["expected_kept"]), "checked": whole["checked"]}
        lost = sorted(whole["expected_loss"].items(), key=lambda one: -one[1])[:1]
        note = [_("%(amount)s expected to be lost") % {"amount": _amount(loss, currency)} for currency, loss in lost]
        yield Figure(_("Will be kept, on average"), kept, "".join(note), address)
    if board.ready:
        ready = _("%(ready)s of %(teams)s") % {"ready": board.teams_ready, "teams": len(board.ready)}
        over = ", ".join(teams.get(key, key) for key in board.teams_over[:NAMED])
        yield Figure(_("Teams ready, 12 weeks"), ready, over, "#readiness")


def _counts(board: queries.Dashboard) -> Iterator[tuple[str, str | Promise, int]]:
    """Yield address, name and number of everything that stands out."""
    for finding, count in board.findings.items():
        if count:
            yield f"{reverse('promises')}?finding={quote(finding)}", FINDING_NAMES[finding], count
    for standout, count in board.stands_out.items():
        if count:
            yield f"{reverse('forecast')}?finding={quote(standout)}", STANDOUT_NAMES[standout], count


def _amount(value: object, currency: str) -> str:
    return f"{formats.number_format(round(float(str(value))), use_l10n=True, force_grouping=True)} {currency}".strip()
