"""The glossary that every house starts with."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db import transaction

from makegood.foundation.actors import Actor
from makegood.glossary.models import Spelling, Term
from makegood.glossary.services.terms import keep_new_term

SEED = Path(__file__).parents[1] / "seed.toml"


@transaction.atomic
def seed_glossary(*, by: Actor, at: datetime, owner: int | None = None) -> int:
    """Add the terms of the seed that are not there yet, with an ``owner`` if one is known; return how many.

    What people have changed, retired, or given another meaning stays as it is, so it can be run at any time.
    """
    known = set(Term.objects.values_list("key", "language"))
    taken = set(Spelling.objects.values_list("folded", "language"))
    added = 0
    for term, synonyms in _seed(at):
        free = [text for text in synonyms if (text.casefold(), term.language) not in taken]
        if (term.key, term.language) in known or (term.name.casefold(), term.language) in taken:
            continue
        term.owner_id = owner
        keep_new_term(term, free, by=by, at=at)
        added += 1
    return added


def _seed(at: datetime) -> Iterator[tuple[Term, list[str]]]:
    for key, languages in tomllib.loads(SEED.read_text("utf-8")).items():
        for language, said in languages.items():
            term = Term(key=key, language=language, name=said["name"], definition=said["definition"], made_at=at)
            yield term, said.get("synonyms", [])
