"""Reading templates of work."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from makegood.foundation.actors import EVERYONE, Viewer
from makegood.foundation.errors import NotFound
from makegood.work.models import Template, TemplateItem
from makegood.work.states import Basis, basis_of


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One template with how many items it has."""

    number: int
    name: str
    note: str
    items: int
    made_by: str
    made_at: datetime
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class TemplateItemRow:
    """One piece of work of a template."""

    name: str
    team: int
    team_name: str
    basis: Basis
    p10: float | None
    p50: float | None
    p90: float | None
    wait_p50: float | None
    wait_p90: float | None
    after: tuple[str, ...]


def templates(viewer: Viewer) -> tuple[TemplateRow, ...]:
    """Return every template in use, by name."""
    found = _visible(viewer).filter(retired_at=None).order_by("name", "pk")
    return tuple(_row(template) for template in found)


def find_template(number: int, viewer: Viewer) -> TemplateRow:
    """Return one template; NotFound."""
    found = _visible(viewer).filter(pk=number).first()
    if found is None:
        raise NotFound(_("There is no such template."))
    return _row(found)


def items_of_template(number: int, viewer: Viewer) -> tuple[TemplateItemRow, ...]:
    """Return the work of a template, in its order; NotFound."""
    template = _visible(viewer).filter(pk=number).first()
    if template is None:
        raise NotFound(_("There is no such template."))
    return tuple(
        TemplateItemRow(
            name=one.name,
            team=one.team_id,
            team_name=one.team.name,
            basis=basis_of(one.p10, one.p50),
            p10=one.p10,
            p50=one.p50,
            p90=one.p90,
            wait_p50=one.wait_p50,
            wait_p90=one.wait_p90,
            after=tuple(one.after),
        )
        for one in template.items.select_related("team").order_by("place")
    )


def template_steps(viewer: Viewer) -> dict[int, tuple[str, ...]]:
    """Return the names of the pieces of work of each template in use, in their order."""
    steps: dict[int, tuple[str, ...]] = {}
    found = TemplateItem.objects.filter(template__in=_visible(viewer).filter(retired_at=None).values("pk"))
    for template, name in found.order_by("template", "place").values_list("template", "name"):
        steps[template] = (*steps.get(template, ()), name)
    return steps


def template_names(numbers: Collection[int]) -> dict[int, str]:
    """Return what templates are called, by number."""
    return dict(Template.objects.filter(pk__in=numbers).values_list("pk", "name"))


def _visible(viewer: Viewer) -> QuerySet[Template]:
    seen = Template.objects.all() if EVERYONE in viewer.audiences else Template.objects.none()
    return seen.select_related("made_by").annotate(count=Count("items"))


def _row(template: Template) -> TemplateRow:
    return TemplateRow(
        number=template.pk,
        name=template.name,
        note=template.note,
        items=getattr(template, "count", 0),
        made_by=template.made_by.name if template.made_by else "",
        made_at=template.made_at,
        retired_at=template.retired_at,
    )
