"""What can be done with terms: one function for each verb."""

from __future__ import annotations

from makegood.glossary.services.finding import rebuild_search
from makegood.glossary.services.seeding import seed_glossary
from makegood.glossary.services.terms import (
    TermFields,
    UnableToAddTerm,
    UnableToChangeTerm,
    UnableToRetireTerm,
    add_term,
    change_term,
    retire_term,
)

__all__ = [
    "TermFields",
    "UnableToAddTerm",
    "UnableToChangeTerm",
    "UnableToRetireTerm",
    "add_term",
    "change_term",
    "rebuild_search",
    "retire_term",
    "seed_glossary",
]
