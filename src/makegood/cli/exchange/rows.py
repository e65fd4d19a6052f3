"""A promise of a folder as the API writes it, and the other way round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from makegood.engine.portfolio import Promise

KNOWN = frozenset({"title", "severity"})
"""What a folder may say besides its own columns, and the server takes."""
SOURCE = "folder"
"""What the server is told that pushed promises come from: with their keys, they are found again."""
CHANNELS = {"call": "call", "phone": "call", "meeting": "meeting", "delivery": "delivery", "portal": "portal"}
SEVERITIES = {0: "S1", 1: "S1", 2: "S2", 3: "S3", 4: "S4", 5: "S4"}
COLUMNS = ("promise", "title", "customer", "due", "first_due", "made_at", "told", "class", "severity", "value",
           "currency", "tier", "timezone", "wording", "made_by", "channel", "owner")  # fmt: skip


def fields_of(promise: Promise, customer: int, owner: int | None = None) -> dict[str, Any]:
    """Return what the API is told of a promise; what the folder leaves open is left out, and an ``owner`` of None."""
    title = promise.attributes.get("title", "")
    fields: dict[str, Any] = {
        "customer": customer,
        "source": SOURCE,
        "external_id": promise.key,
        "wording": promise.wording or title or promise.key,
        "channel": CHANNELS.get((promise.channel or "").casefold(), "mail"),
        "severity": _severity(promise),
        "due": promise.due.isoformat(),
    }
    if promise.first_due is not None:
        fields["first_due"] = promise.first_due.isoformat() if promise.first_due != promise.due else None
    if owner is not None:
        fields["owner"] = owner
    if promise.told is not None:
        fields["told"] = promise.told.isoformat()
    if title:
        fields["title"] = title
    if promise.made_by:
        fields["said_by_name"] = promise.made_by
    if promise.made_at is not None:
        fields["said_at"] = f"{promise.made_at.isoformat()}T12:00:00Z"
    if promise.value is not None and promise.currency:
        fields |= {"value": f"{Decimal(repr(promise.value)):.2f}", "currency": promise.currency}
    return fields


def not_carried(promises: Iterable[Promise]) -> Counter[str]:
    """Return the columns that a server has no place for, with the number of promises that say something there."""
    found: Counter[str] = Counter()
    for promise in promises:
        found.update(name for name, text in promise.attributes.items() if text and name not in KNOWN)
        found.update(["accepted_at"] if promise.accepted_at else [])
    return found


def _severity(promise: Promise) -> str:
    """Return how much it would hurt: as a pulled folder says it, because the class may be another one there."""
    said = promise.attributes.get("severity", "")
    return said if said in SEVERITIES.values() else SEVERITIES[promise.priority_class]


def changed(fields: Mapping[str, Any], there: Mapping[str, Any]) -> dict[str, Any]:
    """Return those ``fields`` of which the server says something else."""
    first = there["first_due"] if there["first_due"] != there["due"] else None
    known = {**there, "said_by_name": there["said_by"], "first_due": first}
    return {name: value for name, value in fields.items() if not _same(name, value, known[name])}


def is_of_folder(promise: Mapping[str, Any]) -> bool:
    """Say whether a promise of the API came from a folder, where it has a name of its own."""
    return bool(promise["source"] == SOURCE and promise["external_id"])


def _same(name: str, ours: object, theirs: object) -> bool:
    if name == "said_at":
        return str(ours)[:10] == str(theirs)[:10]  # a folder knows days
    if name == "wording":
        return str(ours).strip() == str(theirs)
    return ours == theirs


def row_of(promise: Mapping[str, Any], place: Mapping[str, Any], customer: Mapping[str, Any]) -> dict[str, str]:
    """Return a promise of the API, with its place and its customer, as a row of ``promises.csv``.

    Its class is the one by which the server ranks it: that of its severity, the last one where nobody relies on it yet,
    or one that somebody gave it by name.
    """
    due, made = promise["due"], promise["said_at"][:10]
    row = {
        "promise": promise["external_id"] if is_of_folder(promise) else promise["key"],
        "title": promise["title"],
        "customer": promise["customer_name"],
        "due": due,
        "first_due": promise["first_due"] or due,
        "made_at": made if made <= min(due, promise["first_due"] or due) else "",
        "told": promise["told"] or "",
        "class": str(place["effective_class"]),
        "severity": promise["severity"],
        "value": promise["value"] or "",
        "currency": promise["currency"],
        "tier": customer["tier"],
        "timezone": customer["zone"],
        "wording": promise["wording"],
        "made_by": promise["said_by"],
        "channel": promise["channel"],
        "owner": promise["owner_name"],
    }
    return {name: row[name] for name in COLUMNS}
