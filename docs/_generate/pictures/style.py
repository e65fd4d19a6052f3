"""How pictures look: few colours, legible in light and in dark, told apart by colour-blind people too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any

import altair as alt
import vl_convert

INK, QUIET, LINE = "#1f2933", "#5f6b7a", "#dfe4ea"
KEPT, LATE, THIRD, STATED = "#0f766e", "#c2410c", "#4f6bd8", "#8a94a3"
IN_THE_DARK = {
    INK: "#e6e9ee",
    QUIET: "#a8b3c2",
    LINE: "#3b4453",
    KEPT: "#2dd4bf",
    LATE: "#fb923c",
    THIRD: "#93a8ff",
    STATED: "#7d8898",
}
"""What each colour becomes for readers who prefer a dark page."""
PERCENT = "format(100 * datum.value, '.0f') + ' %'"
"""How axes write shares."""
FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
WIDTH = 640
SIZE = 13


def chart_of(rows: Iterable[Mapping[str, object]]) -> alt.Chart:
    """Return a chart of ``rows`` that has no mark yet."""
    return alt.Chart(alt.Data(values=list(rows)))  # type: ignore[no-untyped-call]  # Altair leaves it untyped


def styled(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """Return the Vega-Lite specification of ``chart`` in the house's style."""
    axis = {"labelColor": QUIET, "titleColor": QUIET, "gridColor": LINE, "domainColor": LINE, "tickColor": LINE}
    config = {
        "background": None,
        "font": FONT,
        "axis": {**axis, "labelFontSize": SIZE, "titleFontSize": SIZE, "titleFontWeight": "normal"},
        "header": {"labelColor": INK, "labelFontSize": SIZE, "labelFontWeight": "bold"},
        "legend": {"labelColor": INK, "labelFontSize": SIZE, "title": None, "labelLimit": WIDTH, "columnPadding": 40},
        "text": {"color": INK, "fontSize": SIZE},
        "title": {"color": INK, "fontSize": SIZE, "anchor": "start"},
        "view": {"stroke": None},
    }
    return {**chart.to_dict(), "config": config}


def fingerprint(spec: dict[str, Any]) -> str:
    """Return a digest of all that a picture shows; drawings of the same specification differ between machines."""
    told = json.dumps([spec, IN_THE_DARK], sort_keys=True, default=str)
    return blake2b(told.encode(), digest_size=16).hexdigest()


def drawn(spec: dict[str, Any]) -> str:
    """Return ``spec`` as SVG that follows the reader's choice of light or dark and carries its fingerprint."""
    svg = vl_convert.vegalite_to_svg(json.loads(json.dumps(spec)))
    opening, rest = svg.split(">", 1)
    return f"<!-- {fingerprint(spec)} -->\n{opening}>{dark_rules()}{rest}\n"


def dark_rules() -> str:
    """Return the style that lets a picture follow the reader's choice of light or dark."""
    rules = "".join(
        f'[{part}="{light}"]{{{part}:{dark}}}' for light, dark in IN_THE_DARK.items() for part in ("fill", "stroke")
    )
    return f"<style>@media (prefers-color-scheme: dark){{{rules}}}</style>"
