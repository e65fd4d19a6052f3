"""The interface for programs: assembled from what the rooms declare, closed where they declare nothing."""

from __future__ import annotations

from collections.abc import Sequence

from ninja import NinjaAPI, Swagger

from makegood.api.identity import Closed, introduced
from makegood.api.problems import answer_problems
from makegood.api.rate import PerToken
from makegood.api.repeats import done_once
from makegood.capability.api import capability
from makegood.customers.api import customers
from makegood.feasibility.api import commitment, forecast
from makegood.glossary.api import glossary
from makegood.learning.api import kept
from makegood.promises.api import promises
from makegood.remediation.api import decisions, pieces, plans
from makegood.revisions.api import revisions
from makegood.trackers.api import trackers
from makegood.web.programs import Programs
from makegood.work.api import items

NAMESPACE = "api-1"
ROOMS: Sequence[Programs] = (
    capability,
    customers,
    glossary,
    promises,
    commitment,
    kept,
    items,
    forecast,
    plans,
    pieces,
    decisions,
    revisions,
    trackers,
)

DESCRIPTION = """
Everything here is done for a person: a token has their name, their rights, and the scopes that they gave it. Send it as
`Authorization: Bearer mg_…`. What is refused has a `code` to switch on and a `message` to read.
""".strip()


def scopes() -> tuple[str, ...]:
    """Return every scope that a token may have, room by room."""
    return tuple(dict.fromkeys(scope for room in ROOMS for scope in room.scopes))


def interface(rooms: Sequence[Programs] = ROOMS) -> NinjaAPI:
    """Return the interface made of ``rooms``."""
    api = NinjaAPI(
        title="Makegood",
        version="1",
        description=DESCRIPTION,
        urls_namespace=NAMESPACE,
        docs=Swagger(settings={"persistAuthorization": False, "validatorUrl": None}),
        auth=Closed(),
        throttle=[PerToken()],
    )
    api.add_decorator(introduced, mode="view")
    api.add_decorator(done_once, mode="operation")
    answer_problems(api)
    for room in rooms:
        api.add_router(f"/{room.room}", room.router)
    return api
