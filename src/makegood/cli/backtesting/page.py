"""A backtest on the terminal: one sentence, then scores, the reliability diagram, dates, horizons, how it was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.text import Text

from makegood.cli.backtesting.diagram import reliability_lines
from makegood.cli.backtesting.scorecard import FEWEST_FOR_A_SKILL, Scorecard, fullest
from makegood.cli.backtesting.words import (
    FEWEST,
    caution,
    counts,
    flagged,
    horizon_name,
    how,
    on_the_day,
    verdict,
    window,
)
from makegood.cli.layout import Column, table
from makegood.cli.terminal import Terminal
from makegood.cli.view import HEADING, QUIET
from makegood.cli.writing_page import INDENT, PageWriter
from makegood.engine.reliability import ReliabilityPoint
from makegood.files.errors import Note
from makegood.phrases import sentence

KEPT_NOTE = "column kept as attribute"


def render_scorecard(terminal: Terminal, card: Scorecard) -> Iterator[Text]:
    """Yield the page, part by part with an empty line between."""
    page = _Page(terminal, card)
    yield from page.head()
    if card.result.n >= FEWEST:
        for title, lines in page.parts():
            found = list(lines)
            if found:
                yield Text()
                yield Text(terminal.safe(title), style=HEADING)
                yield from found
    yield from page.foot()


class _Page(PageWriter):
    """Sets one scorecard."""

    def __init__(self, terminal: Terminal, card: Scorecard) -> None:
        super().__init__(terminal)
        self._card = card

    def head(self) -> Iterator[Text]:
        """Yield what was looked at, and the verdict."""
        separator, card = self._terminal.glyphs.separator, self._card
        name = Path(card.source).resolve().name or card.source
        yield Text.assemble(
            self._text(name, HEADING), *(self._text(separator + each, QUIET) for each in window(card, self._language))
        )
        yield from self._paragraph(verdict(card, self._language), HEADING)
        told = separator.join(counts(card, self._language))
        if told:
            yield from self._paragraph(told, QUIET)

    def parts(self) -> Iterator[tuple[str, Iterator[Text]]]:
        """Yield each part with its title."""
        say = self._language.say
        yield say("Scores"), self._scores()
        yield say("Said and happened"), self._diagram()
        yield say("Done by the date forecast"), self._coverage()
        yield say("By time left to the promised date"), self._horizons()
        yield say("Still open so long before the promised date"), self._snapshots()
        yield say("Over time"), self._spans()
        yield say("Too optimistic, or too careful"), self._flagged()

    def foot(self) -> Iterator[Text]:
        """Yield how the forecasts were made, and what was read differently."""
        if self._card.result.n:
            yield Text()
            yield self._text(self._language.say("How it was made"), HEADING)
            lines = [*how(self._card, self._language), caution(self._card, self._language)]
            for line in filter(None, lines):
                yield from self._paragraph(line, QUIET, indent=INDENT)
        notes = [note for note in self._card.notes if _worth_telling(note)]
        if notes:
            yield Text()
            yield self._text(self._language.say("About the files"), HEADING)
            for note in notes:
                said = f"{note.file}: {sentence('note', note.message, self._language.code)}"
                yield from self._paragraph(said, QUIET, indent=INDENT)

    def _scores(self) -> Iterator[Text]:
        found, say = self._card.result, self._language.say
        dash = self._terminal.glyphs.dash
        rows = [
            (say("kept"), self._share(found.base_rate), "", say("of those scored")),
            (
                say("Brier score"),
                self._figure(found.brier),
                self._figure(found.reference_brier),
                say("squared error; 0 is best"),
            ),
            (
                say("skill"),
                self._signed(found.skill),
                dash,
                say("of the base rate's error removed"),
            ),
            (
                say("calibration error"),
                self._points(found.ece),
                dash,
                say("between said and happened"),
            ),
            (say("log loss"), self._figure(found.log_loss), dash, say("dear where sure and wrong")),
        ]
        if found.crps is not None:
            beside = self._figure(found.crps_promise)
            rows.append(
                (
                    say("CRPS"),
                    self._figure(found.crps),
                    beside,
                    say("of log durations; beside: promised"),
                )
            )
        columns = [
            Column("", [self._text(row[0]) for row in rows]),
            Column(say("outside view"), [self._text(row[1]) for row in rows], right=True),
            Column(say("base rate"), [self._text(row[2], QUIET) for row in rows], right=True),
            Column("", [self._text(row[3], QUIET) for row in rows], least=10),
        ]
        yield from self._table(columns)

    def _diagram(self) -> Iterator[Text]:
        corp = self._card.result.corp
        if corp is None:
            return
        language, glyphs = self._language, self._terminal.glyphs
        percent = [language.percent(share) for share in (0.0, 0.5, 1.0)]
        drawn = [self._text(line) for line in reliability_lines(corp.points, glyphs, percent)]
        beside = list(self._pools(corp.points))
        width = max(line.cell_len for line in drawn)
        for number, line in enumerate(drawn):
            text = Text(" " * INDENT) + line
            if number < len(beside):
                text.append(" " * (width - line.cell_len + 3))
                text.append_text(beside[number])
            yield text
        told = language.say("Upwards what happened, to the right what was said; on the dots the two agree.")
        yield from self._paragraph(told, QUIET, indent=INDENT)

    def _pools(self, points: Sequence[ReliabilityPoint]) -> Iterator[Text]:
        """Yield the pools as a small table: what was said, what happened, how often."""
        language = self._language
        told = fullest(points)
        columns = [
            Column(language.say("said"), [self._text(language.percent(p.p)) for p in told], right=True),
            Column(language.say("kept"), [self._text(language.percent(p.observed)) for p in told], right=True),
            Column(language.say("of"), [self._text(language.number(p.n, decimals=0), QUIET) for p in told], right=True),
        ]
        yield from table(columns, [column.natural for column in columns], self._terminal.glyphs.ellipsis)

    def _coverage(self) -> Iterator[Text]:
        found, say = self._card.result.coverage, self._language.say
        if not found:
            return
        percents = sorted(found)
        ranges = [
            say("{low:percent} to {high:percent}", low=found[each].low, high=found[each].high) for each in percents
        ]
        columns = [
            Column(say("date"), [self._text(f"P{each}") for each in percents]),
            Column(say("should be"), [self._text(self._language.percent(each / 100)) for each in percents], right=True),
            Column(say("was"), [self._text(self._share(found[each].share)) for each in percents], right=True),
            Column(say("certain to 95 %"), [self._text(text, QUIET) for text in ranges]),
            Column(say("of"), [self._text(self._number(found[each].n), QUIET) for each in percents], right=True),
        ]
        yield from self._table(columns)
        if told := on_the_day(self._card, self._language):
            yield from self._paragraph(told, QUIET, indent=INDENT)

    def _horizons(self) -> Iterator[Text]:
        found, say = self._card.result.by_horizon, self._language.say
        if len(found) < 2:
            return
        names = [horizon_name(each.from_days, each.to_days, self._language) for each in found]
        columns = [
            Column(say("time left"), [self._text(name) for name in names]),
            Column(say("forecasts"), [self._text(self._number(each.n)) for each in found], right=True),
            Column(say("kept"), [self._text(self._share(each.base_rate)) for each in found], right=True),
            Column(say("Brier score"), [self._text(self._figure(each.brier)) for each in found], right=True),
            Column(
                say("skill"), [self._text(self._signed(_credible(each.n, each.skill))) for each in found], right=True
            ),
        ]
        yield from self._table(columns)

    def _snapshots(self) -> Iterator[Text]:
        found, say = [each for each in self._card.result.snapshots if each.n >= FEWEST], self._language.say
        if not found:
            return
        columns = [
            Column(say("time left"), [self._text(self._language.span(each.days_before)) for each in found]),
            Column(say("forecasts"), [self._text(self._number(each.n)) for each in found], right=True),
            Column(say("kept"), [self._text(self._share(each.base_rate)) for each in found], right=True),
            Column(say("Brier score"), [self._text(self._figure(each.brier)) for each in found], right=True),
            Column(say("skill"), [self._text(self._signed(each.skill)) for each in found], right=True),
        ]
        yield from self._table(columns)

    def _spans(self) -> Iterator[Text]:
        found, say = self._card.spans, self._language.say
        if len(found) < 2:
            return
        columns = [
            Column(say("made in"), [self._text(each.named(self._language)) for each in found]),
            Column(say("forecasts"), [self._text(self._number(each.n)) for each in found], right=True),
            Column(say("said"), [self._text(self._share(each.expected)) for each in found], right=True),
            Column(say("kept"), [self._text(self._share(each.kept)) for each in found], right=True),
            Column(say("skill"), [self._text(self._signed(each.skill)) for each in found], right=True),
        ]
        yield from self._table(columns)

    def _flagged(self) -> Iterator[Text]:
        for line in flagged(self._card, self._language):
            yield from self._paragraph(line, "", indent=INDENT)

    def _share(self, share: float | None) -> str:
        return self._terminal.glyphs.dash if share is None else self._language.percent(share)

    def _number(self, value: float) -> str:
        return self._language.number(value, decimals=0)


def _credible(n: int, skill: float) -> float | None:
    """Return a skill; None where too few forecasts made it."""
    return skill if n >= FEWEST_FOR_A_SKILL else None


def _worth_telling(note: Note) -> bool:
    """Say whether a note is worth a line: that a column is kept as an attribute is what columns are for here."""
    return note.message.code != KEPT_NOTE
