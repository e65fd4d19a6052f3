"""What is written about terms, checked field by field."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.texts import clean, clean_line, sized
from makegood.glossary.models import Term

MOST_NAME, MOST_DEFINITION, MOST_REASON, MOST_SYNONYMS = 120, 4_000, 500, 20
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_LETTER = re.compile(r"\w")

Refusal = type[Problem]
"""What is raised where a value can't be used: the problem of the verb that was given it."""


def name(value: str, *, refusal: Refusal, field: str = "name") -> str:
    """Return a name or a synonym: one line with a letter or a digit in it."""
    cleaned = clean_line(value, field=field)
    if not _LETTER.search(cleaned):
        raise refusal(_("Please give at least one letter or digit."), field=field)
    return sized(cleaned, field=field, most=MOST_NAME, refusal=refusal)


def synonyms(values: Sequence[str], *, but: str, refusal: Refusal) -> list[str]:
    """Return synonyms, each once, without the name ``but`` that they stand for."""
    cleaned = {value.casefold(): value for value in (name(raw, refusal=refusal, field="synonyms") for raw in values)}
    cleaned.pop(but.casefold(), None)
    if len(cleaned) > MOST_SYNONYMS:
        raise refusal(_("Please give at most %(most)s synonyms.") % {"most": MOST_SYNONYMS}, field="synonyms")
    return list(cleaned.values())


def definition(value: str, *, refusal: Refusal) -> str:
    """Return what a term means."""
    cleaned = clean(value, field="definition")
    if not cleaned:
        raise refusal(_("Please say what the term means."), field="definition")
    return sized(cleaned, field="definition", most=MOST_DEFINITION, refusal=refusal)


def reason(value: str, *, refusal: Refusal) -> str:
    """Return why something is changed."""
    cleaned = clean_line(value, field="reason")
    if not cleaned:
        raise refusal(_("Please say why, for whoever reads the earlier wording."), field="reason")
    return sized(cleaned, field="reason", most=MOST_REASON, refusal=refusal)


def key(value: str, *, refusal: Refusal) -> str:
    """Return the key that a term shares with its translations."""
    if not _KEY.fullmatch(value):
        raise refusal(_("Please use small letters without accents, digits and dashes."), field="key")
    return value


def locked_term(number: int) -> Term:
    """Return a term, locked until the transaction ends; NotFound."""
    found = Term.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such term."))
    return found
