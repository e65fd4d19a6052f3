"""Putting a case before its decider, deciding, and making the decision again once its ground has moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.engine.deciding import read_frame, what_reopens
from makegood.foundation.actors import HOUSE, Actor, Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.outbox.services import announce
from makegood.foundation.texts import kept_text
from makegood.remediation.bridge import Weighed, card_of, read_card, weigh
from makegood.remediation.models import Decision, DecisionLine, Option, Plan
from makegood.remediation.policies import check_decide, check_return, check_work_on_plan
from makegood.remediation.queries.decisions import (
    DecisionRow,
    LockRow,
    deciders_of,
    decisions_of,
    find_decision,
    judging,
    locks_of,
)
from makegood.remediation.queries.options import OptionRow, options_of
from makegood.remediation.queries.plans import PlanRow
from makegood.remediation.services.locking import locked
from makegood.remediation.services.noting import note
from makegood.remediation.services.parts import renew_parts
from makegood.remediation.services.reaching import taken
from makegood.remediation.states import DECISION_TRANSITIONS, STANDING, DecisionState, DecisionVerb

MOST_REASON = 5_000
DECIDED, REOPENED = "plan.decided", "plan.decision-reopened"


class UnableToDecide(Problem):
    """Something is missing before it can be decided, or the decision is another one by now; ``details`` say what."""

    code = "unable-to-decide"


@transaction.atomic
def submit_decision(*, plan: int, decider: int | None = None, by: Viewer, at: datetime) -> int:
    """Put a case before its decider with all scores as they stand; return the number of the decision.

    Every way out is simulated on the forecast as it stands, every judge has judged, and nobody decides what they put up
    themselves. ``decider`` is one of those whom the rules name; the first of them where nobody is said. Denied,
    NotFound, UnableToDecide.
    """
    of, row = taken(plan, by)
    check_work_on_plan(by, row)
    lock = locked(plan, by, refusal=UnableToDecide)
    before = decisions_of(plan, by)
    if before and before[0].state in STANDING:
        raise UnableToDecide(_("There is a decision already: it has to be given back or reopened first."))
    options = options_of(row, by)
    _check_fresh(options)
    found = _weighed(row, lock, options, by)
    signs = _decider(row, lock, decider, by)
    number = before[0].number + 1 if before else 1
    decision = Decision.objects.create(
        plan=of,
        number=number,
        lock_id=lock.row,
        seed=found.seed,
        card=found.card,
        result=found.result,
        submitted_by_id=by.number,
        submitted_at=at,
        decider_id=signs,
    )
    facts = {"number": number, "lock": lock.number, "digest": lock.digest, "decider": signs, "card": decision.card}
    note(of, "submit-decision", by=by.actor, at=at, facts=facts)
    return number


@transaction.atomic
def return_decision(*, plan: int, number: int, reason: str, by: Viewer, at: datetime) -> None:
    """Give a case back undecided, with what is missing; whoever put it up takes it back the same way.

    Denied, NotFound, UnableToDecide.
    """
    of, _row = taken(plan, by)
    row = find_decision(plan, number, by)
    check_return(by, row, at=at)
    why = kept_text(reason, field="reason", most=MOST_REASON, refusal=UnableToDecide, needed=True)
    decision = _move(row, DecisionVerb.RETURN)
    decision.ended_at, decision.ended_why = at, why
    decision.save()
    note(of, "return-decision", by=by.actor, at=at, facts={"number": number, "reason": why})


@transaction.atomic
def decide_case(*, plan: int, number: int, option: int, reason: str, by: Viewer, at: datetime) -> None:
    """Decide for one of the options, with a reason; what would reopen it is written down at once.

    The decider may choose another one than the criteria put first, but none that a veto or a limit excludes. Functions
    whose part in it is another one than they agreed to are asked anew. Denied, NotFound, UnableToDecide.
    """
    of, _row = taken(plan, by)
    row = find_decision(plan, number, by)
    check_decide(by, row, at=at)
    why = kept_text(reason, field="reason", most=MOST_REASON, refusal=UnableToDecide, needed=True)
    _check_may_choose(row, option, by)
    decision = _move(row, DecisionVerb.DECIDE)
    decision.chosen = Option.objects.get(pk=option)
    decision.reason, decision.decided_by_id, decision.decided_at = why, by.number, at
    decision.save()
    _write_lines(decision, row, option, by)
    renew_parts(of, by=by.actor, at=at)
    announce(event=DECIDED, subject=("plan", plan), payload={"plan": plan, "promise": of.promise_id}, at=at)
    facts = {"number": number, "option": option, "title": decision.chosen.title, "reason": why}
    facts |= {"decider": row.decider} if row.decider != by.number else {}
    note(of, "decide", by=by.actor, at=at, facts=facts)


@transaction.atomic
def reopen_decision(*, plan: int, number: int, reason: str, by: Viewer, at: datetime) -> None:
    """Say that a decision has lost its ground, with the reason, and another one follows.

    Denied, NotFound, UnableToDecide.
    """
    of, plan_row = taken(plan, by)
    check_work_on_plan(by, plan_row)
    row = find_decision(plan, number, by)
    why = kept_text(reason, field="reason", most=MOST_REASON, refusal=UnableToDecide, needed=True)
    _reopen(of, row, why, by.actor, at)


def reopen_where_crossed(plan: Plan, row: DecisionRow, crossed: Sequence[str], *, at: datetime) -> None:
    """Put a decision up again because figures on which it rests crossed their lines; the house does it by itself."""
    _reopen(plan, row, " ".join(crossed), HOUSE, at)


def _reopen(of: Plan, row: DecisionRow, why: str, by: Actor, at: datetime) -> None:
    decision = _move(row, DecisionVerb.REOPEN)
    decision.ended_at, decision.ended_why = at, why
    decision.save()
    announce(event=REOPENED, subject=("plan", of.pk), payload={"plan": of.pk, "promise": of.promise_id}, at=at)
    note(of, "reopen-decision", by=by, at=at, facts={"number": row.number, "reason": why})


def _check_fresh(options: Sequence[OptionRow]) -> None:
    waits = [one.title for one in options if one.waits]
    if waits:
        text = _("This is still being simulated: %(options)s.") % {"options": ", ".join(waits)}
        raise UnableToDecide(text, details={"waits": waits})
    stale = [one.title for one in options if not one.is_fresh]
    if stale:
        text = _("The forecast has moved, or says nothing of it: simulate these again: %(options)s.")
        raise UnableToDecide(text % {"options": ", ".join(stale)}, details={"stale": stale})


def _weighed(row: PlanRow, lock: LockRow, options: tuple[OptionRow, ...], by: Viewer) -> Weighed:
    found = judging(row, lock, tuple(one.number for one in options), by)
    if found.missing:
        names = ", ".join(name for _judge, name in found.missing)
        raise UnableToDecide(
            _("These have not judged yet: %(names)s.") % {"names": names},
            details={"missing": [judge for judge, _name in found.missing]},
        )
    weighed_up = weigh(lock, options, found)
    if weighed_up.faults:
        raise UnableToDecide(" ".join(weighed_up.faults), details={"faults": list(weighed_up.faults)})
    return weighed_up


def _decider(row: PlanRow, lock: LockRow, wanted: int | None, by: Viewer) -> int:
    may = deciders_of(row, lock, but=by.number)
    if not may.people:
        text = _(
            "Nobody may decide on this: the rules name %(function)s, and nobody has it who neither sold nor proposes."
        )
        raise UnableToDecide(text % {"function": may.function}, field="decider")
    numbers = [number for number, _name in may.people]
    if wanted is not None and wanted not in numbers:
        raise UnableToDecide(_("The rules name others who may decide on this."), field="decider")
    return numbers[0] if wanted is None else wanted


def _check_may_choose(row: DecisionRow, option: int, by: Viewer) -> None:
    standing = next((one for one in row.result["standings"] if one["option"] == str(option)), None)
    if standing is None:
        raise UnableToDecide(_("This was not among the options that were put up."), field="option")
    if Option.objects.filter(pk=option, by=by.number, scenario__isnull=False).exists():  # to change nothing is nobody's
        raise UnableToDecide(_("You proposed this way out yourself: somebody else decides for it."), field="option")
    out = [one for one in standing["excluded"] if one["code"] != "dominated"]
    if out:
        raise UnableToDecide(
            _("A veto or a limit that was fixed beforehand excludes it: change the criteria first, with a reason."),
            field="option",
        )


def _write_lines(decision: Decision, row: DecisionRow, option: int, by: Viewer) -> None:
    """Write down what would reopen the decision, from the very scores that it was made on."""
    lock = next(one for one in locks_of(decision.plan_id, by) if one.number == row.lock)
    frame = read_frame(lock.text)
    card = card_of(frame, read_card(row.card), judges=row.card["judges"])
    for line in what_reopens(frame, card, str(option)):
        DecisionLine.objects.create(
            decision=decision, subject=line.subject, kind=line.kind, now=line.now, at=line.at,
            direction=line.direction, to_id=int(line.to) if line.to else None,
        )  # fmt: skip


def _move(row: DecisionRow, verb: DecisionVerb) -> Decision:
    decision = Decision.objects.select_for_update().get(pk=row.row)
    after = DECISION_TRANSITIONS[DecisionState(decision.state)].get(verb)
    if after is None:
        raise UnableToDecide(_("This decision is another one by now: look at it again."))
    decision.state = after
    return decision
