"""Proposing another priority policy, trying it, and publishing what was tried."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from makegood.feasibility.models import Policy, PolicyDraft, Standing, Trial
from makegood.feasibility.policies import check_propose_policy, check_publish_policy, check_see_forecast
from makegood.feasibility.queries import find_trial, has_moved, ranking_in_force
from makegood.feasibility.states import Offers, Rule, TrialKind, TrialState
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.foundation.outbox.services import announce
from makegood.foundation.texts import kept_line, kept_text
from makegood.foundation.versions import changes_between, check_version

MOST_REASON = 5_000
PUBLISHED = "policy.published"


class UnableToRank(Problem):
    """The rules make no order, or the policy was not tried."""

    code = "unable-to-rank"


class HasMoved(Problem):
    """The forecast is another one than that something was tried against; ``details`` hold the number of the trial."""

    code = "has-moved"


@transaction.atomic
def propose_policy(*, name: str, rules: Sequence[str], offers: str, reason: str, by: Viewer, at: datetime) -> int:
    """Propose by which rules promises are to rank; return the number of the proposal. Denied, UnableToRank."""
    check_propose_policy(by)
    said = _said(name, rules, offers, reason)
    draft = PolicyDraft.objects.create(**said, made_at=at, by_id=by.number)
    record(verb="policy.propose", subject=("policy-draft", draft.pk), actor=by.actor, at=at, facts=_facts(said))
    return draft.pk


@transaction.atomic
def change_draft(
    *, number: int, version: int, name: str, rules: Sequence[str], offers: str, reason: str, by: Viewer, at: datetime
) -> None:
    """Change what is proposed; whoever changes it proposes it. What was tried before is of what it was before.

    Denied, NotFound, Stale, UnableToRank.
    """
    check_propose_policy(by)
    draft = _locked(number)
    said = _said(name, rules, offers, reason)
    before = {field: getattr(draft, field) for field in said}
    check_version(seen=version, current=draft.version, wanted=said, now=before)
    changes = changes_between(_facts(before), _facts(said))
    if not changes:
        return
    for field, value in said.items():
        setattr(draft, field, value)
    draft.by_id, draft.version = by.number, draft.version + 1
    draft.save()
    record(verb="policy.change", subject=("policy-draft", number), actor=by.actor, at=at, facts={"changed": changes})


@transaction.atomic
def take_back_draft(*, number: int, by: Viewer, at: datetime) -> None:
    """Propose it no longer; Denied, NotFound."""
    check_propose_policy(by)
    draft = _locked(number)
    draft.ended_at = at
    draft.save()
    record(verb="policy.take-back", subject=("policy-draft", number), actor=by.actor, at=at, facts={"name": draft.name})


@transaction.atomic
def try_draft(*, number: int, by: Viewer, at: datetime) -> int:
    """Ask what a proposal would do to every promise; return the number of the trial, which is answered in a moment.

    Denied, NotFound.
    """
    check_see_forecast(by)
    draft = _locked(number)
    trial = Trial.objects.create(
        kind=TrialKind.POLICY, draft=draft, rules=draft.rules, offers=draft.offers, by_id=by.number, at=at
    )
    facts = {"trial": trial.pk, "name": draft.name}
    record(verb="policy.try", subject=("policy-draft", number), actor=by.actor, at=at, facts=facts)
    return trial.pk


@transaction.atomic
def publish_draft(
    *, number: int, trial: int | None = None, although_moved: bool = False, by: Viewer, at: datetime
) -> int:
    """Put what was proposed and tried in force, from the next forecast on; return the number of the version.

    Somebody else than who proposes it publishes it. ``trial`` is what they have seen; nothing has to be tried before
    there is any forecast. Where the forecast has moved since, HasMoved, unless they publish it ``although_moved``.
    Denied, NotFound, UnableToRank.
    """
    draft = _locked(number)
    check_publish_policy(by, proposed_by=draft.by_id)
    moved = _check_tried(draft, trial, by, although_moved=although_moved)
    version = ranking_in_force().number + 1
    try:
        with transaction.atomic():
            Policy.objects.create(
                number=version,
                name=draft.name,
                rules=draft.rules,
                offers=draft.offers,
                reason=draft.reason,
                at=at,
                proposed_by_id=draft.by_id,
                by_id=by.number,
                trial_id=trial,
                has_moved=moved,
            )
    except IntegrityError as error:
        raise UnableToRank(_("Somebody else published a policy at this moment. Try yours against that one.")) from error
    draft.ended_at = at
    draft.save()
    announce(event=PUBLISHED, subject=("policy", version), payload={}, at=at)
    facts = {"version": version, "name": draft.name, "trial": trial or 0, "moved": moved}
    record(verb="policy.publish", subject=("policy", version), actor=by.actor, at=at, facts=facts)
    return version


def check_done(trial: int, by: Viewer, *, although_moved: bool) -> bool:
    """Refuse what was not answered, or has moved since; return whether it has. NotFound, UnableToRank, HasMoved."""
    found = find_trial(trial, by)
    if found.state != TrialState.DONE:
        raise UnableToRank(_("It was tried, but nobody knows yet what it would do."), field="trial")
    moved = has_moved(found)
    if moved and not although_moved:
        text = _("The forecast has moved since this was tried. Try it again, or say that you apply it although it has.")
        raise HasMoved(text, field="although_moved", details={"trial": trial})
    return moved


def _check_tried(draft: PolicyDraft, trial: int | None, by: Viewer, *, although_moved: bool) -> bool:
    if trial is None:
        if Standing.objects.exists():
            raise UnableToRank(_("Try it first, so that everybody can see who wins and who loses."), field="trial")
        return False
    moved = check_done(trial, by, although_moved=although_moved)
    tried = find_trial(trial, by)
    if tried.draft != draft.pk or (list(tried.rules), tried.offers) != (draft.rules, draft.offers):
        raise UnableToRank(_("What was tried is something else than what would be published."), field="trial")
    return moved


def _locked(number: int) -> PolicyDraft:
    draft = PolicyDraft.objects.select_for_update().filter(pk=number, ended_at=None).first()
    if draft is None:
        raise NotFound(_("There is no such proposal, or it is one no more."))
    return draft


def _said(name: str, rules: Sequence[str], offers: str, reason: str) -> dict[str, object]:
    known = set(Rule)
    if not rules or any(rule not in known for rule in rules):
        raise UnableToRank(_("Choose by what promises rank first."), field="rules")
    if len(set(rules)) < len(rules):
        raise UnableToRank(_("Each rule stands once: the second time it would decide nothing."), field="rules")
    if offers not in set(Offers):
        raise UnableToRank(_("Choose where offers stand."), field="offers")
    return {
        "name": kept_line(name, field="name", most=120, refusal=UnableToRank, needed=True),
        "rules": [Rule(rule).value for rule in rules],
        "offers": Offers(offers).value,
        "reason": kept_text(reason, field="reason", most=MOST_REASON, refusal=UnableToRank, needed=True),
    }


def _facts(said: dict[str, object]) -> dict[str, object]:
    rules = said["rules"]
    return {**said, "rules": ", ".join(rules) if isinstance(rules, list) else rules}
