"""Terms as programs send and get them."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import Field

from makegood.web.programs import Given, Line, Moment, Number, Paging, Reference, Version, Words, left_out

Synonyms = Annotated[list[Line], Field(max_length=20)]


class TermsAsked(Paging):
    """Which terms: in the reader's language, and in others where that has none, unless ``language`` is given."""

    text: Line = Field("", max_length=200, description="Parts of words of names and synonyms.")
    language: Line = Field("", max_length=8)
    owner: Number | None = None
    with_retired: bool = False


class TermOut(Schema):
    """A term in one language; the same key in another language is its translation."""

    number: int
    key: str
    language: str
    name: str
    synonyms: list[str]
    definition: str
    owner: int | None
    owner_name: str
    retired_at: Moment | None
    made_at: Moment
    version: int


class TermGiven(Given):
    """A new term; with the key of a term in another language it is its translation."""

    name: Line = Field(min_length=1, max_length=120)
    definition: Words = Field(min_length=1, max_length=4_000)
    language: Line = Field(max_length=8)
    key: Line = left_out()
    synonyms: Synonyms = left_out()
    owner: Reference | None = left_out()


class TermChanged(Given):
    """What is to change of a term that was read as ``version``, and why; the rest is left out."""

    version: Version
    reason: Line = Field(min_length=1, max_length=500)
    name: Line = left_out()
    definition: Words = left_out()
    synonyms: Synonyms = left_out()
    owner: Reference | None = left_out()
