"""Proposing ways out of a case, each of them simulated, and withdrawing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from makegood.feasibility.models import Scenario
from makegood.feasibility.queries import find_scenario
from makegood.feasibility.services import begin_scenario, share_scenario, try_scenario
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.texts import kept_line, kept_text
from makegood.remediation.models import Option, Plan
from makegood.remediation.policies import check_work_on_plan
from makegood.remediation.queries.decisions import has_standing_decision
from makegood.remediation.queries.options import options_of
from makegood.remediation.services.locking import locked
from makegood.remediation.services.noting import note
from makegood.remediation.services.reaching import taken

TITLE, MOST_WORDS, MOST_OPTIONS = 120, 5_000, 12
"""More ways out than that nobody judges with care (a convention)."""


class UnableToPropose(Problem):
    """It is no way out, stands already, or a decision waits."""

    code = "unable-to-propose"


@transaction.atomic
def propose_option(
    *,
    plan: int,
    title: str,
    changes: Sequence[Mapping[str, Any]] = (),
    cost: Decimal | None = None,
    currency: str = "",
    words: str = "",
    by: Viewer,
    at: datetime,
) -> int:
    """Propose a way out that consists of ``changes``, and have it simulated; return its number.

    Its cost is a fact of the option: 0 where it costs nothing. Denied, NotFound, UnableToPropose, UnableToSuppose.
    """
    of = _open_for_options(plan, by)
    if not changes:
        raise UnableToPropose(_("Say what would change; to change nothing stands among the options."), field="changes")
    name = kept_line(title, field="title", most=TITLE, refusal=UnableToPropose, needed=True)
    scenario = begin_scenario(
        name=name, changes=changes, promise=of.promise_id, cost=cost, currency=currency, by=by, at=at
    )
    return _propose(of, scenario, name, words, by, at)


@transaction.atomic
def propose_what_if(*, plan: int, scenario: int, title: str = "", words: str = "", by: Viewer, at: datetime) -> int:
    """Propose what a named what-if would change as it reads now; return the number of the option.

    It is shared by that. Denied, NotFound, UnableToPropose.
    """
    of = _open_for_options(plan, by)
    row = find_scenario(scenario, by)
    if not row.is_open or not row.changes:
        raise UnableToPropose(_("This what-if changes nothing, or has ended."), field="scenario")
    name = kept_line(title or row.name, field="title", most=TITLE, refusal=UnableToPropose, needed=True)
    return _propose(of, scenario, name, words, by, at)


@transaction.atomic
def withdraw_option(*, option: int, reason: str, by: Viewer, at: datetime) -> None:
    """Take a way out away, with a reason; it stays to be seen. To change nothing always stands.

    Denied, NotFound, UnableToPropose.
    """
    found = _found(option)
    of = _open_for_options(found.plan_id, by)
    if found.withdrawn_at is not None:
        return
    if found.scenario_id is None:
        raise UnableToPropose(_("To change nothing always stands among the options."))
    found.withdrawn_why = kept_text(reason, field="reason", most=MOST_WORDS, refusal=UnableToPropose, needed=True)
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at", "withdrawn_why"])
    facts = {"option": found.pk, "title": found.title, "reason": found.withdrawn_why}
    note(of, "withdraw-option", by=by.actor, at=at, facts=facts)


@transaction.atomic
def simulate_options(*, plan: int, by: Viewer, at: datetime) -> int:
    """Have every way out simulated again whose figures are of another forecast; return how many. Denied, NotFound."""
    _of, row = taken(plan, by)
    check_work_on_plan(by, row)
    stale = [one for one in options_of(row, by) if one.scenario is not None and not one.waits and not one.is_fresh]
    for one in stale:
        try_scenario(number=one.scenario or 0, by=by, at=at)
    return len(stale)


def _open_for_options(plan: int, by: Viewer) -> Plan:
    of, row = taken(plan, by)
    check_work_on_plan(by, row)
    locked(plan, by, refusal=UnableToPropose)
    if has_standing_decision(of.pk):
        raise UnableToPropose(_("A decision is made among the options: it has to be given back or reopened first."))
    return of


def _propose(of: Plan, scenario: int, name: str, words: str, by: Viewer, at: datetime) -> int:
    if Option.objects.filter(plan=of, withdrawn_at=None).count() >= MOST_OPTIONS:
        text = _("%(most)s ways out are enough to judge with care: withdraw one first.") % {"most": MOST_OPTIONS}
        raise UnableToPropose(text)
    kept = Scenario.objects.get(pk=scenario)
    if Option.objects.filter(plan=of, scenario=kept, revision=kept.revision, withdrawn_at=None).exists():
        raise UnableToPropose(_("This stands among the options already."), field="scenario")
    if kept.shared_at is None:
        share_scenario(number=scenario, by=by, at=at)
    option = Option.objects.create(
        plan=of,
        title=name,
        words=kept_text(words, field="words", most=MOST_WORDS, refusal=UnableToPropose),
        scenario=kept,
        revision=kept.revision,
        by_id=by.number,
        at=at,
    )
    try_scenario(number=scenario, by=by, at=at)
    facts = {"option": option.pk, "title": name, "scenario": scenario, "revision": kept.revision}
    note(of, "propose-option", by=by.actor, at=at, facts=facts)
    return option.pk


def _found(option: int) -> Option:
    found = Option.objects.filter(pk=option).first()
    if found is None:
        raise NotFound(_("There is no such option."))
    return found
