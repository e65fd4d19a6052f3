"""The tables of decisions, to be taken along as files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _

from makegood.remediation.bridge import Told
from makegood.remediation.queries import OptionRow
from makegood.remediation.queries.decision_names import KIND_NAMES
from makegood.web.exports import Table
from makegood.web.listing import Column

Reason = tuple[str, str, str, float, str]
"""Option, criterion, judge, judgement and why."""
JUDGEMENT = 3


def criteria_table(counts: Sequence[Mapping[str, Any]]) -> Table:
    """Return what counts, and how much."""
    columns = [
        Column(_("Criterion"), export=lambda one: one["name"]),
        Column(_("What is meant"), export=lambda one: one["meaning"]),
        Column(_("Weight"), numeric=True, export=lambda one: one["weight"]),
        Column(_("Worst"), numeric=True, export=lambda one: one["said"].worst),
        Column(_("Worth half"), numeric=True, export=lambda one: one["said"].middle),
        Column(_("Best"), numeric=True, export=lambda one: one["said"].best),
        Column(_("Veto"), numeric=True, export=lambda one: one["said"].veto),
    ]
    return Table("criteria", columns, lambda: counts)


def options_table(options: Sequence[tuple[OptionRow, Sequence[Mapping[str, Any]]]]) -> Table:
    """Return the ways out with what is known of each on every criterion."""
    names = [figure["name"] for figure in options[0][1]] if options else []
    columns = [
        Column(_("Way out"), export=lambda one: one[0].title),
        Column(_("Kind"), export=lambda one: str(KIND_NAMES[one[0].kind])),
        *(Column(name, numeric=True, export=partial(_known, place)) for place, name in enumerate(names)),
    ]
    return Table("options", columns, lambda: options)


def reasons_table(reasons: Sequence[Reason]) -> Table:
    """Return what everybody thinks, and why."""
    heads = (_("Way out"), _("Criterion"), _("Judge"), _("Judgement"), _("Why"))
    columns = [Column(head, numeric=place == JUDGEMENT, export=itemgetter(place)) for place, head in enumerate(heads)]
    return Table("reasons", columns, lambda: reasons)


def ranking_table(told: Told) -> Table:
    """Return where the criteria put each way out."""
    columns = [
        Column(_("Way out"), export=lambda one: one.title),
        Column(_("Rank"), numeric=True, export=lambda one: one.rank),
        Column(_("Points of 100"), numeric=True, export=lambda one: one.points),
        Column(_("First for"), numeric=True, export=lambda one: one.share),
        Column(_("Why it is out"), export=lambda one: " ".join(one.why_out)),
    ]
    return Table("ranking", columns, lambda: told.placed)


def scores_table(scores: Iterable[tuple[str, Sequence[Mapping[str, Any]]]]) -> Table:
    """Return every score as it was put up, with its source or its reasons."""
    rows = [(title, score) for title, given in scores for score in given]
    columns = [
        Column(_("Way out"), export=lambda one: one[0]),
        Column(_("Criterion"), export=lambda one: one[1]["name"]),
        Column(_("Score"), numeric=True, export=lambda one: one[1]["value"]),
        Column(_("Source"), export=lambda one: one[1].get("source", "")),
        Column(
            _("Why"), export=lambda one: "; ".join(f"{said['value']:g}: {said['reason']}" for said in _said(one[1]))
        ),
    ]
    return Table("scores", columns, lambda: rows)


def _known(place: int, one: tuple[OptionRow, Sequence[Mapping[str, Any]]]) -> object:
    return one[1][place]["value"]


def _said(score: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = score.get("judgements", ())
    return found
