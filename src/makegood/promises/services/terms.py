"""What is promised besides the date, whether it was checked, and who has to do with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.foundation.texts import kept_line
from makegood.people.services import open_account
from makegood.promises.bridge import is_unit
from makegood.promises.models import Involvement, Promise, PromiseTerm
from makegood.promises.policies import check_capture, check_check_terms
from makegood.promises.services import checking
from makegood.promises.services.news import tell_of
from makegood.promises.states import BEFORE_COMMITMENT, OPEN, Operator, Role, TermKind

MOST_TERMS = 50
LONGEST_WINDOW = 3650
SMALLEST_SHARE = Decimal("0.00001")


class UnableToAddTerm(Problem):
    """Something given makes no term, or the promise is committed."""

    code = "unable-to-add-term"


class UnableToCheck(Problem):
    """There is nothing to check, or the promise has ended."""

    code = "unable-to-check"


class UnableToInvolve(Problem):
    """There is no such role or person."""

    code = "unable-to-involve"


@transaction.atomic
def add_term(
    *,
    promise: int,
    kind: str,
    subject: str,
    operator: str,
    value: str,
    unit: str,
    by: Viewer,
    at: datetime,
    target: Decimal | None = None,
    window_days: int | None = None,
) -> int:
    """Add a term and return its number; a service level also says how often (``target``) over how long.

    Denied, NotFound, UnableToAddTerm with the field at fault.
    """
    check_capture(by)
    of = _changeable(promise)
    if of.terms.count() >= MOST_TERMS:
        raise UnableToAddTerm(_("Fifty terms are enough: split the promise."))
    term = _read(
        kind=kind, subject=subject, operator=operator, value=value, unit=unit, target=target, window_days=window_days
    )
    term.promise = of
    term.save(force_insert=True)
    facts = {"term": term.pk, "subject": term.subject, "value": f"{operator} {term.value} {term.unit}".strip()}
    tell_of([promise], at=at)
    record(verb="promise.term", subject=("promise", promise), actor=by.actor, at=at, facts=facts)
    return term.pk


def checked_terms(terms: Collection[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return terms of what nobody has promised yet as they would be kept, in JSON values; UnableToAddTerm."""
    if len(terms) > MOST_TERMS:
        raise UnableToAddTerm(_("Fifty terms are enough: split the promise."), field="terms")
    read = [_read(**{"unit": "", "target": None, "window_days": None, **term}) for term in terms]
    return [
        {
            "kind": term.kind,
            "subject": term.subject,
            "operator": term.operator,
            "value": term.value,
            "unit": term.unit,
            "target": None if term.target is None else str(term.target),
            "window_days": term.window_days,
        }
        for term in read
    ]


@transaction.atomic
def remove_term(*, number: int, by: Viewer, at: datetime) -> None:
    """Remove a term from a promise that nobody relies on yet; Denied, NotFound, UnableToAddTerm."""
    check_capture(by)
    term = _term(number)
    _changeable(term.promise_id)
    facts = {"subject": term.subject, "value": f"{term.operator} {term.value} {term.unit}".strip()}
    subject = ("promise", term.promise_id)
    term.delete()
    tell_of([term.promise_id], at=at)
    record(verb="promise.no-term", subject=subject, actor=by.actor, at=at, facts=facts)


@transaction.atomic
def check_term(*, number: int, note: str, by: Viewer, at: datetime) -> None:
    """Record that somebody who knows looked whether a term can be met, and what they found.

    Denied, NotFound, UnableToCheck.
    """
    check_check_terms(by)
    term = _term(number)
    if checking.locked_promise(term.promise_id).state not in OPEN:
        raise UnableToCheck(_("This promise has ended; what it was stays as it is."))
    term.check_note = kept_line(note, field="note", most=500, refusal=UnableToCheck, needed=True)
    term.checked_at, term.checked_by_id = at, by.number
    term.save(update_fields=["check_note", "checked_at", "checked_by"])
    facts = {"subject": term.subject, "note": term.check_note}
    record(verb="promise.check", subject=("promise", term.promise_id), actor=by.actor, at=at, facts=facts)


@transaction.atomic
def check_date(*, promise: int, by: Viewer, at: datetime) -> None:
    """Record that operations looked whether the date can be met; Denied, NotFound, UnableToCheck."""
    check_check_terms(by)
    of = checking.locked_promise(promise)
    if of.due is None or of.state not in OPEN:
        raise UnableToCheck(_("There is no date to check."))
    of.date_checked_at = at
    of.save(update_fields=["date_checked_at"])
    record(verb="promise.check-date", subject=("promise", promise), actor=by.actor, at=at,
           facts={"due": of.due.isoformat()})  # fmt: skip


@transaction.atomic
def involve(*, promise: int, person: int, role: str, by: Viewer, at: datetime) -> None:
    """Say what somebody has to do with a promise; Denied, NotFound, UnableToInvolve."""
    check_capture(by)
    of = checking.locked_promise(promise)
    open_account(person, field="person", refusal=UnableToInvolve)
    if role not in set(Role):
        raise UnableToInvolve(_("Please choose what they have to do with it."), field="role")
    if of.owner_id == person:
        raise UnableToInvolve(_("They are accountable already."), field="person")
    Involvement.objects.update_or_create(promise=of, person_id=person, defaults={"role": role})
    facts = {"person": person, "role": role}
    record(verb="promise.involve", subject=("promise", promise), actor=by.actor, at=at, facts=facts)


@transaction.atomic
def uninvolve(*, promise: int, person: int, by: Viewer, at: datetime) -> None:
    """Say that somebody has nothing to do with a promise any more; Denied, NotFound."""
    check_capture(by)
    deleted, _by_model = Involvement.objects.filter(promise=promise, person=person).delete()
    if not deleted:
        raise NotFound(_("They have nothing to do with it."))
    record(verb="promise.uninvolve", subject=("promise", promise), actor=by.actor, at=at, facts={"person": person})


def _changeable(number: int) -> Promise:
    promise = checking.locked_promise(number)
    if promise.state not in BEFORE_COMMITMENT:
        raise UnableToAddTerm(
            _("The customer relies on this. Only a revision changes it: choose “Revise the promise” there.")
        )
    return promise


def _term(number: int) -> PromiseTerm:
    found = PromiseTerm.objects.filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such term of a promise."))
    return found


def _read(
    *, kind: str, subject: str, operator: str, value: str, unit: str, target: Decimal | None, window_days: int | None
) -> PromiseTerm:
    """Return a term as it would be kept, of no promise yet."""
    if kind not in set(TermKind):
        raise UnableToAddTerm(_("Please choose what kind of term it is."), field="kind")
    if operator not in set(Operator):
        raise UnableToAddTerm(_("Please choose how it compares."), field="operator")
    term = PromiseTerm(kind=kind, operator=operator)
    term.subject = kept_line(subject, field="subject", most=120, refusal=UnableToAddTerm, needed=True)
    term.value = kept_line(value, field="value", most=60, refusal=UnableToAddTerm, needed=True)
    term.unit = _unit(unit)
    if kind == TermKind.SERVICE_LEVEL:
        term.target, term.window_days = _level(target, window_days)
    if term.unit or kind == TermKind.SERVICE_LEVEL:
        _number(term.value)
    return term


def _unit(unit: str) -> str:
    cleaned = kept_line(unit, field="unit", most=30, refusal=UnableToAddTerm)
    if not is_unit(cleaned):
        raise UnableToAddTerm(_("This is no unit that can be compared, such as mm, degC, h or percent."), field="unit")
    return cleaned


def _number(value: str) -> None:
    try:
        finite = Decimal(value.replace(",", ".")).is_finite()
    except InvalidOperation:
        finite = False
    if not finite:
        raise UnableToAddTerm(_("What has a unit is a number."), field="value")


def _level(target: Decimal | None, window_days: int | None) -> tuple[Decimal, int]:
    share = target.quantize(SMALLEST_SHARE) if target is not None and target.is_finite() and 0 < target <= 1 else None
    if not share:
        raise UnableToAddTerm(_("Say in which share of cases, above 0 and at most 1."), field="target")
    if window_days is None or not 1 <= window_days <= LONGEST_WINDOW:
        raise UnableToAddTerm(_("Say over how many days it is counted."), field="window_days")
    return share, window_days
