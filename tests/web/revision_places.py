"""Where the forms of revisions stand, with a new revision to use them on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.people.models import User
from makegood.people.queries import viewer_of
from makegood.promises.models import Promise
from makegood.revisions import forms, services
from makegood.revisions.models import Revision
from makegood.web.inputs import HouseForm
from tests.revisions.on_record import past_gates
from tests.staff import person
from tests.web.things import keeper, later, promise

Rest = dict[str, "str | list[str] | SimpleUploadedFile"]
Places = list[tuple[str, Rest]]
SAID: dict[str, Any] = {
    "rationale": "Late",
    "changes": "Later",
    "stays": "The price",
    "risks": "None",
    "message": "On 2099-01-04.",
}


def revision(by: Viewer | None = None, *, until: str = "draft", second: bool = False) -> int:
    """Return a new revision that is as far as wanted."""
    at = present()
    number = services.begin_revision(promise=promise("commit"), due=at.date() + timedelta(days=90), by=by or keeper(),
                                     at=at, **SAID)  # fmt: skip
    if second:
        Revision.objects.filter(pk=number).update(is_second=True)
    past_gates(number, until=until, at=at)
    return number


def of_colleague(until: str, *, second: bool = False) -> int:
    """Return a revision that somebody else proposes; the keeper speaks for every function from then on."""
    User.objects.filter(pk=keeper().number).update(functions=["administrator", "executive", "sales", "legal"])
    return revision(person("operations", name="Pat Plan"), until=until, second=second)


def _tell() -> Places:
    number = of_colleague("worded")
    when = f"{present() + timedelta(minutes=1):%Y-%m-%dT%H:%M}"
    return [(f"/revisions/{number}/act/tell/", {"how": "call", "told_at": when})]


REVISION_PLACES: dict[type[HouseForm], Callable[[int], Places]] = {
    forms.RevisionForm: lambda _n: [
        (f"/revisions/{revision()}/change/", {"due": later(90), "origin": "us", "owner": str(keeper().number),
                                              "version": "0"})
    ],
    forms.ReasonForm: lambda _n: [(f"/revisions/{revision()}/act/withdraw/", {})],
    forms.SponsorForm: lambda _n: [(f"/revisions/{of_colleague('proposed')}/act/sponsor/", {})],
    forms.DecideForm: lambda _n: [(f"/revisions/{of_colleague('proposed', second=True)}/act/decide/", {})],
    forms.WarnForm: lambda _n: [
        (f"/revisions/{of_colleague('sponsored')}/act/warn/", {"how": "call", "told_at": "2020-01-06T09:00"})
    ],
    forms.TellForm: lambda _n: _tell(),
}  # fmt: skip
"""Of each form with text."""


def pages_of_revisions() -> list[str]:
    """Return the pages of a revision that no link leads to, begun on the first promise that somebody relies on."""
    by = viewer_of(User.objects.earliest("pk"), at=present())
    of = Promise.objects.filter(state="committed").exclude(revisions__isnull=False).earliest("pk").pk
    number = services.begin_revision(promise=of, by=by, at=present())
    acts = ("sponsor", "decide", "refuse", "withdraw", "warn", "exception", "tell", "decline-sales")
    pages = [f"/revisions/{number}/{page}" for page in ("", "change/", "pdf/", *(f"act/{act}/" for act in acts))]
    return [*pages, f"/revisions/of/{of}/"]
