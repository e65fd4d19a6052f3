"""Writes that a program may send again: with a key they are done once, and answered alike each time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema, Status

from makegood.api.rendering import MEDIA_TYPE, written
from makegood.foundation.clock import present
from makegood.foundation.errors import Problem
from makegood.foundation.repeats.services import Answered, Claim, claim_key, give_back, keep_answer
from makegood.web.programs import KEY_HEADER

REPEATED = "Idempotent-Replayed"
"""The header of an answer that was given before."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_KEY = re.compile(r"[!-~]{1,200}")

View = Callable[..., Any]


class UnusableKey(Problem):
    """The key is empty, too long, or holds what no header should."""

    code = "unusable-key"


def done_once(view: View) -> View:
    """Let an operation that changes something be done once for each key that its program sends.

    What is refused changed nothing and frees the key, so it may be tried again. KeyUsedForAnother, StillRunning.
    """

    @wraps(view)
    def run(request: HttpRequest, **values: Any) -> object:  # noqa: ANN401  # the inputs of any operation
        if request.method in SAFE or KEY_HEADER not in request.headers:
            return view(request, **values)
        claim = claim_key(sender=_sender(request), key=_key(request), digest=_digest(request), at=present())
        if isinstance(claim, Answered):
            return _answer(claim.answer, claim.status, again=True)
        return _first(claim, lambda: view(request, **values))

    return run


def _first(claim: Claim, do: Callable[[], object]) -> HttpResponse:
    try:
        with transaction.atomic():
            result = do()
            status, said = (result.status_code, result.value) if isinstance(result, Status) else (HTTPStatus.OK, result)
            text = written(said.model_dump() if isinstance(said, Schema) else said)
            keep_answer(claim=claim, status=status, answer=text)
    except BaseException:
        give_back(claim=claim)
        raise
    return _answer(text, status, again=False)


def _answer(text: str, status: int, *, again: bool) -> HttpResponse:
    answer = HttpResponse(text, status=status, content_type=MEDIA_TYPE)
    if again:
        answer[REPEATED] = "true"
    return answer


def _sender(request: HttpRequest) -> int:
    return int(getattr(request, "token", 0))


def _key(request: HttpRequest) -> str:
    key = request.headers[KEY_HEADER]
    if not _KEY.fullmatch(key):
        raise UnusableKey(_("A key has 1 to 200 characters of ASCII without blanks."), field=KEY_HEADER)
    return key


def _digest(request: HttpRequest) -> str:
    """Return what tells this request from others: verb, address and body."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    for part in _parts(request) if request.content_type == "multipart/form-data" else [request.body]:
        digest.update(part)
    return digest.hexdigest()


def _parts(request: HttpRequest) -> Iterator[bytes]:
    """Yield what a form with files was sent with; its bytes are read by now, and differ each time by their borders."""
    yield repr(sorted(request.POST.lists())).encode("utf-8", "surrogatepass")
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            file.seek(0)
            content = hashlib.file_digest(file, "sha256").hexdigest()
            file.seek(0)
            yield repr((name, file.name, content)).encode("utf-8", "surrogatepass")
