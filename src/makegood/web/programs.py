"""What a room needs to write its ``api.py``: who may call, what is read, what is answered.

An operation is declared with its scope or not at all (:class:`Programs`); one that says nothing is closed by ``api``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Generic, Literal, Self, TypeVar

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from ninja import Router, Schema
from ninja.security.base import AuthBase
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from makegood.foundation import pages
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Denied, Problem
from makegood.foundation.texts import UnacceptableText, clean, clean_line

LARGEST = 2**63 - 1
LAST_PAGE = 100_000
KEY_HEADER = "Idempotency-Key"
SCOPE_NOTE = "x-scope"
"""Where the description of an operation says which scope it needs."""

Out = TypeVar("Out", bound=Schema)
Row = TypeVar("Row")
View = TypeVar("View", bound=Callable[..., Any])
Verb = Literal["POST", "PUT", "PATCH", "DELETE"]


class ProgramRequest(HttpRequest):
    """A request of a program that showed a token: whom it acts for, what it may do, and which token it is."""

    viewer: Viewer
    scopes: frozenset[str]
    token: int


class UnknownFilter(Problem):
    """A list was asked for with a filter that it does not have."""

    code = "unknown-filter"


class UnknownField(Problem):
    """A form was sent with a field that it does not have."""

    code = "unknown-field"


class ScopeMissing(Denied):
    """The token does not have the scope that the operation needs; ``details`` name it."""

    code = "scope-missing"


def _kept(clean_text: Callable[[str], str]) -> AfterValidator:
    def check(text: str) -> str:
        try:
            return clean_text(text)
        except UnacceptableText as unacceptable:
            raise PydanticCustomError("unacceptable-text", "{said}", {"said": unacceptable.message}) from unacceptable

    return AfterValidator(check)


def _only_text(value: object) -> object:
    if not isinstance(value, str | datetime):
        raise PydanticCustomError("moment-as-text", "Write a moment such as 2027-01-31T09:00:00+01:00.")
    return value


NOT_KEPT = {"pattern": "^[^\\u0000]*$"}
"""What a description can say of text that is refused; halves of characters are no JSON anyway."""

Line = Annotated[str, _kept(clean_line), Field(json_schema_extra=NOT_KEPT)]
"""Text of one line, cleaned; NUL and lone surrogates are refused."""
Words = Annotated[str, _kept(clean), Field(json_schema_extra=NOT_KEPT)]
"""Text of several lines, cleaned; NUL and lone surrogates are refused."""
Number = Annotated[int, Field(ge=1, le=LARGEST)]
"""The number of something, in an address."""
Reference = Annotated[int, Field(strict=True, ge=1, le=LARGEST)]
"""The number of something, in a body: no text that reads like one, and no ``true``."""
Version = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]
"""The version of something as it was read."""
Flag = Annotated[bool, Field(strict=True)]
"""Yes or no, in a body."""
Moment = Annotated[AwareDatetime, BeforeValidator(_only_text)]
"""A moment with its offset from UTC, as text: a bare number could be seconds or milliseconds."""


def left_out() -> Any:  # noqa: ANN401  # the default of a field of any type
    """Return the default of a field that may be left out: it is never read, because what is left out is not given."""
    return Field(default=None)


def _without_defaults(schema: dict[str, Any]) -> None:
    for said in schema.get("properties", {}).values():
        said.pop("default", None)


class Given(Schema):
    """What a program sends: names that mean nothing here are refused, so that a slip of the pen is noticed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_without_defaults)

    def given(self, *, but: Sequence[str] = ()) -> dict[str, Any]:
        """Return what was sent, without what was left out and without ``but``."""
        return self.model_dump(exclude_unset=True, exclude=set(but))


class GivenInForm(Given):
    """What a program sends beside files, as fields of a form."""

    @model_validator(mode="after")
    def _knows_every_field(self, info: ValidationInfo) -> Self:
        """Look at the request itself, because what is not known never arrives here; UnknownField."""
        request: HttpRequest = (info.context or {})["request"]
        for name in sorted(set(request.POST) - set(type(self).model_fields)):
            raise UnknownField(_("There is no field with this name."), field=name)
        return self


class Paging(Schema):
    """Which page of a list; a filter that is not known is refused, lest a list be taken for filtered."""

    page: int = Field(1, ge=1, le=LAST_PAGE, description="Number of the page, from 1 on.")
    size: int = Field(50, ge=1, le=200, description="How many at most on a page.")

    @model_validator(mode="after")
    def _knows_every_filter(self, info: ValidationInfo) -> Self:
        """Look at the request itself, because what is not known never arrives here; UnknownFilter."""
        request: HttpRequest = (info.context or {})["request"]
        for name in sorted(set(request.GET) - set(type(self).model_fields)):
            raise UnknownFilter(_("There is no filter with this name."), field=name)
        return self


class Page(Schema, Generic[Out]):
    """One page of a list: ``next`` is where the following one is, null on the last."""

    items: list[Out]
    total: int
    next: str | None


class ProblemOut(Schema):
    """Why something was not done: ``code`` is stable, ``message`` a sentence, ``field`` the input at fault or empty."""

    code: str
    message: str
    field: str
    details: dict[str, Any]


def page_out(request: HttpRequest, page: pages.Page[Row], shape: Callable[[Row], Out]) -> dict[str, object]:
    """Return ``page`` as it is answered, each row in its ``shape``."""
    following: str | None = None
    if page.has_next and page.number < LAST_PAGE:
        query = QueryDict(request.META.get("QUERY_STRING", ""), mutable=True)
        query["page"] = str(page.number + 1)
        following = f"{request.path}?{query.urlencode()}"
    return {"items": [shape(row) for row in page.rows], "total": page.total, "next": following}


class Bearer(AuthBase):
    """Admits a program whose token has ``scope``; who it is was found out before (see ``api``)."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: str) -> None:
        """Ask for ``scope``."""
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Viewer | None:
        """Return for whom the program acts, None for a stranger; ScopeMissing."""
        viewer: Viewer | None = getattr(request, "viewer", None)
        if viewer is None:
            return None
        if self.scope not in getattr(request, "scopes", ()):
            raise ScopeMissing(
                _("This token may not do that: it lacks the scope %(scope)s.") % {"scope": self.scope},
                details={"scope": self.scope},
            )
        return viewer


KEY_PARAMETER: Mapping[str, object] = {
    "in": "header",
    "name": KEY_HEADER,
    "required": False,
    "description": "Any text of yours, new for each thing to be done: sent again with it, it is done once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}


class Programs:
    """The operations of a room: a router on which each one says whether it reads or writes, and so its scope."""

    def __init__(self, room: str) -> None:
        """Begin the operations of ``room``; its scopes are ``room:read`` and ``room:write``."""
        self.room = room
        self.router = Router(tags=[room])

    @property
    def scopes(self) -> tuple[str, str]:
        """Return the scopes that a token may have for this room."""
        return f"{self.room}:read", f"{self.room}:write"

    def read(self, path: str, answer: Any, *, may_lack: bool = False) -> Callable[[View], View]:  # noqa: ANN401  # a type, or a generic alias
        """Declare an operation that changes nothing and answers ``answer``.

        What is asked for may not be there where the path holds a number, or where it ``may_lack``.
        """
        refused = (401, 403, 404, 422, 429) if may_lack or "{" in path else (401, 403, 422, 429)
        return self._operation("GET", path, {200: answer, refused: ProblemOut}, {SCOPE_NOTE: self.scopes[0]})

    def write(self, verb: Verb, path: str, answer: Any, *, status: int = 200) -> Callable[[View], View]:  # noqa: ANN401  # see above
        """Declare an operation that changes something and answers ``answer`` with ``status``.

        The view returns what it answers, as ``ninja.Status`` where ``status`` is not 200. It can be repeated safely.
        """
        refused = (400, 401, 403, 404, 409, 413, 422, 429)
        extra = {SCOPE_NOTE: self.scopes[1], "parameters": [KEY_PARAMETER]}
        return self._operation(verb, path, {status: answer, refused: ProblemOut}, extra)

    def _operation(
        self, verb: str, path: str, answers: dict[Any, Any], extra: dict[str, Any]
    ) -> Callable[[View], View]:
        def declare(view: View) -> View:
            summary, _blank, more = (view.__doc__ or "").strip().partition("\n")
            self.router.add_api_operation(
                path,
                [verb],
                view,
                auth=Bearer(extra[SCOPE_NOTE]),
                response=answers,
                operation_id=view.__name__,
                summary=summary.rstrip("."),
                description=more.strip() or summary,
                openapi_extra=extra,
            )
            return view

        return declare
