"""What search knows of teams, attributes and measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from makegood.capability.models import ProductAttribute, ServiceMeasure, Team
from makegood.foundation.search.services import Findable, index_many, rebuild

TEAM, ATTRIBUTE, MEASURE = "team", "attribute", "measure"


def index_teams(teams: Iterable[Team]) -> None:
    """Let teams be found by what is known of them now."""
    index_many(map(_team, teams))


def index_attributes(attributes: Iterable[ProductAttribute]) -> None:
    """Let attributes be found by what is known of them now."""
    index_many(map(_attribute, attributes))


def index_measures(measures: Iterable[ServiceMeasure]) -> None:
    """Let measures be found by what is known of them now."""
    index_many(map(_measure, measures))


def rebuild_search() -> int:
    """Make the whole of it anew; return how many things can be found."""
    return sum(rebuild(kind=kind, things=things) for kind, things in _all())


def _all() -> Iterator[tuple[str, Iterable[Findable]]]:
    yield TEAM, map(_team, Team.objects.order_by("pk").iterator())
    yield ATTRIBUTE, map(_attribute, ProductAttribute.objects.order_by("pk").iterator())
    yield MEASURE, map(_measure, ServiceMeasure.objects.order_by("pk").iterator())


def _team(team: Team) -> Findable:
    return Findable(TEAM, team.pk, team.name, team.key, f"/teams/{team.pk}/")


def _attribute(one: ProductAttribute) -> Findable:
    text = f"{one.value} {one.unit}\n{one.source}"
    return Findable(ATTRIBUTE, one.pk, one.name, text, f"/attributes/{one.pk}/")


def _measure(one: ServiceMeasure) -> Findable:
    return Findable(MEASURE, one.pk, one.name, f"{one.unit}\n{one.source}", f"/measures/{one.pk}/")
