"""What is wrong with how a promise is kept on record, asked of the database for a whole page at once."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from makegood.promises.models import Evidence, Indicator, IndicatorReading, Promise, PromiseTerm
from makegood.promises.states import OPEN, Finding, IndicatorDirection, State

_OTHERS = (
    PromiseTerm.objects.filter(
        promise__customer=OuterRef(OuterRef("customer")),
        promise__state__in=OPEN,
        subject__iexact=OuterRef("subject"),
        kind=OuterRef("kind"),
        operator=OuterRef("operator"),
    )
    .exclude(promise=OuterRef("promise"))
    .exclude(
        Q(target=None) | Q(target=OuterRef("target")),
        value=OuterRef("value"),
        unit=OuterRef("unit"),
    )
)
"""Terms of other open promises to the same customer that say something else about the same thing.

Over how many days a level of service is counted is no other promise: that follows from how long each one runs.
"""

UNCHECKED = Exists(PromiseTerm.objects.filter(promise=OuterRef("pk"), checked_at=None))
PROVEN = Exists(Evidence.objects.filter(promise=OuterRef("pk"), withdrawn_at=None))
_LATEST = IndicatorReading.objects.filter(indicator=OuterRef("pk")).order_by("-on", "-pk").values("value")[:1]
_WORSE_THAN_RED = Q(direction=IndicatorDirection.HIGHER, latest__lt=F("red")) | Q(
    direction=IndicatorDirection.LOWER, latest__gt=F("red")
)
RED = Exists(
    Indicator.objects.filter(promise=OuterRef("pk"), retired_at=None)
    .annotate(latest=Subquery(_LATEST))
    .filter(_WORSE_THAN_RED)
)
"""The database's own way to say :func:`makegood.promises.states.light_of` of a whole page of promises."""
CONFLICTING = Exists(PromiseTerm.objects.filter(Exists(_OTHERS), promise=OuterRef("pk")))


UNTAKEN = Q(state=State.DELIVERED, accepted_on=None)
LOOKED_AT = Q(state__in=OPEN) | UNTAKEN
"""All that may have a finding: what is open, and what was delivered without anybody recording how it was taken."""


def conditions(today: date) -> dict[Finding, Q]:
    """Return what tells each finding of a promise that is looked at, as of ``today``."""
    of_open = {
        Finding.NO_OWNER: Q(owner=None) | Q(owner__is_active=False),
        Finding.NO_DATE: Q(due=None),
        Finding.NO_EVIDENCE: ~Q(PROVEN),
        Finding.UNCHECKED: Q(UNCHECKED),
        Finding.OVERDUE: Q(state=State.COMMITTED, due__lt=today),
        Finding.CONFLICT: Q(CONFLICTING),
        Finding.RED_INDICATOR: Q(RED),
    }
    told = {finding: Q(state__in=OPEN) & condition for finding, condition in of_open.items()}
    return {**told, Finding.NOT_ACCEPTED: UNTAKEN & Q(delivered_on__lt=_patience_ends(today))}


def condition_of(finding: Finding, today: date) -> Q:
    """Return which promises have ``finding`` as of ``today``."""
    return conditions(today)[finding]


def with_findings(promises: QuerySet[Promise]) -> QuerySet[Promise]:
    """Add what the database alone knows of each promise, and its owner; see :func:`findings_of`."""
    return promises.select_related("owner").annotate(
        is_proven=PROVEN,
        is_unchecked=UNCHECKED,
        is_conflicting=CONFLICTING,
        is_red=RED,
        customer_name=F("customer__name"),
    )


def findings_of(promise: Promise, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with a promise of :func:`with_findings`, the gravest first; nothing once it is over."""
    if promise.state not in OPEN:
        return (Finding.NOT_ACCEPTED,) if _is_forgotten(promise, today) else ()
    has = {
        Finding.OVERDUE: promise.state == State.COMMITTED and promise.due is not None and promise.due < today,
        Finding.RED_INDICATOR: bool(getattr(promise, "is_red", False)),
        Finding.NO_OWNER: promise.owner is None or not promise.owner.is_active,  # nobody answers from a closed account
        Finding.CONFLICT: bool(getattr(promise, "is_conflicting", False)),
        Finding.NO_DATE: promise.due is None,
        Finding.UNCHECKED: bool(getattr(promise, "is_unchecked", False)),
        Finding.NO_EVIDENCE: not getattr(promise, "is_proven", True),
    }
    return tuple(finding for finding, is_so in has.items() if is_so)


def _is_forgotten(promise: Promise, today: date) -> bool:
    delivered = promise.delivered_on if promise.accepted_on is None else None
    return delivered is not None and delivered < _patience_ends(today)


def _patience_ends(today: date) -> date:
    """Return the day since which a delivery may wait for its acceptance."""
    return today - timedelta(days=settings.ACCEPTANCE_DAYS)
