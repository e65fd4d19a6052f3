"""What search knows of a term: its name, its synonyms and what it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from makegood.foundation.search.services import Findable, index, rebuild
from makegood.glossary.models import Spelling, Term

KIND = "term"


def index_term(term: Term, synonyms: Sequence[str]) -> None:
    """Let a term be found by what is said of it now."""
    found = _findable(term, synonyms)
    index(
        kind=KIND,
        number=found.number,
        title=found.title,
        text=found.text,
        address=found.address,
        language=found.language,
    )


def rebuild_search() -> int:
    """Make the whole of it anew; return how many terms can be found."""
    return rebuild(kind=KIND, things=_all())


def _all() -> Iterator[Findable]:
    synonyms: dict[int, list[str]] = {}
    for number, text in Spelling.objects.filter(is_name=False).order_by("pk").values_list("term", "text"):
        synonyms.setdefault(number, []).append(text)
    for term in Term.objects.filter(retired_at=None).order_by("pk").iterator():
        yield _findable(term, synonyms.get(term.pk, ()))


def _findable(term: Term, synonyms: Sequence[str]) -> Findable:
    text = "\n".join([*synonyms, term.definition])
    return Findable(KIND, term.pk, term.name, text, f"/glossary/{term.pk}/", language=term.language)
