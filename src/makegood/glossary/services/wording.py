"""Putting a wording of a term in force: its spellings, the version that is kept, and what search knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from makegood.foundation.errors import Problem
from makegood.foundation.ids import new_id
from makegood.foundation.search.words import folded
from makegood.glossary.models import Spelling, Term, TermVersion
from makegood.glossary.services.checking import Refusal
from makegood.glossary.services.finding import index_term


def put_in_force(
    term: Term, synonyms: Sequence[str], *, person: int | None, at: datetime, reason: str, refusal: Refusal
) -> None:
    """Save ``term`` as it reads now, written in these ways, as its version; ``refusal`` where a spelling is taken."""
    spellings = [term.name, *synonyms]
    term.words = folded(" ".join(spellings))
    term.stamp = new_id(at).hex
    term.save()
    Spelling.objects.filter(term=term).delete()
    _check_free(term, spellings, refusal)
    try:
        with transaction.atomic():
            Spelling.objects.bulk_create(_spelling(term, text, is_name=not n) for n, text in enumerate(spellings))
    except IntegrityError as error:  # somebody took a spelling since it was looked for
        raise _is_taken(term.name, "name", refusal) from error
    keep_version(term, synonyms, person=person, at=at, reason=reason)
    index_term(term, synonyms)


def keep_version(term: Term, synonyms: Sequence[str], *, person: int | None, at: datetime, reason: str) -> None:
    """Keep the wording that is in force, with who gave it, when and why."""
    TermVersion.objects.create(
        term=term,
        number=term.version,
        name=term.name,
        synonyms=list(synonyms),
        definition=term.definition,
        at=at,
        by_id=person,
        reason=reason,
    )


def synonyms_of(term: Term) -> list[str]:
    """Return the synonyms of a term in the order in which they were given."""
    found = Spelling.objects.filter(term=term, is_name=False)
    return list(found.order_by("pk").values_list("text", flat=True))


def _check_free(term: Term, spellings: Sequence[str], refusal: Refusal) -> None:
    wanted = {text.casefold(): text for text in spellings}
    taken = Spelling.objects.filter(folded__in=wanted, language=term.language).first()
    if taken is not None:
        raise _is_taken(taken.text, "name" if taken.folded == term.name.casefold() else "synonyms", refusal)


def _is_taken(text: str, field: str, refusal: Refusal) -> Problem:
    return refusal(_("“%(word)s” already has a meaning in the glossary.") % {"word": text}, field=field)


def _spelling(term: Term, text: str, *, is_name: bool) -> Spelling:
    return Spelling(term=term, language=term.language, text=text, folded=text.casefold(), is_name=is_name)
