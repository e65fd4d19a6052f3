"""How a case is decided: what counts, the ways out, who has judged, what the criteria say, and who signs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from makegood.feasibility.bridge import told_changes
from makegood.feasibility.queries import CHANGE_NAMES, latest_best_set
from makegood.feasibility.states import ChangeKind, TrialState
from makegood.foundation.actors import Viewer
from makegood.foundation.clock import present
from makegood.foundation.errors import NotFound
from makegood.people.queries import FUNCTION_NAMES
from makegood.people.states import Function
from makegood.remediation import bridge, policies, queries, services
from makegood.remediation.forms import (
    AnswerForm,
    Asked,
    DecideForm,
    LockChangeForm,
    ReasonForm,
    SubmitForm,
    initial_of,
    judge_form,
)
from makegood.remediation.queries import DecisionRow, JudgementRow, Judging, LockRow, OptionRow, PlanRow
from makegood.remediation.queries.decision_names import DECISION_NAMES, KIND_NAMES, criterion_name, source_name
from makegood.remediation.states import DecisionState, Measure, SignOff
from makegood.remediation.views.tables import (
    criteria_table,
    options_table,
    ranking_table,
    reasons_table,
    scores_table,
)
from makegood.web.access import admits
from makegood.web.editing import edit, sent
from makegood.web.exports import taken
from makegood.web.request import StaffRequest
from makegood.web.responses import done, show


@admits(policies.check_see_plans)
def plan_decision(request: StaffRequest, number: int) -> HttpResponseBase:
    """Show where the decision of a case stands: everything that is known of it, and what comes next."""
    viewer = request.viewer
    row = queries.find_plan(number, viewer)
    locks = queries.locks_of(number, viewer)
    lock = queries.lock_in_force(locks)
    may_work = row.is_worked_on and policies.can_work_on_plan(viewer, row)
    context: dict[str, Any] = {"row": row, "locks": locks, "lock": lock, "may_work": may_work, **_words()}
    if lock is None:
        criteria = queries.criteria_in_force(at=row.opened_at)
        context |= {"criteria": criteria, "counts": counts(criteria.frame), "signs": signs(criteria.sign_off)}
        asked = taken(request, criteria_table(context["counts"]))
        return asked or show(request, "remediation/decision_unlocked.html", context)
    everything = queries.options_of(row, viewer, also_withdrawn=True)
    options = tuple(one for one in everything if one.is_open)
    judged = queries.judging(row, lock, tuple(one.number for one in options), viewer)
    decisions = queries.decisions_of(number, viewer)
    now = decisions[0] if decisions and decisions[0].ended_at is None else None
    result = bridge.weigh(lock, options, judged) if now is None and judged.is_revealed else None
    proposed = queries.proposed_lock(locks)
    context |= {
        "counts": counts(lock.frame),
        "signs": signs(lock.sign_off),
        "options": [(one, _figures(one, lock, judged)) for one in options],
        "withdrawn": [one for one in everything if not one.is_open],
        "judged": judged,
        "judges": [(name, (judge, name) in judged.missing) for judge, name in judged.judges],
        "reasons": _reasons(options, judged) if judged.is_revealed else (),
        "waits": any(one.waits for one in options),
        **_best(row, lock, options, viewer),
        "stale": any(not one.waits and not one.is_fresh for one in options if one.scenario is not None),
        "kinds": [(kind.value, CHANGE_NAMES[kind]) for kind in ChangeKind],
        "may_judge": row.is_worked_on and now is None and not judged.is_revealed and policies.can_judge(viewer, row),
        "faults": result.faults if result is not None else (),
        "told": _told(result.result, options) if result is not None and result.result else None,
        "now": now,
        "before": [one for one in decisions if one is not now],
        "decision_names": DECISION_NAMES,
        "proposed": proposed,
        "may_answer": proposed is not None and policies.can_answer_lock(viewer, row, proposed_by=proposed.by or 0),
        "seen": queries.seen_what_ifs(row, viewer, before=locks[-1].at),
        "deciders": queries.deciders_of(row, lock, but=viewer.number) if may_work and now is None else None,
    }
    tables = [criteria_table(context["counts"]), options_table(context["options"]), reasons_table(context["reasons"])]
    if context["told"] is not None:
        tables.append(ranking_table(context["told"]))
    return taken(request, *tables) or show(request, "remediation/decision.html", context)


def _best(row: PlanRow, lock: LockRow, options: Sequence[OptionRow], viewer: Viewer) -> dict[str, object]:
    """Return the best set that was looked for last, what it is asked for with, and whether it is looked for now."""
    best = latest_best_set(row.promise, viewer)
    veto = next((one.veto for one in lock.frame.criteria if one.key == Measure.COST), None)
    asked = {"delay_days": int(lock.frame.acceptable_delay_days), "reach": 1 - lock.frame.acceptable_risk}
    return {
        "best": best,
        "best_changes": [] if best is None else [said for one in best.chosen for said in told_changes(one["changes"])],
        "best_taken": best is not None and best.scenario in {one.scenario for one in options if one.scenario},
        "best_asked": urlencode(asked if veto is None else asked | {"budget": f"{veto:.2f}"}),
        "seeks": best is not None and best.state is TrialState.WAITING,
    }


@require_POST
@admits(policies.check_see_plans)
def plan_lock(request: StaffRequest, number: int) -> HttpResponse:
    """Lock the criteria of a case."""
    services.lock_criteria(plan=number, by=request.viewer, at=present())
    return done(request, reverse("plan-decision", args=[number]), _("Locked. Ways out can be proposed now."))


@admits(policies.check_see_plans)
def plan_criteria(request: StaffRequest, number: int) -> HttpResponse:
    """Propose other criteria in the middle of a case."""
    viewer = request.viewer
    row = queries.find_plan(number, viewer)
    policies.check_work_on_plan(viewer, row)
    lock = _lock(number, request)
    form = LockChangeForm(sent(request), initial=dict(initial_of(lock.frame, lock.sign_off)))
    return edit(
        request,
        template="remediation/criteria_form.html",
        form=form,
        act=lambda given: services.propose_lock(
            plan=number, frame=form.frame(), sign_off=form.sign_off(), reason=given["reason"], by=viewer, at=present()
        ),
        then=lambda _number: reverse("plan-decision", args=[number]),
        said=_("Proposed. It counts once somebody else approves of it; what was scored before stays to be seen."),
        context={
            "heading": _("Other criteria for this case"),
            "draft": f"plan-criteria-{number}",
            "cancel": reverse("plan-decision", args=[number]),
        },
    )


@admits(policies.check_see_plans)
def plan_criteria_answer(request: StaffRequest, number: int) -> HttpResponse:
    """Say whether other criteria count."""
    viewer = request.viewer
    row = queries.find_plan(number, viewer)
    proposed = queries.proposed_lock(queries.locks_of(number, viewer))
    if proposed is None:
        raise NotFound(_("No change of the criteria waits for anybody's word."))
    policies.check_answer_lock(viewer, row, proposed_by=proposed.by or 0)
    return edit(
        request,
        template="remediation/answer.html",
        form=AnswerForm(sent(request)),
        act=lambda given: services.answer_lock(plan=number, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("plan-decision", args=[number]),
        context={
            "row": row,
            "proposed": proposed,
            "counts": counts(proposed.frame),
            "signs": signs(proposed.sign_off),
            **_words(),
        },
    )


@admits(policies.check_see_plans)
def plan_judge(request: StaffRequest, number: int) -> HttpResponse:
    """Judge the ways out on what no figure says, without seeing what others think."""
    viewer = request.viewer
    row = queries.find_plan(number, viewer)
    policies.check_judge(viewer, row)
    lock = _lock(number, request)
    options = queries.options_of(row, viewer)
    mine = queries.judging(row, lock, tuple(one.number for one in options), viewer).seen
    known = {(one.option, one.criterion): one for one in mine if one.judge == viewer.number}
    asked = [
        Asked(one.number, one.title, each.key, criterion_name(each.key), _(each.meaning), each.worst, each.best)
        for one in options
        for each in lock.frame.criteria
        if not each.is_measured
    ]
    initial: dict[str, Any] = {}
    for place, one in enumerate(asked):
        said = known.get((one.option, one.criterion))
        initial |= {} if said is None else {f"value{place}": said.value, f"reason{place}": said.reason}
    form = judge_form(asked)(sent(request), initial=initial)

    def judge(_given: dict[str, Any]) -> int:
        said = [services.Said(one.option, one.criterion, value, why) for one, value, why in form.given()]
        return services.judge(plan=number, said=said, by=viewer, at=present())

    return edit(
        request,
        template="remediation/judge.html",
        form=form,
        act=judge,
        then=lambda _count: reverse("plan-decision", args=[number]),
        said=_("Kept. Nobody else sees it before everybody has judged."),
        context={"row": row, "draft": f"judge-{number}-{lock.number}"},
    )


@admits(policies.check_see_plans)
def decision_submit(request: StaffRequest, number: int) -> HttpResponse:
    """Put a case before its decider; who that is stands there before."""
    viewer = request.viewer
    row = queries.find_plan(number, viewer)
    policies.check_work_on_plan(viewer, row)
    lock = _lock(number, request)
    may = queries.deciders_of(row, lock, but=viewer.number)
    first = may.people[0][0] if may.people else None
    return edit(
        request,
        template="remediation/submit.html",
        form=SubmitForm(sent(request), offers={"decider": may.people}, initial={"decider": first}),
        act=lambda given: services.submit_decision(plan=number, **given, by=viewer, at=present()),
        then=lambda made: reverse("decision", args=[number, made]),
        said=_("Put up. Every score stays as it is now."),
        context={"row": row, "may": may, "function": FUNCTION_NAMES[Function(may.function)]},
    )


@admits(policies.check_see_plans)
def decision(request: StaffRequest, number: int, which: int) -> HttpResponseBase:
    """Show one decision: what was put up, what was decided and why, and what would reopen it."""
    viewer = request.viewer
    row = queries.find_plan(number, viewer)
    one = queries.find_decision(number, which, viewer)
    options = queries.options_of(row, viewer, also_withdrawn=True)
    titles = {each.number: each.title for each in options}
    lock = next(each for each in queries.locks_of(number, viewer) if each.number == one.lock)
    now = present()
    context: dict[str, Any] = {
        "row": row,
        "one": one,
        "lock": lock,
        "told": _told(one.result, options),
        "scores": _scores(one, lock, titles),
        "columns": [(each.key, criterion_name(each.key)) for each in lock.frame.criteria],
        "lines": [bridge.told_line(line, chosen=one.chosen_title, titles=titles) for line in one.lines],
        "names": DECISION_NAMES,
        "may_decide": one.state is DecisionState.SUBMITTED and policies.can_decide(viewer, one, at=now),
        "may_return": one.state is DecisionState.SUBMITTED and policies.can_return(viewer, one, at=now),
        "may_reopen": one.state is DecisionState.DECIDED and policies.can_work_on_plan(viewer, row),
    }
    asked = taken(request, ranking_table(context["told"]), scores_table(context["scores"]))
    return asked or show(request, "remediation/decided.html", context)


@admits(policies.check_see_plans)
def decision_decide(request: StaffRequest, number: int, which: int) -> HttpResponse:
    """Decide for one way out, with a reason."""
    viewer = request.viewer
    one = queries.find_decision(number, which, viewer)
    policies.check_decide(viewer, one, at=present())
    row = queries.find_plan(number, viewer)
    told = _told(one.result, queries.options_of(row, viewer, also_withdrawn=True))
    may = [(each.option, each.title) for each in told.placed if not each.is_out]
    first = next((each.option for each in told.placed if each.rank == 1), None)
    return edit(
        request,
        template="remediation/decide.html",
        form=DecideForm(
            sent(request), offers={"option": may}, initial={"option": first if told.kind != "tie" else None}
        ),
        act=lambda given: services.decide_case(plan=number, number=which, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("decision", args=[number, which]),
        said=_("Decided. What would reopen it stands below."),
        context={"row": row, "one": one, "told": told},
    )


@admits(policies.check_see_plans)
def decision_return(request: StaffRequest, number: int, which: int) -> HttpResponse:
    """Give a case back undecided."""
    viewer = request.viewer
    policies.check_return(viewer, queries.find_decision(number, which, viewer), at=present())
    return _with_reason(request, number, which, services.return_decision, _("Give it back undecided"))


@admits(policies.check_see_plans)
def decision_reopen(request: StaffRequest, number: int, which: int) -> HttpResponse:
    """Say that a decision has lost its ground."""
    viewer = request.viewer
    policies.check_work_on_plan(viewer, queries.find_plan(number, viewer))
    return _with_reason(request, number, which, services.reopen_decision, _("Reopen the decision"))


def _with_reason(request: StaffRequest, number: int, which: int, act: Any, heading: str) -> HttpResponse:  # noqa: ANN401  # a service
    viewer = request.viewer
    return edit(
        request,
        template="remediation/option_form.html",
        form=ReasonForm(sent(request)),
        act=lambda given: act(plan=number, number=which, **given, by=viewer, at=present()),
        then=lambda _nothing: reverse("plan-decision", args=[number]),
        context={
            "row": queries.find_plan(number, viewer),
            "heading": heading,
            "button": heading,
            "draft": f"decision-{number}-{which}",
        },
    )


def _lock(number: int, request: StaffRequest) -> LockRow:
    found = queries.lock_in_force(queries.locks_of(number, request.viewer))
    if found is None:
        raise NotFound(_("The criteria of this case are not locked yet."))
    return found


def _words() -> dict[str, Any]:
    return {"kind_names": KIND_NAMES, "functions": FUNCTION_NAMES}


def counts(frame: queries.FrameSaid) -> list[dict[str, Any]]:
    """Return the criteria as a table shows them, with the share of weight that each has."""
    total = sum(one.swing for one in frame.criteria) or 1.0
    return [
        {
            "name": criterion_name(one.key),
            "meaning": _(one.meaning),
            "said": one,
            "weight": one.swing / total,
        }
        for one in frame.criteria
    ]


def signs(rules: Iterable[SignOff]) -> list[tuple[str, Any, float | None, Any]]:
    """Return who signs, by severity, with functions as people call them."""
    names = {one.value: FUNCTION_NAMES[one] for one in Function}
    return [
        (rule.severity, names.get(rule.function, ""), rule.from_value, names.get(rule.function_from, ""))
        for rule in rules
    ]


def _figures(option: OptionRow, lock: LockRow, judged: Judging) -> list[dict[str, Any]]:
    """Return what is known of an option on each criterion, in their order."""
    found = []
    for one in lock.frame.criteria:
        measured = option.measured.get(one.key) if one.is_measured else None  # type: ignore[call-overload]  # by value
        said = [row for row in judged.seen if row.option == option.number and row.criterion == one.key]
        found.append(
            {
                "key": one.key,
                "name": criterion_name(one.key),
                "value": measured.value if measured is not None else _middle(said) if judged.is_revealed else None,
                "source": source_name(measured.source) if measured is not None else "",
                "said": said if judged.is_revealed else (),
                "is_measured": one.is_measured,
            }
        )
    return found


def _reasons(options: Sequence[OptionRow], judged: Judging) -> list[tuple[str, str, str, float, str]]:
    """Return what everybody thinks and why, in the order of the options."""
    titles = {one.number: one.title for one in options}
    rows = sorted(judged.seen, key=lambda row: (list(titles).index(row.option), row.criterion, row.judge_name))
    return [(titles[row.option], criterion_name(row.criterion), row.judge_name, row.value, row.reason) for row in rows]


def _middle(said: Sequence[JudgementRow]) -> float | None:
    return median(row.value for row in said) if said else None


def _told(result: Any, options: Any) -> bridge.Told:  # noqa: ANN401  # JSON, and rows
    return bridge.told_result(result, {one.key: one.title for one in options})


def _scores(one: DecisionRow, lock: LockRow, titles: dict[int, str]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return every score as it was put up, by option."""
    rows = []
    for key, said in one.card["options"].items():
        scores = [
            {"name": criterion_name(each.key), "key": each.key, **_with_source(said["scores"][each.key])}
            for each in lock.frame.criteria
            if each.key in said["scores"]
        ]
        rows.append((titles.get(int(key), key), scores))
    return rows


def _with_source(score: dict[str, Any]) -> dict[str, Any]:
    return {**score, "source": source_name(score["source"])} if "source" in score else score
