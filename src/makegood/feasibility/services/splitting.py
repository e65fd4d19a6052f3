"""Splitting a promise that nobody relies on yet: a part by its date, and the rest as a promise of its own for later."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.engine.changes import rest_of
from makegood.foundation.actors import Viewer
from makegood.promises.models import Promise
from makegood.promises.services import capture_promise
from makegood.work.services import set_apart

MOST_KEY = 40


@transaction.atomic
def split_promise(*, promise: int, share: float, due: date, by: Viewer, at: datetime) -> int:
    """Leave the ``share`` of the work left with a promise, and write the rest down as another one; return its number.

    The other has the customer, the owner, the severity and, if it is free, the key by which the forecast that was tried
    calls it, so that it comes as it was tried. Terms and value stay where they are. Denied, NotFound, UnableToCapture,
    UnableToPlan.
    """
    whole = Promise.objects.get(pk=promise)
    key = rest_of(whole.key)
    is_free = len(key) <= MOST_KEY and not Promise.objects.filter(key__iexact=key).exists()
    values = {"key": whole.key, "wording": whole.wording}
    rest = capture_promise(
        customer=whole.customer_id,
        key=key if is_free else "",
        wording=_("The later part of %(key)s: %(wording)s") % values,
        channel=whole.channel,
        said_at=whole.said_at,
        said_by=whole.said_by_id,
        said_by_name=whole.said_by_name,
        said_to=whole.said_to_id,
        severity=whole.severity,
        owner=whole.owner_id,
        due=due,
        by=by,
        at=at,
    )
    set_apart(promise=promise, share=1 - share, to=rest, by=by, at=at)
    return rest
