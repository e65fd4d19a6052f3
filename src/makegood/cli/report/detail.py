"""A promise in question, whole: what was said, when it will be done, why, who is first, what would help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from makegood.cli.render_past import views_in_words
from makegood.cli.render_promise import origin_facts, standing_facts
from makegood.cli.render_remedies import effect_of
from makegood.cli.render_terms import LOOKS, capable_of, gap_of, name_of, promised_in
from makegood.cli.report.acts import next_acts
from makegood.cli.report.board import IN_QUESTION, Badge, badge_of
from makegood.cli.report.histogram import Histogram, histogram_of
from makegood.cli.view import View
from makegood.engine.remedies import Remedy
from makegood.engine.results import PromiseForecast, TermForecast, ViewFigures
from makegood.phrases.changes import change_message

MOST_DETAILS = 12
"""Promises told whole, by harm; the board has the others."""
TAKERS_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRow:
    """Promised against capable, for one term."""

    name: str
    promised: str
    capable: str
    gap: str
    badge: Badge
    state: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRow:
    """What the plan, the past or both of them say."""

    name: str
    share: str
    p50: str
    p85: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """A change that would help: what it brings, and whom it would hurt."""

    share: str
    safe: bool
    change: str
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """Another promise that takes the capacity first."""

    share: str
    promise: str
    customer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """Everything about one promise that a meeting asks for."""

    key: str
    customer: str
    title: str
    badge: Badge
    wording: str
    facts: tuple[str, ...]
    reason: str
    views: tuple[ViewRow, ...]
    past: tuple[str, ...]
    """What became of promises like this one, and how much it counts."""
    histogram: Histogram | None
    terms: tuple[TermRow, ...]
    takers: tuple[Taker, ...]
    helps: tuple[Help, ...]
    findings: tuple[str, ...]
    acts: tuple[str, ...]


def in_question(view: View) -> tuple[PromiseForecast, ...]:
    """Return the promises that are told whole: in danger first, then those that need an eye, by harm."""
    by_status = ([promise for promise in view.open if promise.status == status] for status in IN_QUESTION)
    return tuple(chain.from_iterable(by_status))[:MOST_DETAILS]


def detail_of(view: View, promise: PromiseForecast, remedies: Mapping[str, Sequence[Remedy]]) -> Detail:
    """Return ``promise`` whole, with the remedies that were looked for."""
    safe, said = view.terminal.safe, view.promises[promise.promise]
    return Detail(
        key=safe(promise.promise),
        customer=safe(promise.customer),
        title=safe(view.title(promise.promise)),
        badge=badge_of(view, promise.status, promise.p_kept),
        wording=view.say("“{wording}”", wording=said.wording) if said.wording else "",
        facts=tuple(safe(fact) for fact in (*origin_facts(view, said), *standing_facts(view, said))),
        reason="" if promise.reason is None else view.sentence("reason", promise.reason),
        views=_views(view, promise),
        past=tuple(views_in_words(view, promise)),
        histogram=histogram_of(view, promise),
        terms=tuple(_term(view, term) for term in promise.terms),
        takers=tuple(
            Taker(
                share=view.share(taker.share),
                promise=safe(taker.promise or view.say("orders still to come")),
                customer=safe(taker.customer or ""),
            )
            for taker in promise.takers[:TAKERS_SHOWN]
        ),
        helps=tuple(_help(view, remedy) for remedy in remedies.get(promise.promise, ())),
        findings=tuple(view.sentence("finding", finding) for finding in promise.findings),
        acts=next_acts(view, promise),
    )


def _views(view: View, promise: PromiseForecast) -> tuple[ViewRow, ...]:
    """Return plan, past and both; nothing where there is no history."""
    views = promise.views
    if views is None or views.outside is None:
        return ()
    both = ViewFigures(promise.p_kept, promise.p50, promise.p85, promise.p95)
    rows = [(view.say("Plan"), views.inside), (view.say("Past"), views.outside), (view.say("Both"), both)]
    return tuple(
        ViewRow(
            name=name,
            share=view.share(figures.p_kept),
            p50=view.day(figures.p50, beyond=figures.p50 is None and promise.curve is not None),
            p85=view.day(figures.p85, beyond=figures.p50 is not None),
        )
        for name, figures in rows
        if figures is not None
    )


def _term(view: View, term: TermForecast) -> TermRow:
    return TermRow(
        name=view.terminal.safe(name_of(view, term)),
        promised=view.terminal.safe(promised_in(view, term)),
        capable=view.terminal.safe(capable_of(view, term)),
        gap=gap_of(view, term),
        badge=badge_of(view, LOOKS[term.state], term.p_kept),
        state=view.label("term state", term.state),
        why="" if term.detail is None else view.sentence("detail", term.detail),
    )


def _help(view: View, remedy: Remedy) -> Help:
    return Help(
        share=view.share(remedy.p_kept),
        safe=remedy.safe,
        change=view.sentence("remedy", change_message(remedy.change)),
        effect=effect_of(view, remedy),
    )
