"""How soon what we often sell would be done, if somebody asked today: seen where sales sells, before anybody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from makegood.capability.models import Team
from makegood.engine import InvalidPortfolio, PromiseForecast
from makegood.engine.quoting import Offer
from makegood.feasibility.bridge.offers import Asked, offer_of
from makegood.feasibility.models import LeadTime
from makegood.feasibility.states import LONGEST_ASKED_DAYS, USUAL_CLASS
from makegood.work.models import Template
from makegood.work.services import pieces_of

FIGURES = ("as_of", "computed_at", "p50", "p85", "p95")
Answer = Callable[[Offer], PromiseForecast]


@transaction.atomic
def keep_lead_times(answered: Answer, *, as_of: date, computed_at: datetime) -> int:
    """Write when work like each template would be done, nothing where a template can't be asked; return how many.

    It is asked for the usual class, behind everything of that class that was promised.
    """
    found = list(_lead_times(answered, as_of, computed_at))
    LeadTime.objects.exclude(template__in=[one.template_id for one in found]).delete()
    LeadTime.objects.bulk_create(found, update_conflicts=True, unique_fields=["template"], update_fields=list(FIGURES))
    return len(found)


def _lead_times(answered: Answer, as_of: date, computed_at: datetime) -> Iterator[LeadTime]:
    teams = dict(Team.objects.filter(closed_at=None).values_list("pk", "key"))
    for template in Template.objects.filter(retired_at=None).order_by("pk"):
        read = _read(answered, template, teams, as_of)
        if read is not None and read.p85 is not None:
            yield LeadTime(
                template=template, as_of=as_of, computed_at=computed_at, p50=read.p50, p85=read.p85, p95=read.p95
            )


def _read(answered: Answer, template: Template, teams: Mapping[int, str], as_of: date) -> PromiseForecast | None:
    asked = Asked(
        number=template.pk, customer="", tier="", zone="", wished=as_of + timedelta(days=LONGEST_ASKED_DAYS),
        rank_class=USUAL_CLASS, work=pieces_of(template), terms=(), by="",
    )  # fmt: skip
    try:
        return answered(offer_of(asked, teams, as_of)) if asked.work else None
    except (KeyError, InvalidPortfolio):  # of a team that is closed; what contradicts itself
        return None
