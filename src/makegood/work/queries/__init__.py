"""Reading the work behind promises."""

from __future__ import annotations

from makegood.work.queries.items import ItemRow, find_item, item_choices, item_names, item_page, items_of
from makegood.work.queries.risks import RiskRow, find_risk, risk_page
from makegood.work.queries.templates import (
    TemplateItemRow,
    TemplateRow,
    find_template,
    items_of_template,
    template_names,
    template_steps,
    templates,
)
from makegood.work.queries.tracked import TrackedRow, tracked_items

__all__ = [
    "ItemRow",
    "RiskRow",
    "TemplateItemRow",
    "TemplateRow",
    "TrackedRow",
    "find_item",
    "find_risk",
    "find_template",
    "item_choices",
    "item_names",
    "item_page",
    "items_of",
    "items_of_template",
    "risk_page",
    "template_names",
    "template_steps",
    "templates",
    "tracked_items",
]
