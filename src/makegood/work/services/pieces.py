"""Pieces of work that come together: of a template, or as somebody was quoted for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.services import record
from makegood.foundation.search.words import folded
from makegood.promises.models import Promise
from makegood.promises.policies import check_capture
from makegood.work.models import Predecessor, Template, WorkItem
from makegood.work.services import checking
from makegood.work.services.checking import Refusal
from makegood.work.services.telling import announce_work

EFFORT = ("p10", "p50", "p90", "wait_p50", "wait_p90", "slots", "pausable")
"""What an item, its template and a piece that was quoted have in common, beside the team."""


class UnableToListQuoted(Problem):
    """The promise has ended."""

    code = "unable-to-list-quoted"


def pieces_of(template: Template) -> list[dict[str, Any]]:
    """Return the work of a template in its order."""
    return [
        {"name": row.name, "team": row.team_id, "after": row.after} | {field: getattr(row, field) for field in EFFORT}
        for row in template.items.order_by("place")
    ]


def checked_pieces(pieces: Sequence[Mapping[str, Any]], *, today: date, refusal: Refusal) -> list[dict[str, Any]]:
    """Return pieces of work as they would be listed, in JSON values, each after others named before it; ``refusal``."""
    read: dict[str, dict[str, Any]] = {}
    for piece in pieces:
        known = checking.checked(
            {"name": "", "team": 0, **piece, "after": []}, WorkItem(), today=today, refusal=refusal
        )
        known |= {"team": known["team"].pk, "after": [before.casefold() for before in piece.get("after", ())]}
        if known["name"].casefold() in read:
            raise refusal(_("%(name)s stands there twice.") % {"name": known["name"]}, field="work")
        if unknown := [before for before in known["after"] if before not in read]:
            text = _("%(name)s comes after %(before)s, which does not stand before it.")
            raise refusal(text % {"name": known["name"], "before": ", ".join(unknown)}, field="work")
        known["after"] = [read[before]["name"] for before in known["after"]]
        read[known["name"].casefold()] = known
    return list(read.values())


@transaction.atomic
def list_quoted(*, promise: int, pieces: Sequence[Mapping[str, Any]], by: Viewer, at: datetime) -> None:
    """List the work that a promise was quoted for; whoever may write it down may do so.

    Denied, NotFound, UnableToListQuoted.
    """
    check_capture(by)
    of = checking.locked_promise(promise, refusal=UnableToListQuoted)
    list_pieces(pieces, of=of, by=by, at=at)
    announce_work(promise, at)
    facts = {"items": len(pieces)}
    record(verb="work.quoted", subject=("promise", promise), actor=by.actor, at=at, facts=facts)


def list_pieces(pieces: Sequence[Mapping[str, Any]], *, of: Promise, by: Viewer, at: datetime) -> None:
    """List pieces of work whose names are free there; each says what it comes ``after`` by name."""
    usual = {"slots": 1, "pausable": True}
    items = {
        piece["name"]: WorkItem(
            promise=of,
            name=piece["name"],
            team_id=piece["team"],
            words=folded(piece["name"]),
            stated_at=at,
            made_at=at,
            made_by_id=by.number,
            **{field: piece.get(field, usual.get(field)) for field in EFFORT},
        )
        for piece in pieces
    }
    WorkItem.objects.bulk_create(items.values())
    Predecessor.objects.bulk_create(
        Predecessor(item=items[piece["name"]], before=items[before]) for piece in pieces for before in piece["after"]
    )
