"""Charts, written in Python and drawn in the page: the same specification serves pages, reports and docs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import altair as alt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

UNSAFE = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart in a page: its specification, and in words what it shows, for whoever can't see it."""

    name: str
    says: str
    spec: dict[str, Any]

    def __html__(self) -> SafeString:
        """Return the place where the script draws it, with the specification beside it as data."""
        data = mark_safe(json.dumps(self.spec, separators=(",", ":")).translate(UNSAFE))  # noqa: S308  # no "<" is left
        return format_html(
            '<div class="chart" data-chart="chart-{}" role="img" aria-label="{}"></div>'
            '<script type="application/json" id="chart-{}">{}</script>',
            self.name,
            self.says,
            self.name,
            data,
        )

    __str__ = __html__


def chart(name: str, drawing: alt.TopLevelMixin, *, says: str) -> Chart:
    """Return ``drawing`` for a page; ``name`` is unique in it. Costs some 40 ms: keep it where it is shown often."""
    spec: dict[str, Any] = drawing.to_dict()
    spec.pop("config", None)  # colours and type come from the page, so that they follow its look
    spec["width"] = spec.get("width", "container")
    return Chart(name, says, spec)
