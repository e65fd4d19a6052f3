"""Reading terms: typed rows in the reader's language, as far as there is one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.foundation.pages import Page, matching, part_of
from makegood.glossary.models import Spelling, Term, TermVersion


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term in one language; ``synonyms`` are empty once it is retired."""

    number: int
    key: str
    language: str
    name: str
    synonyms: tuple[str, ...]
    definition: str
    owner: int | None
    owner_name: str
    retired_at: datetime | None
    made_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One wording that a term has or had; ``by_name`` is empty where the house gave it."""

    number: int
    name: str
    synonyms: tuple[str, ...]
    definition: str
    at: datetime
    by: int | None
    by_name: str
    reason: str


def term_page(
    viewer: Viewer,
    *,
    text: str = "",
    language: str = "",
    owner: int | None = None,
    with_retired: bool = False,
    page: int = 1,
    size: int = 50,
) -> Page[TermRow]:
    """Return one page of the terms, by name: in ``language`` alone, or in the viewer's and others where that has none.

    ``text`` matches parts of words of names and synonyms.
    """
    found = _with_spellings(_visible(viewer)).order_by("words", "pk")
    found = found.filter(language=language) if language else found.filter(_best_for(viewer.language))
    found = found.filter(matching(text))
    if owner is not None:
        found = found.filter(owner=owner)
    if not with_retired:
        found = found.filter(retired_at=None)
    rows, total = part_of(found, number=page, size=size)
    return Page(tuple(_row(term) for term in rows), total, max(page, 1), size)


def find_term(number: int, viewer: Viewer) -> TermRow:
    """Return one term; NotFound."""
    term = _with_spellings(_visible(viewer)).filter(pk=number).first()
    if term is None:
        raise NotFound(_("There is no such term."))
    return _row(term)


def term_names(numbers: Collection[int]) -> dict[int, str]:
    """Return what terms are called, by number: for a history that mentions them."""
    return dict(Term.objects.filter(pk__in=numbers).values_list("pk", "name"))


def translations_of(number: int, viewer: Viewer) -> tuple[TermRow, ...]:
    """Return the same term in other languages, by language."""
    keys = Term.objects.filter(pk=number).values("key")
    found = _with_spellings(_visible(viewer)).filter(key__in=keys, retired_at=None).exclude(pk=number)
    return tuple(_row(term) for term in found.order_by("language"))


def versions_of(number: int, viewer: Viewer) -> tuple[VersionRow, ...]:
    """Return every wording of a term, the one in force first; NotFound."""
    if not _visible(viewer).filter(pk=number).exists():
        raise NotFound(_("There is no such term."))
    found = TermVersion.objects.filter(term=number).select_related("by").order_by("-number")
    return tuple(
        VersionRow(
            number=version.number,
            name=version.name,
            synonyms=tuple(version.synonyms),
            definition=version.definition,
            at=version.at,
            by=version.by_id,
            by_name=version.by.name if version.by else "",
            reason=version.reason,
        )
        for version in found
    )


def _visible(viewer: Viewer) -> QuerySet[Term]:
    return Term.objects.all() if EVERYONE in viewer.audiences else Term.objects.none()


def _with_spellings(terms: QuerySet[Term]) -> QuerySet[Term]:
    synonyms = Spelling.objects.filter(is_name=False).order_by("pk")
    return terms.select_related("owner").prefetch_related(Prefetch("spellings", synonyms, to_attr="synonyms"))


def _best_for(language: str) -> Q:
    translated = Term.objects.filter(key=OuterRef("key"), language=language, retired_at=None)
    return Q(language=language) | ~Q(Exists(translated))


def _row(term: Term) -> TermRow:
    synonyms: Iterable[Spelling] = getattr(term, "synonyms", ())
    return TermRow(
        number=term.pk,
        key=term.key,
        language=term.language,
        name=term.name,
        synonyms=tuple(spelling.text for spelling in synonyms),
        definition=term.definition,
        owner=term.owner_id,
        owner_name=term.owner.name if term.owner else "",
        retired_at=term.retired_at,
        made_at=term.made_at,
        version=term.version,
    )
