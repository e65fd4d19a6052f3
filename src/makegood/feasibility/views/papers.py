"""A promise on paper: what its page says, to be taken into a meeting or put to a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from makegood.feasibility import bridge, policies, queries
from makegood.feasibility.queries import STATUS_NAMES, OutlookRow
from makegood.feasibility.states import Status
from makegood.feasibility.views.drawing import smoothed
from makegood.feasibility.views.forecasts import two_views
from makegood.foundation.clock import present
from makegood.phrases.language import speak
from makegood.phrases.levels import promised_specification
from makegood.promises.queries import FINDING_NAMES, STATE_NAMES, PromiseDetail, find_promise, promise_story
from makegood.web.access import admits
from makegood.web.papers import paper
from makegood.web.request import StaffRequest
from makegood.web.stories import Told, told
from makegood.web.tags import whole_percent

STORY_SHOWN = 40
"""What happened lately; the page has all of it."""
TICKS = 6
CAUSES = 4
"""As many as the page shows."""
NOTHING = "–"


@require_safe
@admits(policies.check_see_forecast)
def promise_pdf(request: StaffRequest, number: int) -> HttpResponse:
    """Return one promise as a PDF: words, terms, forecast, findings and story, as the viewer may see them."""
    viewer, at = request.viewer, present()
    today = timezone.localdate(at)
    found = find_promise(number, viewer, today=today)
    outlook = queries.outlook_of(number, viewer)
    story = told(promise_story(number, viewer))
    said = {
        **_head(found, outlook, as_of=timezone.localdate(outlook.computed_at if outlook else at)),
        **_forecast(found, outlook),
        "notices": [
            {
                "said": (_day(one.date_told) if one.date_told else _("that the date is in danger"))
                + (f" – {one.note}" if one.note else ""),
                "when": _moment(one.told_at),
            }
            for one in found.notices
        ],
        "story": [_happened(one) for one in story[:STORY_SHOWN]],
        "story_left": _left(len(story) - STORY_SHOWN),
        "words": _words(),
    }
    return paper("feasibility", "promise.typ", said, name=f"promise-{number}", made_on=today)


def _head(found: PromiseDetail, outlook: OutlookRow | None, *, as_of: date) -> dict[str, object]:
    row = found.row
    value = [f"{formats.number_format(row.value, force_grouping=True)} {row.currency}"] if row.value is not None else []
    who = f"{found.said_by or NOTHING} → {found.said_to}" if found.said_to else found.said_by
    status = outlook.status if outlook else Status.UNKNOWN
    return {
        "title": row.title,
        "provenance": _("Makegood, as of the morning of %(day)s") % {"day": _day(as_of)},
        "lead": " · ".join([row.customer_name, row.key, *value, str(STATE_NAMES[row.state])]),
        "status": status.value,
        "share": _share(outlook.p_kept) if outlook and outlook.p_kept is not None else "",
        "status_word": str(STATUS_NAMES[status]),
        "figures": [
            {"name": _("Promised"), "value": _day(row.due), "note": _first(row.first_due, row.due)},
            {"name": _("Safe date"), "value": _day(outlook.p85 if outlook else None), "note": "85 %"},
            {"name": _("Gap"), "value": gap_said(outlook), "note": ""},
            {"name": _("Owner"), "value": row.owner_name or _("no owner"), "note": ""},
        ],
        "wording": found.wording,
        "who": " · ".join([*([who] if who else []), _moment(row.said_at)]),
        "need": found.core_need,
    }


def _forecast(found: PromiseDetail, outlook: OutlookRow | None) -> dict[str, object]:
    """Return what the forecast says: nothing but terms and findings of the register where there is none."""
    findings = [str(FINDING_NAMES[one]) for one in found.row.findings]
    if outlook is None:
        return {"terms": list(_unforecast(found)), "reason": "", "curve": None, "views": [], "causes": [],
                "findings": findings}  # fmt: skip
    details = bridge.read_details(outlook.details)
    said = bridge.told(details)
    return {
        "terms": [_term(one, said, outlook) for one in said.terms] or list(_unforecast(found)),
        "reason": said.reason,
        "curve": None if details.curve is None else _curve(details.curve, outlook.due),
        "curve_says": "" if details.curve is None else _by_then(details.curve, outlook),
        "views": [
            {"name": one.name, "note": one.note, "share": _share(one.figures.p_kept), "likely": _day(one.figures.p50),
             "safe": _day(one.figures.p85)}
            for one in two_views(details.views, outlook)
        ],
        "causes": [
            {"share": _share(one.share), "name": one.name,
             "days": _("%(days)s days on average") % {"days": round(one.days)}}
            for one in said.causes[:CAUSES]
        ],
        "findings": [*findings, *said.findings],
    }  # fmt: skip


def _term(term: bridge.ToldTerm, said: bridge.Told, outlook: OutlookRow) -> dict[str, str]:
    cause = said.causes[0].name if term.is_date and said.causes else ""
    return {
        "name": _("Date") if term.is_date else term.name,
        "kind": "" if term.is_date else term.kind,
        "promised": _plain(term.promised),
        "capable": _plain(term.capable) or NOTHING,
        "why": term.detail or cause,
        "gap": gap_said(outlook) if term.is_date else term.state,
        "status": term.status.value,
        "share": _("nobody can say") if term.p_kept is None else _share(term.p_kept),
    }


def _unforecast(found: PromiseDetail) -> Iterator[dict[str, str]]:
    """Yield the terms as the register has them, where no forecast says more."""
    unknown = {"capable": NOTHING, "why": "", "gap": "", "status": Status.UNKNOWN.value, "share": NOTHING}
    yield {"name": _("Date"), "kind": "", "promised": _day(found.row.due), **unknown}
    for term in found.terms:
        yield {
            "name": term.subject,
            "kind": "",
            "promised": promised_specification(term.stated, speak(bridge.readers_language())),
            **unknown,
        }


def _curve(curve: bridge.Samples, due: date) -> dict[str, object]:
    """Return the curve of the page, with places as shares of its width and height."""
    days = smoothed(curve, due)
    first, length = days[0][0], max(1, (days[-1][0] - days[0][0]).days)
    highest = max(share for _day_of, share in days) or 1.0

    def place(day: date) -> float:
        return round((day - first).days / length, 4)

    points = [(day, (place(day), round(share / highest, 4))) for day, share in days]
    step = max(1, length // TICKS)
    ticks = [first + timedelta(days=step * number) for number in range(1, TICKS)]
    return {
        "in_time": [point for day, point in points if day <= due],
        "late": [point for day, point in points if day >= due],
        "due": place(due),
        "promised": _("promised %(day)s") % {"day": formats.date_format(due, "j N")},
        "ticks": [{"at": place(day), "name": formats.date_format(day, "j N")} for day in ticks if place(day) < 1],
    }


def _by_then(curve: bridge.Samples, outlook: OutlookRow) -> str:
    shown = {"due": _day(outlook.due), "share": _share(curve.by(outlook.due))}
    return _("Promised for %(due)s; done by then in %(share)s of cases.") % shown


def _happened(one: Told) -> dict[str, str]:
    changes: Iterable[str] = (f"{each.label}: {each.before} → {each.after}" for each in one.changes)
    return {"when": _moment(one.at), "said": one.said, "changes": "; ".join(changes), "by": one.actor or _("somebody")}


def gap_said(outlook: OutlookRow | None) -> str:
    """Say how many days the safe date lies behind the promised one."""
    if outlook is None or outlook.gap_days is None:
        return NOTHING
    days = outlook.gap_days
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days} if days > 0 else _("in time")


def _left(count: int) -> str:
    said = ngettext("and %(count)s more on its page", "and %(count)s more on its page", count)
    return said % {"count": count} if count > 0 else ""


def _first(first: date | None, due: date | None) -> str:
    return _("first %(day)s") % {"day": _day(first)} if first and first != due else ""


def _plain(value: str | date) -> str:
    return _day(value) if isinstance(value, date) else value


def _day(day: date | None) -> str:
    return formats.date_format(day, "DATE_FORMAT") if day else NOTHING


def _moment(at: datetime) -> str:
    return formats.date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def _share(share: float | None) -> str:
    return NOTHING if share is None else whole_percent(share)


def _words() -> dict[str, str]:
    return {
        "said": _("What was said"),
        "need": _("What they need it for:"),
        "promised": _("What is promised"),
        "term": _("What"),
        "promise": _("Promised"),
        "capable": _("Capable, and why"),
        "gap": _("Gap"),
        "kept": _("Kept"),
        "when": _("When it will be done"),
        "seen": _("Seen from"),
        "likely": _("As likely as not by"),
        "safe": _("Safe date"),
        "decides": _("What decides it"),
        "stands_out": _("What stands out"),
        "told": _("What the customer was told"),
        "story": _("Story"),
        "at": _("When"),
        "what": _("What happened"),
        "by": _("By"),
    }
