"""Adding terms, giving them a better wording, and retiring them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from makegood.foundation.actors import Actor, Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.history.services import record
from makegood.foundation.ids import new_id
from makegood.foundation.search.services import remove
from makegood.foundation.texts import language_code
from makegood.foundation.versions import changes_between, check_version
from makegood.glossary.models import Spelling, Term
from makegood.glossary.policies import check_add_terms, check_change_term
from makegood.glossary.services import checking
from makegood.glossary.services.checking import Refusal
from makegood.glossary.services.finding import KIND
from makegood.glossary.services.wording import keep_version, put_in_force, synonyms_of
from makegood.people.services import open_account

Said = dict[str, Any]
"""What is said of a term, by field, as history keeps it."""


class UnableToAddTerm(Problem):
    """Something given can't be kept, or the word has a meaning already; ``field`` names it."""

    code = "unable-to-add-term"


class UnableToChangeTerm(Problem):
    """Something given can't be kept, the word has another meaning already, or the term is retired."""

    code = "unable-to-change-term"


class UnableToRetireTerm(Problem):
    """It is retired already, or no reason was given."""

    code = "unable-to-retire-term"


class TermFields(TypedDict, total=False):
    """What can be changed about a term; what is left out stays as it is."""

    name: str
    synonyms: Sequence[str]
    definition: str
    owner: int | None


@transaction.atomic
def add_term(
    *,
    name: str,
    definition: str,
    language: str,
    by: Viewer,
    at: datetime,
    synonyms: Sequence[str] = (),
    owner: int | None = None,
    key: str = "",
) -> int:
    """Add a term; return its number. With the ``key`` of a term in another language it is its translation.

    Denied, UnableToAddTerm.
    """
    check_add_terms(by)
    open_account(owner, refusal=UnableToAddTerm)
    term = Term(key=key, language=language, name=name, definition=definition, owner_id=owner, made_at=at)
    return keep_new_term(term, synonyms, by=by.actor, at=at)


@transaction.atomic
def keep_new_term(term: Term, synonyms: Sequence[str], *, by: Actor, at: datetime) -> int:
    """Check and keep a term that nobody has seen yet; return its number. UnableToAddTerm."""
    refusal: Refusal = UnableToAddTerm
    term.name = checking.name(term.name, refusal=refusal)
    term.definition = checking.definition(term.definition, refusal=refusal)
    term.language = language_code(term.language, refusal=refusal)
    term.key = checking.key(term.key, refusal=refusal) if term.key else _free_key(term, at)
    also = checking.synonyms(synonyms, but=term.name, refusal=refusal)
    if Term.objects.filter(key=term.key, language=term.language).exists():
        raise refusal(_("There is a term with this key in this language already."), field="key")
    person = by.number if by.kind == "person" else None
    put_in_force(term, also, person=person, at=at, reason="", refusal=refusal)
    facts = {"key": term.key, "language": term.language, **_said(term, also)}
    record(verb="term.add", subject=("term", term.pk), actor=by, at=at, facts=facts)
    return term.pk


@transaction.atomic
def change_term(
    *, number: int, version: int, reason: str, by: Viewer, at: datetime, **fields: Unpack[TermFields]
) -> None:
    """Change what is given of a term that was read as ``version``, and say why; the earlier wording is kept.

    Denied, NotFound, Stale, UnableToChangeTerm. A change that changes nothing leaves no trace.
    """
    refusal: Refusal = UnableToChangeTerm
    term = checking.locked_term(number)
    check_change_term(by, term.owner_id)
    before = _said(term, synonyms_of(term))
    wanted = _checked(fields, before, refusal)
    check_version(seen=version, current=term.version, wanted=wanted, now=before)
    if term.retired_at is not None:
        raise refusal(_("This term is retired."))
    why = checking.reason(reason, refusal=refusal)
    changed = changes_between(before, wanted)
    if not changed:
        return
    for name, (_before, after) in changed.items():
        if name != "synonyms":
            setattr(term, "owner_id" if name == "owner" else name, after)
    term.version += 1
    synonyms: list[str] = {**before, **wanted}["synonyms"]
    put_in_force(term, synonyms, person=by.number, at=at, reason=why, refusal=refusal)
    facts = {"changed": changed, "reason": why}
    record(verb="term.change", subject=("term", number), actor=by.actor, at=at, facts=facts)


@transaction.atomic
def retire_term(*, number: int, reason: str, by: Viewer, at: datetime) -> None:
    """Take a term out of use: it is linked and found no more, its words are free, its wordings stay.

    Denied, NotFound, UnableToRetireTerm.
    """
    term = checking.locked_term(number)
    check_change_term(by, term.owner_id)
    why = checking.reason(reason, refusal=UnableToRetireTerm)
    if term.retired_at is not None:
        raise UnableToRetireTerm(_("This term is retired already."))
    synonyms = synonyms_of(term)
    term.retired_at, term.stamp = at, new_id(at).hex
    term.version += 1
    term.save(update_fields=["retired_at", "stamp", "version"])
    Spelling.objects.filter(term=term).delete()
    keep_version(term, synonyms, person=by.number, at=at, reason=why)
    remove(kind=KIND, number=number)
    record(verb="term.retire", subject=("term", number), actor=by.actor, at=at, facts={"reason": why})


def _checked(fields: TermFields, before: Said, refusal: Refusal) -> Said:
    wanted: Said = {}
    if "name" in fields:
        wanted["name"] = checking.name(fields["name"], refusal=refusal)
    if "definition" in fields:
        wanted["definition"] = checking.definition(fields["definition"], refusal=refusal)
    if "owner" in fields:
        owner = fields["owner"]  # the present one may stay, though the account be closed meanwhile
        wanted["owner"] = owner if owner == before["owner"] else open_account(owner, refusal=refusal)
    if "synonyms" in fields or "name" in fields:
        given, name = fields.get("synonyms", before["synonyms"]), {**before, **wanted}["name"]
        wanted["synonyms"] = checking.synonyms(given, but=name, refusal=refusal)
    return wanted


def _said(term: Term, synonyms: Sequence[str]) -> Said:
    return {"name": term.name, "synonyms": list(synonyms), "definition": term.definition, "owner": term.owner_id}


def _free_key(term: Term, at: datetime) -> str:
    """Return a key like the name, or one made up where that is taken or nothing of it is left in ASCII."""
    key = slugify(term.name)[:80].replace("_", "-").strip("-")
    taken = not key or Term.objects.filter(key=key, language=term.language).exists()
    return f"term-{new_id(at).hex}" if taken else key
