"""Letting promises be found: by title, key, the exact words, the customer and the text of mails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from makegood.foundation.search.services import Findable, index, index_first, index_many, rebuild
from makegood.promises.models import Promise

KIND = "promise"


def index_promise(promise: Promise) -> None:
    """Let a promise be found by what it says now."""
    found = _findable(promise, _mails(promise))
    index(kind=KIND, number=found.number, title=found.title, text=found.text, address=found.address)


def index_new(promises: Iterable[Promise]) -> None:
    """Let promises be found that have no evidence yet and whose customers are at hand."""
    index_first(_findable(promise, []) for promise in promises)


def index_promises(promises: Iterable[Promise]) -> None:
    """Let many promises be found by what they say now; their customers and evidence should be at hand."""
    index_many(_findable(promise, _mails(promise)) for promise in promises)


def rebuild_search() -> int:
    """Let every promise be found anew; return how many there are."""
    return rebuild(kind=KIND, things=_all())


def _all() -> Iterator[Findable]:
    promises = Promise.objects.select_related("customer").prefetch_related("evidence").order_by("pk")
    yield from (_findable(promise, _mails(promise)) for promise in promises.iterator(chunk_size=1_000))


def _mails(promise: Promise) -> list[str]:
    return [one.text for one in promise.evidence.all() if one.text and one.withdrawn_at is None]


def _findable(promise: Promise, mails: list[str]) -> Findable:
    said = [promise.key, promise.customer.name, promise.wording, promise.core_need, *mails]
    return Findable(KIND, promise.pk, promise.title, "\n".join(filter(None, said)), f"/promises/{promise.pk}/")
