"""Thirty-two samples of two items: drawn plainly, and dealt one to each stratum of both."""

from __future__ import annotations

import altair as alt
import numpy as np

from _generate.pictures.style import KEPT, LATE, LINE, chart_of
from makegood.engine.randomness import Sampling, stream

BITS = 5
SIDE = 250
SEED = 4


def chart() -> alt.TopLevelMixin:
    """Return the chart: both ways side by side, over the grid of strata."""
    return alt.hconcat(
        _panel("plain: gaps and clumps", stratified=False, colour=LATE),
        _panel("stratified: evenly spread", stratified=True, colour=KEPT),
        spacing=60,
    )


def _panel(title: str, *, stratified: bool, colour: str) -> alt.LayerChart | alt.FacetChart:
    ticks = [number / (1 << BITS) for number in range((1 << BITS) + 1)]
    axis = alt.Axis(values=ticks, labels=False, ticks=False, title=None, gridColor=LINE, domain=False)
    scale = alt.Scale(domain=[0, 1], nice=False)
    points = (
        chart_of(_points(stratified=stratified))
        .mark_circle(size=46, color=colour, opacity=1)
        .encode(x=alt.X("first:Q", scale=scale, axis=axis), y=alt.Y("second:Q", scale=scale, axis=axis))
    )
    return alt.layer(points).properties(width=SIDE, height=SIDE, title=title)


def _points(*, stratified: bool) -> list[dict[str, float]]:
    sampling = Sampling(BITS if stratified else 16, stratified=stratified)
    lanes = np.arange(1 << BITS, dtype=np.uint32)
    first, second = (sampling.uniforms(stream(SEED, "effort", key), lanes) / 2**32 for key in ("build", "calibrate"))
    return [{"first": round(float(x), 4), "second": round(float(y), 4)} for x, y in zip(first, second, strict=True)]
