"""Judging ways out on what no figure says: everybody alone, and with a reason for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.foundation.actors import Viewer
from makegood.foundation.errors import Problem
from makegood.foundation.texts import kept_text
from makegood.remediation.models import Judgement, Reveal
from makegood.remediation.policies import check_judge
from makegood.remediation.queries.decisions import has_standing_decision, judging
from makegood.remediation.queries.frames import CriterionSaid
from makegood.remediation.queries.options import options_of
from makegood.remediation.services.locking import locked
from makegood.remediation.services.noting import note
from makegood.remediation.services.reaching import taken

MOST_WORDS = 2_000


class UnableToJudge(Problem):
    """The score is off its scale or without a reason, all judgements are known, or a decision waits."""

    code = "unable-to-judge"


@dataclass(frozen=True, slots=True)
class Said:
    """A judgement: what an option is worth on a criterion's own scale, and why."""

    option: int
    criterion: str
    value: float
    reason: str


@transaction.atomic
def judge(*, plan: int, said: Sequence[Said], by: Viewer, at: datetime) -> int:
    """Judge some options on some criteria; return how many judgements that were new or other than before.

    One may change one's mind until everybody has judged, not after: then all see all, and what they saw stays as it is
    whatever is proposed later, and whoever is named. Denied, NotFound, UnableToJudge with a field such as ``7.trust``
    (option and criterion).
    """
    of, row = taken(plan, by)
    check_judge(by, row)
    lock = locked(plan, by, refusal=UnableToJudge)
    if has_standing_decision(of.pk):
        raise UnableToJudge(_("A decision is made by these judgements: it has to be given back or reopened first."))
    options = {one.number for one in options_of(row, by)}
    before = judging(row, lock, tuple(options), by)
    if before.is_revealed:
        raise UnableToJudge(_("Everybody has judged, and sees what the others said: nothing is changed after that."))
    criteria = {one.key: one for one in lock.frame.criteria if not one.is_measured}
    now = {(one.option, one.criterion): (one.value, one.reason) for one in before.seen if one.judge == by.number}
    changed = [one for one in map(_kept, said) if now.get((one.option, one.criterion)) != (one.value, one.reason)]
    seen = set(Reveal.objects.filter(lock=lock.row).values_list("option", flat=True))
    for one in changed:
        _check(one, options, criteria)
        if one.option in seen and (one.option, one.criterion) in now:
            text = _("Everybody had judged this, and saw what the others said: it stays as it is.")
            raise UnableToJudge(text, field=f"{one.option}.{one.criterion}")
        Judgement.objects.create(
            lock_id=lock.row, option_id=one.option, criterion=one.criterion, judge_id=by.number, value=one.value,
            reason=one.reason, at=at,
        )  # fmt: skip
    if changed:
        facts = {"judgements": len(changed), "lock": lock.number}  # what they are is for nobody before all are in
        note(of, "judge", by=by.actor, at=at, facts=facts)
        if judging(row, lock, tuple(options), by).is_revealed:
            Reveal.objects.bulk_create(Reveal(lock_id=lock.row, option_id=one, at=at) for one in options - seen)
    return len(changed)


def _kept(one: Said) -> Said:
    place = f"{one.option}.{one.criterion}"
    reason = kept_text(one.reason, field=place, most=MOST_WORDS, refusal=UnableToJudge, needed=True)
    return Said(one.option, one.criterion, one.value, reason)


def _check(one: Said, options: set[int], criteria: dict[str, CriterionSaid]) -> None:
    place = f"{one.option}.{one.criterion}"
    criterion = criteria.get(one.criterion)
    if one.option not in options or criterion is None:
        raise UnableToJudge(_("Nobody is asked to judge this."), field=place)
    low, high = sorted((criterion.worst, criterion.best))
    if not isfinite(one.value) or not low <= one.value <= high:
        text = _("Please give a figure from %(worst)g, the worst, to %(best)g, the best.")
        raise UnableToJudge(text % {"worst": criterion.worst, "best": criterion.best}, field=place)
