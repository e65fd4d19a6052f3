"""Writing a revision: begun with everything that is on record, changed by whoever proposes it, proposed, given up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from makegood.engine.wording.checking import find_blame
from makegood.feasibility.queries import outlook_of
from makegood.feasibility.services import release_validation
from makegood.foundation.actors import HOUSE, Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.texts import kept_text
from makegood.foundation.versions import changes_between, check_version
from makegood.people.services import open_account
from makegood.promises.models import Evidence, Promise
from makegood.promises.queries import indicators_of
from makegood.promises.services import checked_terms, said_terms
from makegood.promises.states import EvidenceKind, Origin
from makegood.promises.states import State as PromiseState
from makegood.remediation.queries import Chosen, chosen_way, plan_of
from makegood.revisions.bridge import drafted_message, known_of, names_day
from makegood.revisions.models import ORIGINS, Revision
from makegood.revisions.policies import check_own, check_propose, check_withdraw
from makegood.revisions.queries import PART_NAMES, latest_records, open_revision, supplier_revisions, term_words
from makegood.revisions.services.gates import (
    Pass,
    after,
    check_relied_on,
    close_again,
    digest_for,
    locked_revision,
    pass_gate,
    put_message_up,
    relied_on_since,
    tell,
    told,
)
from makegood.revisions.states import ENDED, PARTS, Gate, RevisionState, Verb

MOST_TEXT = 20_000
LATEST = timedelta(days=3_650)
TEXTS = ("rationale", "changes", "stays", "risks", "message")
CUSTOMERS = frozenset({Origin.CUSTOMER, Origin.BOTH})
"""Origins that take the customer's own words as evidence (domain §1)."""


class UnableToRevise(Problem):
    """Nobody relies on the promise, a revision of it is on its way, or something given can't be kept."""

    code = "unable-to-revise"


class UnableToPropose(Problem):
    """Something that the template needs is missing; ``field`` names it."""

    code = "unable-to-propose"


class RevisionFields(TypedDict, total=False):
    """What a revision says; what is left out stays as it is, or is taken from the record."""

    origin: str
    request: int | None
    due: date
    terms: list[dict[str, Any]]
    owner: int | None
    rationale: str
    changes: str
    stays: str
    risks: str
    message: str


@transaction.atomic
def begin_revision(*, promise: int, by: Viewer, at: datetime, **fields: Unpack[RevisionFields]) -> int:
    """Begin to revise a promise, with all that is known of it filled in; return the revision's number.

    The date is the first that the forecast calls safe enough, unless another one is given. One at a time for a promise.
    Denied, NotFound, UnableToRevise with the field at fault.
    """
    check_propose(by)
    of = Promise.objects.select_for_update().filter(pk=promise).first()
    if of is None:
        raise NotFound(_("There is no such promise."))
    if of.state != PromiseState.COMMITTED or of.due is None:
        raise UnableToRevise(_("Nobody relies on this promise: change it as it is."))
    there = open_revision(promise)
    if there is not None:
        raise UnableToRevise(_("A revision of this promise is on its way already."), details={"revision": there})
    revision = Revision(promise=of, due_before=of.due, made_at=at, made_by_id=by.number)
    plan = plan_of(promise, by)
    revision.plan_id = None if plan is None else plan.number
    _fill(revision, of, None if plan is None else chosen_way(plan), fields.get("due"), by)
    _apply(revision, _checked(fields, revision))
    revision.is_second = _is_second(revision)
    try:
        with transaction.atomic():
            revision.save(force_insert=True)
    except IntegrityError as error:  # somebody else began one at this moment
        raise UnableToRevise(_("A revision of this promise is on its way already.")) from error
    facts = {"due": revision.due.isoformat(), "before": revision.due_before.isoformat(), "origin": revision.origin}
    tell(revision, "begin", by.actor, at, facts)
    return revision.pk


@transaction.atomic
def change_revision(
    *, number: int, version: int, by: Viewer, at: datetime, **fields: Unpack[RevisionFields]
) -> list[Gate]:
    """Change what a revision read as ``version`` says; return the gates that close again because of it.

    Only gates that were passed on what changed close, and only approvals that cover it are taken back. Denied,
    NotFound, Stale, UnableToRevise with the field at fault, UnableToPass where it has ended.
    """
    revision = locked_revision(number)
    check_own(by, made_by=revision.made_by_id)
    known = _checked(fields, revision)
    before = {name: getattr(revision, _column(name)) for name in known}
    check_version(seen=version, current=revision.version, wanted=_plain(known), now=_plain(before))
    changed = changes_between(before, known)
    if not changed:
        return []
    if revision.state in ENDED:
        raise UnableToRevise(_("This revision has ended; what it was stays as it is."))
    was_drafted = _drafted(revision)
    _apply(revision, known)
    if revision.message == was_drafted and was_drafted != _drafted(revision):
        revision.message = _drafted(revision)  # nobody has touched it: it names the new date by itself
        changed["message"] = [was_drafted, revision.message]
    revision.version += 1
    closed = _reopen(revision, changed, by, at)
    revision.is_second = _is_second(revision) if revision.state == RevisionState.DRAFT else revision.is_second
    revision.save()
    taken_back = put_message_up(revision, by.actor, at) if revision.state != RevisionState.DRAFT or closed else []
    facts = {"changed": {name: _told(name, pair) for name, pair in changed.items()}, "closed": told(closed),
             "taken_back": taken_back}  # fmt: skip
    tell(revision, "change", by.actor, at, facts)
    return closed


@transaction.atomic
def propose_revision(*, number: int, version: int, by: Viewer, at: datetime) -> None:
    """Say that a revision is complete: its rationale stands with the data of this moment.

    Denied, NotFound, Stale, UnableToPass where it is proposed already, UnableToPropose with what is missing.
    """
    revision = locked_revision(number)
    check_own(by, made_by=revision.made_by_id)
    after(revision, Verb.PROPOSE)
    check_relied_on(revision)
    check_version(seen=version, current=revision.version, wanted={}, now={})
    missing = what_is_missing(revision, today=at.date())
    if missing:
        field, reason = next(iter(missing.items()))
        raise UnableToPropose(reason, field=field, details={"missing": list(missing)})
    revision.data = dict(known_of(outlook_of(revision.promise_id, by), indicators_of(revision.promise_id)).data)
    revision.is_second = _is_second(revision)
    revision.save()
    put_message_up(revision, by.actor, at)
    pass_gate(revision, Gate.RATIONALE, Pass(by.number), at)
    tell(revision, "propose", by.actor, at, {"due": revision.due.isoformat(), "second": revision.is_second})


@transaction.atomic
def withdraw_revision(*, number: int, reason: str, by: Viewer, at: datetime) -> None:
    """Give a revision up; the promise stays as it is. Denied, NotFound, UnableToPass, UnableToRevise."""
    revision = locked_revision(number)
    check_withdraw(by, made_by=revision.made_by_id)
    why = kept_text(reason, field="reason", most=MOST_TEXT, refusal=UnableToRevise, needed=True)
    end(revision, Verb.WITHDRAW, why, by.number, at)
    tell(revision, "withdraw", by.actor, at, {"reason": why})


@transaction.atomic
def withdraw_where_done(*, promises: Collection[int], at: datetime) -> int:
    """Give up the revisions of promises that nobody waits for any more; return how many."""
    found = Revision.objects.filter(promise__in=promises).exclude(state__in=ENDED)
    done = found.exclude(promise__state=PromiseState.COMMITTED).order_by("pk").values_list("pk", flat=True)
    why, ended = _("The promise was delivered or cancelled meanwhile."), 0
    for number in list(done):
        revision = locked_revision(number)
        if revision.state not in ENDED and revision.promise.state != PromiseState.COMMITTED:
            end(revision, Verb.WITHDRAW, why, None, at)
            tell(revision, "withdraw", HOUSE, at, {"reason": why})
            ended += 1
    return ended


def end(revision: Revision, verb: Verb, why: str, by: int | None, at: datetime) -> None:
    """End a revision that is not in force."""
    revision.state = after(revision, verb)
    revision.ended_at, revision.ended_by_id, revision.end_reason = at, by, why
    revision.save()
    if revision.validation_id is not None:
        release_validation(number=revision.validation_id, at=at)


def what_is_missing(revision: Revision, *, today: date) -> dict[str, str]:
    """Return what the template needs before it can be proposed, as field → what is wrong with it."""
    blank = _("Please fill this in.")
    missing = {name: blank for name in ("rationale", "changes", "stays", "risks") if not getattr(revision, name)}
    if revision.due == revision.due_before and revision.terms == revision.terms_before:
        missing["due"] = _("Neither the date nor any term would be another one.")
    elif revision.due < today:
        missing["due"] = _("The new date has passed already.")
    if revision.owner_id is None:
        missing["owner"] = _("Somebody must answer for it: name an owner first.")
    if revision.origin in CUSTOMERS and not _is_shown(revision):
        missing["request"] = _(
            "That the customer wants it has to be shown: their own words, newer than the date that they rely on, and "
            "not a note of whoever proposes it."
        )
    wrong = what_is_wrong(revision.message, revision.due, revision.due_before)
    if wrong:
        missing["message"] = wrong[0]
    return missing


def what_is_wrong(message: str, due: date, before: date) -> list[str]:
    """Return what is wrong with a message: blame, a missing date; empty where nothing is."""
    if not message:
        return [_("There is no message yet.")]
    wrong = [
        _("“%(text)s” blames somebody: say what happened, and what comes next.") % {"text": one.text}
        for one in find_blame(message)
    ]
    if due != before and not names_day(message, due):
        wrong.append(_("The message does not name the new date."))
    return wrong


def missing_of(number: int, *, today: date) -> dict[str, str]:
    """Return :func:`what_is_missing` of a revision by its number; NotFound."""
    revision = Revision.objects.select_related("promise").filter(pk=number).first()
    if revision is None:
        raise NotFound(_("There is no such revision."))
    return what_is_missing(revision, today=today)


def _is_shown(revision: Revision) -> bool:
    """Say whether the customer's own words are there, newer than the date that they rely on.

    What whoever proposes it noted down themselves are not the customer's words.
    """
    found = Evidence.objects.filter(promise=revision.promise_id, withdrawn_at=None, pk=revision.request_id or 0)
    theirs = found.exclude(kind=EvidenceKind.NOTE, made_by=revision.made_by_id)
    return theirs.filter(made_at__gt=relied_on_since(revision)).exists()


def _is_second(revision: Revision) -> bool:
    return revision.origin != Origin.CUSTOMER and supplier_revisions(revision.promise_id) > 0


def _fill(revision: Revision, of: Promise, chosen: Chosen | None, due: date | None, by: Viewer) -> None:
    """Fill in what the record says, and what the joint plan was decided for."""
    known = known_of(outlook_of(of.pk, by), indicators_of(of.pk))
    before = revision.due_before
    decided = None if chosen is None else chosen.due
    revision.due = due or decided or max(known.due or before, before)
    revision.origin = Origin.US
    revision.owner_id = revision.owner_before_id = of.owner_id
    revision.terms_before = said_terms(of.pk)
    dropped = frozenset() if chosen is None else chosen.dropped
    revision.terms = [one for one in revision.terms_before if one["subject"] not in dropped]
    revision.rationale, revision.risks, revision.data = known.rationale, known.risks, dict(known.data)
    if chosen is not None:
        said = _("The case was decided for “%(title)s”: %(reason)s") % {"title": chosen.title, "reason": chosen.reason}
        revision.rationale = "\n".join(filter(None, (revision.rationale, said)))
    revision.stays = _("The words, the scope and every term besides the date.")
    revision.message = _drafted(revision)


def _drafted(revision: Revision) -> str:
    """Return the message as it is drafted for what a revision says now; empty where the date stays."""
    if revision.due == revision.due_before:
        return ""
    return drafted_message(revision.promise.title, revision.due_before, revision.due, revision.stays)


def _reopen(revision: Revision, changed: Mapping[str, object], by: Viewer, at: datetime) -> list[Gate]:
    latest = latest_records(revision.pk)
    reason = _("This was changed: %(parts)s")
    touched: dict[Gate, str] = {
        gate: reason % {"parts": ", ".join(str(PART_NAMES[part]) for part in PARTS[gate] if part in changed)}
        for gate, record in latest.items()
        if record.passed and gate is not Gate.NOTICE and record.digest != digest_for(gate, revision)
    }
    return close_again(revision, touched, at, by=by.number)


def _checked(fields: RevisionFields, revision: Revision) -> dict[str, Any]:
    """Return what was given as it is kept, by field; UnableToRevise."""
    known: dict[str, Any] = dict(fields)
    for name in TEXTS:
        if name in known:
            known[name] = kept_text(known[name], field=name, most=MOST_TEXT, refusal=UnableToRevise)
    checks: Mapping[str, Callable[[Any], Any]] = {
        "origin": _origin,
        "due": partial(_day, revision=revision),
        "terms": checked_terms,
        "owner": partial(open_account, field="owner", refusal=UnableToRevise),
        "request": partial(_request, revision=revision),
    }
    for name, check in checks.items():
        if name in known and not (name == "owner" and known[name] == revision.owner_id):
            known[name] = check(known[name])
    return known


def _origin(value: str) -> str:
    if value not in set(ORIGINS):
        raise UnableToRevise(_("Please say who wants it."), field="origin")
    return Origin(value).value


def _day(value: date, revision: Revision) -> date:
    if not revision.made_at.date() - LATEST <= value <= revision.made_at.date() + LATEST:
        raise UnableToRevise(_("Please give a day within ten years."), field="due")
    return value


def _request(value: int | None, revision: Revision) -> int | None:
    shown = Evidence.objects.filter(pk=value or 0, promise=revision.promise_id, withdrawn_at=None)
    if value is not None and not shown.exists():
        raise UnableToRevise(_("Please choose evidence of this promise."), field="request")
    return value


def _apply(revision: Revision, known: Mapping[str, Any]) -> None:
    for name, value in known.items():
        setattr(revision, _column(name), value)


def _column(name: str) -> str:
    return f"{name}_id" if name in {"owner", "request"} else name


def _plain(known: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _said(value) for name, value in known.items()}


def _told(name: str, pair: Sequence[Any]) -> list[Any]:
    """Return what a field was and is, as history keeps it: terms in words, everything else as it is sent."""
    if name != "terms":
        return [_said(one) for one in pair]
    return [", ".join(f"{one['subject']} {term_words(one)}" for one in terms) for terms in pair]


def _said(value: Any) -> Any:  # noqa: ANN401  # whatever a field holds
    return value.isoformat() if isinstance(value, date) else value
