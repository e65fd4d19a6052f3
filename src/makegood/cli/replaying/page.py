"""A replay on the terminal: which view was nearest, then all of them on the same promises, then folder by folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from makegood.cli.layout import Column, fit, paragraph, table
from makegood.cli.replaying.replayed import Replayed
from makegood.cli.terminal import Terminal
from makegood.cli.view import HEADING, QUIET
from makegood.engine.replay import Replay, ViewName, ViewScore
from makegood.phrases import Language

INDENT = 2
FEWEST = 20
"""Outcomes below which no verdict is given."""
A_TIE = 0.01
"""Skill by which two views must differ for one of them to be called nearer (a convention)."""


def render_replay(terminal: Terminal, replayed: Sequence[Replayed], result: Replay) -> Iterator[Text]:
    """Yield the page."""
    page = _Page(terminal, replayed, result)
    yield from page.head()
    if result.n:
        yield Text()
        yield from page.scores()
    yield Text()
    yield from page.folders()


class _Page:
    """Sets one replay."""

    def __init__(self, terminal: Terminal, replayed: Sequence[Replayed], result: Replay) -> None:
        self._terminal = terminal
        self._language = terminal.language
        self._replayed = replayed
        self._result = result

    def head(self) -> Iterator[Text]:
        """Yield what was replayed, and the verdict."""
        language, replayed, result = self._language, self._replayed, self._result
        counted = language.say_plural("{count} folder", "{count} folders", len(replayed))
        first, last = replayed[0].folder.as_of, replayed[-1].folder.as_of
        span = language.say("{folders} from {first} to {last}", folders=counted, first=first, last=last)
        yield Text(self._terminal.safe(span), style=HEADING)
        yield from self._paragraph(verdict(result, language), HEADING)
        told = list(self._counts())
        yield from self._paragraph(self._terminal.glyphs.separator.join(told), QUIET)

    def scores(self) -> Iterator[Text]:
        """Yield a line for each view."""
        say, found = self._language.say, self._result.scores
        columns = [
            Column("", [self._text(name_of(each.view, self._language)) for each in found]),
            Column(say("said"), [self._text(self._language.percent(each.said)) for each in found], right=True),
            Column(say("Brier score"), [self._text(self._figure(each.brier)) for each in found], right=True),
            Column(say("skill"), [self._text(self._skill(each)) for each in found], right=True),
            Column(say("calibration error"), [self._text(self._points(each.ece)) for each in found], right=True),
            Column(say("done by P85"), [self._text(self._quoted(each)) for each in found], right=True),
            Column(say("off by"), [self._text(self._days(each.days_off)) for each in found], right=True),
        ]
        yield from self._table(columns)
        told = self._language.say(
            "All on the same {count:number} forecasts, {kept:percent} of them kept. Skill is the share of the base"
            " rate's error taken away; done by P85 should be 85 %; off by is the finish against P50, in the middle.",
            count=self._result.n,
            kept=self._result.kept,
        )
        yield from self._paragraph(told, QUIET, indent=INDENT)

    def folders(self) -> Iterator[Text]:
        """Yield a line for each folder: what was expected to be kept, and what was."""
        say, found = self._language.say, self._replayed
        expected = [sum(case.combined.p_kept or 0.0 for case in each.cases) for each in found]
        kept = [sum(case.kept for case in each.cases) for each in found]
        columns = [
            Column(say("folder"), [self._text(each.folder.path.name) for each in found], least=12),
            Column(say("open"), [self._text(self._number(each.open_promises)) for each in found], right=True),
            Column(say("decided"), [self._text(self._number(len(each.cases))) for each in found], right=True),
            Column(
                say("expected to be kept"),
                [self._text(self._language.number(each, decimals=1)) for each in expected],
                right=True,
            ),
            Column(say("kept"), [self._text(self._number(each)) for each in kept], right=True),
        ]
        yield from self._table(columns)

    def _counts(self) -> Iterator[str]:
        say_plural, result = self._language.say_plural, self._result
        yield say_plural("about {count:number} promise", "about {count:number} promises", result.promises)
        undecided = sum(each.undecided for each in self._replayed)
        if undecided:
            yield say_plural("{count:number} not decided yet", "{count:number} not decided yet", undecided)
        if result.left_out:
            yield say_plural(
                "{count:number} left out: not every view had a figure",
                "{count:number} left out: not every view had a figure",
                result.left_out,
            )

    def _table(self, columns: Sequence[Column]) -> Iterator[Text]:
        widths = fit(columns, self._terminal.prose_width - INDENT) or [column.minimum for column in columns]
        yield from table(columns, widths, self._terminal.glyphs.ellipsis, indent=INDENT)

    def _paragraph(self, text: str, style: str, *, indent: int = 0) -> Iterator[Text]:
        space = " " * indent
        yield from paragraph(self._terminal.safe(text), self._terminal.prose_width, indent=space, style=style)

    def _text(self, content: str) -> Text:
        return Text(self._terminal.safe(content))

    def _number(self, value: float) -> str:
        return self._language.number(value, decimals=0)

    def _figure(self, value: float) -> str:
        return self._language.number(value, decimals=3)

    def _points(self, value: float) -> str:
        return self._language.say("{points} points", points=self._language.number(100 * value, decimals=1))

    def _skill(self, each: ViewScore) -> str:
        if each.view == "base" or each.skill == float("-inf"):
            return self._terminal.glyphs.dash
        return signed_percent(each.skill, self._terminal, self._language)

    def _quoted(self, each: ViewScore) -> str:
        return self._terminal.glyphs.dash if each.quoted is None else self._language.percent(each.quoted[0])

    def _days(self, days: float | None) -> str:
        if days is None:
            return self._terminal.glyphs.dash
        rounded = round(days)
        sign = "+" if rounded > 0 else self._terminal.glyphs.minus if rounded < 0 else ""
        return self._language.say("{days:plain} d", days=f"{sign}{abs(rounded)}")


def verdict(result: Replay, language: Language) -> str:
    """Return the one sentence: which view was nearest to what happened."""
    if not result.n:
        return language.say("No forecast can be scored: no promise of these folders has an end that is known.")
    if result.n < FEWEST:
        missing = language.say_plural("{count} more outcome", "{count} more outcomes", FEWEST - result.n)
        counted = language.say_plural("On {count:number} forecast", "On {count:number} forecasts", result.n)
        return language.say("{counted} nobody can tell yet: it needs {missing}.", counted=counted, missing=missing)
    views = [score for score in result.scores if score.view != "base"]
    best = max(views, key=lambda score: score.skill)
    if best.skill < A_TIE:
        return language.say("No view was nearer to what happened than the base rate.")
    ties = [each for each in views if best.skill - each.skill < A_TIE]
    names = [name_of(each.view, language) for each in ties]
    share = language.percent(best.skill)
    if len(ties) > 1:
        return language.say(
            "{views} were about as near to what happened: {share} of the base rate's error taken away.",
            views=language.listing(names),
            share=share,
        )
    return {
        "inside": language.say(
            "The plan was nearest to what happened: it took away {share} of the base rate's error.", share=share
        ),
        "outside": language.say(
            "The past was nearest to what happened: it took away {share} of the base rate's error.", share=share
        ),
        "combined": language.say(
            "Plan and past together were nearest to what happened: they took away {share} of the base rate's error.",
            share=share,
        ),
        "base": "",
    }[best.view]


def name_of(view: ViewName, language: Language) -> str:
    """Name a view as tables do."""
    return {
        "base": language.say("base rate"),
        "inside": language.say("Plan"),
        "outside": language.say("Past"),
        "combined": language.say("Both"),
    }[view]


def signed_percent(value: float, terminal: Terminal, language: Language) -> str:
    """Write a skill in per cent with its sign."""
    rounded = round(100 * value)
    sign = "+" if rounded > 0 else terminal.glyphs.minus if rounded < 0 else ""
    return language.say("{points:plain} %", points=f"{sign}{abs(rounded)}")
