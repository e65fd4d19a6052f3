"""The quoting level: how likely a date has to be kept before somebody may promise it without more ado."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from makegood.engine.remedies import Endangered
from makegood.feasibility.models import Outlook, Override
from makegood.feasibility.policies import check_override
from makegood.foundation.actors import Viewer
from makegood.foundation.errors import NotFound, Problem
from makegood.foundation.history.services import record
from makegood.foundation.texts import kept_text
from makegood.promises.models import Promise

MOST_TEXT = 5_000


class BelowLevel(Problem):
    """The date is less likely to be kept than the quoting level, and nobody has let it be promised all the same."""

    code = "below-level"


class UnableToOverride(Problem):
    """There is no date, or it is not said why, or what we do if it fails."""

    code = "unable-to-override"


def check_level(promise: int, p_kept: object) -> None:
    """Refuse a date in force that is below the level, unless somebody let this date be promised; BelowLevel."""
    if not isinstance(p_kept, float) or not is_below_level(p_kept):
        return
    if not _is_let(promise):
        raise BelowLevel(below_level(p_kept))


def check_others(promise: int, endangers: Iterable[Endangered]) -> None:
    """Refuse what pushes below the level what others rely on, unless somebody let this date be promised; BelowLevel.

    Who comes later may rank before: a better class, or an earlier date. What is kept for somebody would be sold twice.
    """
    pushed = pushed_below(endangers)
    if pushed and not _is_let(promise):
        raise BelowLevel(pushes_below(pushed))


def pushed_below(endangers: Iterable[Endangered]) -> list[Endangered]:
    """Return who would fall below the quoting level, whom it hurts most first."""
    level = settings.QUOTING_LEVEL
    return sorted((one for one in endangers if one.after < level <= one.before), key=lambda one: one.after - one.before)


def pushes_below(pushed: Sequence[Endangered]) -> str:
    """Say whom it would hurt most."""
    values = {
        "promise": pushed[0].promise,
        "share": round(100 * pushed[0].after),
        "before": round(100 * pushed[0].before),
    }
    text = _("It would take what is kept for %(promise)s: kept with %(before)s %% now, and with %(share)s %% then.")
    return text % values


def _is_let(promise: int) -> bool:
    return Override.objects.filter(promise=promise, due=F("promise__due")).exists()


@transaction.atomic
def let_promise_below_level(*, promise: int, reason: str, fallback: str, by: Viewer, at: datetime) -> None:
    """Let the date of a promise be relied on although it is less likely than the quoting level.

    It holds for this date, says what we will do if it fails, and keeps how likely it was. Denied, NotFound,
    UnableToOverride.
    """
    check_override(by)
    found = Promise.objects.select_for_update().filter(pk=promise).first()
    if found is None:
        raise NotFound(_("There is no such promise."))
    if found.due is None:
        raise UnableToOverride(_("It has no date yet."), field="due")
    why = kept_text(reason, field="reason", most=MOST_TEXT, refusal=UnableToOverride, needed=True)
    otherwise = kept_text(fallback, field="fallback", most=MOST_TEXT, refusal=UnableToOverride, needed=True)
    known = Outlook.objects.filter(promise=promise).values_list("p_kept", flat=True).first()
    record_override(promise, found.due, known, (why, otherwise), by=by, at=at)


def is_below_level(p_kept: float | None) -> bool:
    """Say whether a date is less likely to be kept than the quoting level; nobody can say where it is unknown."""
    return p_kept is not None and p_kept < settings.QUOTING_LEVEL


def record_override(
    promise: int, due: date, p_kept: float | None, said: tuple[str, str], *, by: Viewer, at: datetime
) -> None:
    """Keep why a date below the level is let be promised, and what we do if it fails."""
    reason, fallback = said
    level = settings.QUOTING_LEVEL
    Override.objects.create(
        promise_id=promise, due=due, level=level, p_kept=p_kept, reason=reason, fallback=fallback,
        at=at, by_id=by.number,
    )  # fmt: skip
    facts = {"due": due.isoformat(), "level": level, "p_kept": p_kept, "reason": reason, "fallback": fallback}
    record(verb="promise.below-level", subject=("promise", promise), actor=by.actor, at=at, facts=facts)


def below_level(p_kept: float | None) -> str:
    """Say how far below the level a date is."""
    values = {"share": round(100 * (p_kept or 0)), "level": round(100 * settings.QUOTING_LEVEL)}
    return _("This date would be kept with %(share)s %% by now, and the level is %(level)s %%.") % values
