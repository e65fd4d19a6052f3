"""Charts, written in Python and drawn in the page: the same specification serves pages, reports and docs."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, TypeVar

import altair as alt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

CHARTS_KEPT = 64
_Asked = TypeVar("_Asked", bound=Hashable)
_Drawn = TypeVar("_Drawn")
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
    """Return ``drawing`` for a page; ``name`` is unique in it. Costs some 40 ms: see :func:`remembered`."""
    spec: dict[str, Any] = drawing.to_dict()
    spec.pop("config", None)  # colours and type come from the page, so that they follow its look
    spec["width"] = spec.get("width", "container")
    return Chart(name, says, spec)


def remembered(draw: Callable[[_Asked], _Drawn]) -> Callable[[_Asked], _Drawn]:
    """Draw the same figures in the same language once: they are looked at more often than they change.

    The one thing that ``draw`` is given must be hashable, and all that the drawing depends on.
    """

    @lru_cache(maxsize=CHARTS_KEPT)
    def kept(_language: str, asked: _Asked) -> _Drawn:
        return draw(asked)

    @wraps(draw)
    def drawn(asked: _Asked) -> _Drawn:
        return kept(get_language() or "", asked)

    return drawn
