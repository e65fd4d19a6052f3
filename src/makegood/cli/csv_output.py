"""The table as CSV: one row a promise, by harm, with the names and forms of the JSON output."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from makegood.cli.plain_text import breakable, shown
from makegood.engine.results import Message, PromiseForecast, TwoViews
from makegood.files import harmless
from makegood.phrases import sentence

COLUMNS = (
    "promise",
    "customer",
    "status",
    "due",
    "p50",
    "p85",
    "p95",
    "p_kept",
    "gap_days",
    "binding_kind",
    "binding_name",
    "binding_share",
    "reason",
    "findings",
    "p_inside",
    "p_outside",
    "outside_weight",
    "led_by",
)


def check_csv(promises: Sequence[PromiseForecast], language: str) -> str:
    """Return the rows as text; no cell is a formula to a spreadsheet, none holds control characters."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for promise in promises:
        writer.writerow([_cell(value) for value in _row(promise, language)])
    return text.getvalue()


def _row(promise: PromiseForecast, language: str) -> tuple[object, ...]:
    binding = promise.binding
    bound = (None, None, None) if binding is None else (binding.kind, binding.name, binding.share)
    reason = promise.reason or Message("")
    return (
        promise.promise,
        promise.customer,
        promise.status,
        promise.due,
        promise.p50,
        promise.p85,
        promise.p95,
        promise.p_kept,
        promise.gap_days,
        *bound,
        sentence("reason", reason, language),
        "; ".join(finding.code for finding in promise.findings),
        *_views(promise.views),
    )


def _views(views: TwoViews | None) -> tuple[object, ...]:
    if views is None:
        return None, None, None, None
    inside, outside = (None if each is None else each.p_kept for each in (views.inside, views.outside))
    return inside, outside, views.weight, views.led_by


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    return harmless(breakable(shown(value))) if isinstance(value, str) else str(value)
