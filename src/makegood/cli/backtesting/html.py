"""A backtest as a page to forward: the verdict, what was said against what happened, dates, months, how it was made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path

from makegood import __version__
from makegood.cli.backtesting.pictures import coverage, even_histogram, reliability, skill_over_time
from makegood.cli.backtesting.scorecard import FEWEST_FOR_A_SKILL, Scorecard, fullest, pit_histogram, said_histogram
from makegood.cli.backtesting.words import (
    FEWEST,
    caution,
    counts,
    flagged,
    horizon_name,
    how,
    nothing_scored,
    on_the_day,
    verdict,
    window,
)
from makegood.cli.report.html_document import document
from makegood.cli.report.markup import Markup, tag
from makegood.cli.terminal import Terminal

STYLE = "backtest.css"
FEWEST_FINISHES = 20
"""Finishes from which the picture of their places in the forecasts is drawn."""


def scorecard_page(paper: Terminal, card: Scorecard) -> bytes:
    """Return ``card`` as a page in UTF-8, in the language of ``paper``."""
    style = resources.files(__package__).joinpath(STYLE).read_text("utf-8")
    page = _Page(paper, card)
    return document(page.title, page.body(), paper.language.code, more_style=style)


class _Page:
    """Sets one scorecard."""

    def __init__(self, paper: Terminal, card: Scorecard) -> None:
        self._paper = paper
        self._language = paper.language
        self._card = card
        name = Path(card.source).resolve().name or card.source
        self.title = self._language.say("Were we right? {source}", source=name)

    def body(self) -> Markup:
        """Return the whole page."""
        return tag(
            "body",
            self._header(),
            tag("main", *self._sections()) if self._card.result.n >= FEWEST else None,
            tag("footer", tag("p", f"Makegood {__version__}")),
        )

    def _header(self) -> Markup:
        card = self._card
        facts = ("Makegood", *window(card, self._language), *counts(card, self._language))
        told = (nothing_scored if not card.result.n else verdict)(card, self._language)
        return tag(
            "header",
            tag("p", " · ".join(facts), class_="facts"),
            tag("h1", self.title),
            tag("p", told, class_="lead"),
            tag("ul", *self._figures(), class_="figures") if card.result.n >= FEWEST else None,
        )

    def _figures(self) -> Iterator[Markup]:
        found, say = self._card.result, self._language.say
        yield self._figure_of(say("Skill"), self._signed(found.skill), say("of the base rate's error taken away"))
        ece = None if found.ece is None else self._language.number(100 * found.ece, decimals=1)
        yield self._figure_of(
            say("Calibration error"),
            say("{points} points", points=ece) if ece is not None else "–",
            say("how far percentages are from what happened"),
        )
        expected = sum(month.n * month.expected for month in self._card.months)
        yield self._figure_of(
            say("Share kept"),
            self._share(found.base_rate),
            say("{share:percent} was said on average", share=expected / found.n),
        )
        brier = None if found.brier is None else self._language.number(found.brier, decimals=3)
        beside = None if found.reference_brier is None else self._language.number(found.reference_brier, decimals=3)
        yield self._figure_of(say("Brier score"), brier or "–", say("base rate: {score}", score=beside or "–"))
        p85 = found.coverage.get(85)
        yield self._figure_of(
            say("Done by P85"),
            self._share(None if p85 is None else p85.share),
            say("should be {share:percent}", share=0.85),
        )

    @staticmethod
    def _figure_of(name: str, value: str, note: str) -> Markup:
        return tag("li", tag("span", name), tag("strong", value), tag("small", note))

    def _sections(self) -> Iterator[Markup | None]:
        say = self._language.say
        yield self._section(say("Said and happened"), self._reliability())
        yield self._section(say("Done by the date forecast"), self._coverage())
        yield self._section(say("Skill over time"), self._over_time())
        yield self._section(say("By time left to the promised date"), self._horizons())
        yield self._section(say("Still open so long before the promised date"), self._snapshots())
        yield self._section(say("Too optimistic, or too careful"), self._optimism())
        yield self._section(say("How it was made"), self._how())

    @staticmethod
    def _section(title: str, content: Markup | None) -> Markup | None:
        return tag("section", tag("h2", title), content) if content else None

    def _reliability(self) -> Markup | None:
        corp = self._card.result.corp
        if corp is None:
            return None
        say, language = self._language.say, self._language
        described = say("What was said against what happened; on the dashed line the two agree.")
        rows = [
            (language.percent(p.p), language.percent(p.observed), language.number(p.n, decimals=0))
            for p in fullest(corp.points)
        ]
        told = say(
            "Each dot is a group of forecasts with like percentages: its place to the right is what was said, its"
            " height what happened. On the dashed line the two agree. The thin lines are 95 % intervals of the largest"
            " groups, the bars below show how often each percentage was said."
        )
        return tag(
            "div",
            tag("div", reliability(corp.points, said_histogram(self._card.result), language, described), class_="card"),
            tag(
                "div",
                tag("p", told, class_="facts"),
                self._table((say("said"), say("kept"), say("of")), rows),
                class_="card",
            ),
            class_="cols",
        )

    def _coverage(self) -> Markup | None:
        found, say = self._card.result.coverage, self._language.say
        if not found:
            return None
        rows = (
            tag(
                "tr",
                tag("th", f"P{percent}", scope="row"),
                tag("td", coverage(percent, each, self._language), class_="picture"),
                tag("td", self._share(each.share), class_="number"),
                tag("td", say("{low:percent} to {high:percent}", low=each.low, high=each.high), class_="number"),
            )
            for percent, each in sorted(found.items())
        )
        heads = ("", say("the line is where it should be"), say("was"), say("certain to 95 %"))
        return tag(
            "div",
            tag(
                "table",
                tag("thead", tag("tr", *(tag("th", head, scope="col") for head in heads))),
                tag("tbody", *rows),
                class_="plain wide",
            ),
            tag("p", on_the_day(self._card, self._language), class_="facts"),
            *self._pit(),
            class_="card narrow",
        )

    def _pit(self) -> Iterator[Markup]:
        pit = self._card.result.pit
        if len(pit) < FEWEST_FINISHES:
            return
        say = self._language.say
        told = say(
            "Where each finish fell in its forecast, from earliest to latest. Even bars mean honest dates; high at the"
            " right, too early; high at both ends, too sure."
        )
        yield tag("p", told, class_="facts")
        yield even_histogram(pit_histogram(pit), say("Where finishes fell in their forecasts"))

    def _over_time(self) -> Markup | None:
        spans, say = self._card.spans, self._language.say
        if len(spans) < 2 or all(span.skill is None for span in spans):
            return None
        rows = [
            (
                span.named(self._language),
                self._number(span.n),
                self._share(span.expected),
                self._share(span.kept),
                self._signed(span.skill),
            )
            for span in spans
        ]
        described = say("Skill over time: up is better than the base rate.")
        heads = (say("made in"), say("forecasts"), say("said"), say("kept"), say("skill"))
        return tag(
            "div",
            tag("div", skill_over_time(spans, self._language, described), class_="card"),
            tag("div", self._table(heads, rows), class_="card"),
            class_="cols",
        )

    def _horizons(self) -> Markup | None:
        found, say = self._card.result.by_horizon, self._language.say
        if len(found) < 2:
            return None
        rows = [
            (
                horizon_name(each.from_days, each.to_days, self._language),
                self._number(each.n),
                self._share(each.base_rate),
                self._language.number(each.brier, decimals=3),
                self._signed(each.skill if each.n >= FEWEST_FOR_A_SKILL else None),
            )
            for each in found
        ]
        heads = (say("time left"), say("forecasts"), say("kept"), say("Brier score"), say("skill"))
        return tag("div", self._table(heads, rows), class_="card narrow")

    def _snapshots(self) -> Markup | None:
        found, say = [each for each in self._card.result.snapshots if each.n >= FEWEST], self._language.say
        if not found:
            return None
        rows = [
            (
                self._language.span(each.days_before),
                self._number(each.n),
                self._share(each.base_rate),
                self._language.number(each.brier, decimals=3),
                self._signed(each.skill),
            )
            for each in found
        ]
        heads = (say("time left"), say("forecasts"), say("kept"), say("Brier score"), say("skill"))
        return tag("div", self._table(heads, rows), class_="card narrow")

    def _optimism(self) -> Markup | None:
        found, say = self._card.result.optimism, self._language.say
        if not found:
            return None
        rows = [
            (
                each.value or "–",
                self._number(each.optimism.n),
                self._share(each.kept_rate),
                self._points(each.optimism.bias),
                say("{low:percent} to {high:percent}", low=each.limits[0], high=each.limits[1]),
            )
            for each in sorted(found, key=lambda each: each.value.casefold())
        ]
        heads = (say("group"), say("forecasts"), say("kept"), say("too high by"), say("chance explains"))
        said = tag("ul", *(tag("li", line) for line in flagged(self._card, self._language)))
        any_flagged = any(each.optimism.flagged for each in found)
        return tag("div", said if any_flagged else None, self._table(heads, rows), class_="card narrow")

    def _how(self) -> Markup:
        say = self._language.say
        lines = (*how(self._card, self._language), caution(self._card, self._language))
        score = say(
            "Skill is the share of the base rate's squared error that the forecasts take away. The base rate is the"
            " better of two, each as it was known at the forecast's own moment: the share kept of everything so far,"
            " and of what became known in the 60 days before. 0 is no better, below 0 is worse."
        )
        return tag("div", *(tag("p", line) for line in (*filter(None, lines), score)), class_="card narrow")

    @staticmethod
    def _table(heads: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Markup:
        titles = (tag("th", head, scope="col", class_="number" if place else None) for place, head in enumerate(heads))
        body = (
            tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell, class_="number") for cell in row[1:]))
            for row in rows
        )
        return tag("table", tag("thead", tag("tr", *titles)), tag("tbody", *body), class_="plain")

    def _share(self, share: float | None) -> str:
        return "–" if share is None else self._language.percent(share)

    def _number(self, value: float) -> str:
        return self._language.number(value, decimals=0)

    def _signed(self, value: float | None) -> str:
        if value is None or value in (float("inf"), float("-inf")):
            return "–"
        rounded = round(100 * value)
        sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
        return self._language.say("{points:plain} %", points=f"{sign}{abs(rounded)}")

    def _points(self, value: float) -> str:
        rounded = round(100 * value)
        return self._language.say(
            "{points} points", points=f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{abs(rounded)}"
        )
