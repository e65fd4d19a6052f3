"""Who may see the forecast, and who may do what with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from makegood.capability.policies import check_change_capacity
from makegood.feasibility.queries.scenarios import ScenarioChangeRow
from makegood.feasibility.states import NEEDS_CONSENT, Act, ChangeKind
from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import Denied, Problem, is_admitted
from makegood.people.queries import FUNCTION_NAMES
from makegood.people.states import Function
from makegood.promises.policies import can_capture, check_capture
from makegood.promises.states import State
from makegood.work.policies import can_plan_work, check_plan_work

FREEZES = frozenset({Function.OPERATIONS, Function.CUSTOMER_SUCCESS, Function.EXECUTIVE, Function.ADMINISTRATOR})

PROPOSES = frozenset(
    {Function.SALES, Function.OPERATIONS, Function.CUSTOMER_SUCCESS, Function.EXECUTIVE, Function.ADMINISTRATOR}
)
PUBLISHES = frozenset({Function.EXECUTIVE, Function.ADMINISTRATOR})
PLACES = frozenset({Function.OPERATIONS, Function.EXECUTIVE, Function.ADMINISTRATOR})


class NeedsConsent(Problem):
    """What the customer was told would be another thing: that takes their consent."""

    code = "needs-consent"


def check_see_forecast(viewer: Viewer) -> None:
    """Admit all staff: everybody sees the same baseline; Denied."""
    if EVERYONE not in viewer.audiences:
        raise Denied(_("Only staff may see the forecast."))


def check_freeze(viewer: Viewer) -> None:
    """Admit who may give the forecast of a day a name; Denied."""
    check_see_forecast(viewer)
    if FREEZES.isdisjoint(viewer.functions):
        raise Denied(_("Only operations, customer success, executives and administrators may freeze a baseline."))


def can_freeze(viewer: Viewer) -> bool:
    """Return whether the viewer may freeze a baseline."""
    return is_admitted(check_freeze, viewer)


def can_see_forecast(viewer: Viewer) -> bool:
    """Return whether the viewer may see the forecast."""
    return is_admitted(check_see_forecast, viewer)


def check_propose_policy(viewer: Viewer) -> None:
    """Admit who may propose how promises rank; Denied."""
    check_see_forecast(viewer)
    if PROPOSES.isdisjoint(viewer.functions):
        raise Denied(
            _("Only sales, operations, customer success, executives and administrators may propose how promises rank.")
        )


def check_publish_policies(viewer: Viewer) -> None:
    """Admit who may put in force how promises rank, if somebody else proposed it; Denied."""
    check_see_forecast(viewer)
    if PUBLISHES.isdisjoint(viewer.functions):
        raise Denied(_("Only executives and administrators may publish how promises rank."))


def check_publish_policy(viewer: Viewer, *, proposed_by: int | None) -> None:
    """Admit who may put a proposal of somebody else in force; Denied."""
    check_publish_policies(viewer)
    if proposed_by == viewer.number:
        raise Denied(_("You propose this yourself: somebody else has to publish it."))


def check_place(viewer: Viewer) -> None:
    """Admit who may give one promise another place; Denied."""
    check_see_forecast(viewer)
    if PLACES.isdisjoint(viewer.functions):
        raise Denied(_("Only operations, executives and administrators may give a promise another place."))


def can_propose_policy(viewer: Viewer) -> bool:
    """Return whether the viewer may propose how promises rank."""
    return is_admitted(check_propose_policy, viewer)


def can_publish_policies(viewer: Viewer) -> bool:
    """Return whether the viewer may put in force what somebody else proposed."""
    return is_admitted(check_publish_policies, viewer)


def can_place(viewer: Viewer) -> bool:
    """Return whether the viewer may give a promise another place."""
    return is_admitted(check_place, viewer)


def check_reserve(viewer: Viewer) -> None:
    """Admit who may keep capacity for what a customer was quoted: who may write promises down; Denied."""
    check_capture(viewer)


def can_reserve(viewer: Viewer) -> bool:
    """Return whether the viewer may keep capacity for a quote."""
    return is_admitted(check_reserve, viewer)


def check_override(viewer: Viewer) -> None:
    """Admit who may let a date below the quoting level be promised, by the settings of the house; Denied."""
    check_see_forecast(viewer)
    if settings.QUOTING_OVERRIDES.isdisjoint(viewer.functions):
        named = ", ".join(str(FUNCTION_NAMES[Function(one)]) for one in sorted(settings.QUOTING_OVERRIDES))
        text = _("A date below the quoting level may only be promised if one of these lets it: %(functions)s.")
        raise Denied(text % {"functions": named})


def can_override(viewer: Viewer) -> bool:
    """Return whether the viewer may let a date below the quoting level be promised."""
    return is_admitted(check_override, viewer)


def routes_for(viewer: Viewer) -> dict[Act, str]:
    """Return where the viewer does an act, if they may and it is not done on the page of the promise."""
    routes = {Act.OWN: "promise-change", Act.TELL: "promise-notice"} if can_capture(viewer) else {}
    return routes | ({Act.LIST: "work-add"} if can_plan_work(viewer) else {})


def check_own_scenario(viewer: Viewer, *, made_by: int | None) -> None:
    """Admit whoever made a what-if: others copy it; Denied."""
    check_see_forecast(viewer)
    if made_by != viewer.number:
        raise Denied(_("Somebody else made this what-if. Copy it to change it."))


def can_own_scenario(viewer: Viewer, *, made_by: int | None) -> bool:
    """Return whether the viewer made a what-if."""
    return is_admitted(check_own_scenario, viewer, made_by=made_by)


def _check_split(viewer: Viewer) -> None:
    """Admit who may write down the second promise and share the work between both; Denied."""
    check_capture(viewer)
    check_plan_work(viewer)


APPLIES: Mapping[ChangeKind, Callable[[Viewer], None]] = {
    ChangeKind.ADDED_SLOTS: check_change_capacity,
    ChangeKind.PLACE: check_place,
    ChangeKind.LESS_SCOPE: check_plan_work,
    ChangeKind.SPLIT_DELIVERY: _check_split,
    ChangeKind.LATER_DATE: check_capture,
    ChangeKind.DROPPED_TERM: check_capture,
    ChangeKind.SWAPPED_TEAM: check_plan_work,
    ChangeKind.WORKAROUND: check_plan_work,
    ChangeKind.REMOVED_RISK: check_plan_work,
}
"""Who may put each kind of change into effect: the function that owns the thing changed."""


def check_apply(viewer: Viewer, kinds: Iterable[ChangeKind]) -> None:
    """Admit who may put every one of these kinds of change into effect; Denied by the first that they may not."""
    check_see_forecast(viewer)
    for kind in dict.fromkeys(kinds):
        APPLIES[kind](viewer)


def can_apply(viewer: Viewer, kinds: Iterable[ChangeKind]) -> bool:
    """Return whether the viewer may put every one of these kinds of change into effect."""
    return is_admitted(check_apply, viewer, kinds)


def check_consent(change: ScenarioChangeRow) -> None:
    """Refuse what the customer has to agree to; NeedsConsent names the promise."""
    values = {"key": change.promise_key, "title": change.promise_title}
    if change.kind in NEEDS_CONSENT and change.promise_state == State.COMMITTED:
        text = _("The customer relies on %(key)s “%(title)s” as it is: this needs their consent, by a revision.")
        raise NeedsConsent(text % values, field="changes", details={"promise": change.promise})


def consent_needed(changes: Iterable[ScenarioChangeRow]) -> dict[int, str]:
    """Return why changes may not be put into effect here, by the number of each promise that is relied on."""
    reasons: dict[int, str] = {}
    for change in changes:
        try:
            check_consent(change)
        except NeedsConsent as problem:
            reasons[change.promise or 0] = problem.message
    return reasons
