"""A replay on the terminal: which view was nearest, then all of them on the same promises, then folder by folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from makegood.cli.layout import Column
from makegood.cli.replaying.replayed import ReplayedFolder
from makegood.cli.terminal import Terminal
from makegood.cli.view import HEADING, QUIET
from makegood.cli.writing_page import INDENT, PageWriter
from makegood.engine.outside import Coverage, ReplayScores
from makegood.phrases import Language

FEWEST = 20
"""Outcomes below which no verdict is given."""
FEWEST_DATED = 2
"""Views with dates, below which there is nothing to compare."""
A_TIE = 0.01
"""Skill by which two views must differ for one of them to be called nearer (a convention)."""


def render_replay(terminal: Terminal, replayed: Sequence[ReplayedFolder], result: ReplayScores) -> Iterator[Text]:
    """Yield the page."""
    page = _Page(terminal, replayed, result)
    yield from page.head()
    if result.n:
        yield Text()
        yield from page.scores()
    yield Text()
    yield from page.folders()


class _Page(PageWriter):
    """Sets one replay."""

    def __init__(self, terminal: Terminal, replayed: Sequence[ReplayedFolder], result: ReplayScores) -> None:
        super().__init__(terminal)
        self._replayed = replayed
        self._result = result

    def head(self) -> Iterator[Text]:
        """Yield what was replayed, and the verdict."""
        language, replayed, result = self._language, self._replayed, self._result
        counted = language.say_plural("{count} folder", "{count} folders", len(replayed))
        first, last = replayed[0].folder.as_of, replayed[-1].folder.as_of
        span = language.say("{folders} from {first} to {last}", folders=counted, first=first, last=last)
        yield Text(self._terminal.safe(span), style=HEADING)
        said = filter(None, (verdict(result, language), of_dates(result, language)))
        yield from self._paragraph(" ".join(said), HEADING)
        told = list(self._counts())
        yield from self._paragraph(self._terminal.glyphs.separator.join(told), QUIET)

    def scores(self) -> Iterator[Text]:
        """Yield a line for the base rate and one for each view."""
        language, found = self._language, self._result.views
        say, dash = language.say, self._terminal.glyphs.dash
        names = [language.say("base rate"), *(name_of(each.view, language) for each in found)]
        base = self._result.reference_brier
        columns = [
            Column("", [self._text(name) for name in names]),
            self._column(say("Brier score"), [self._figure(base), *(self._figure(each.brier) for each in found)]),
            self._column(say("skill"), [dash, *(self._signed(each.skill) for each in found)]),
            self._column(say("calibration error"), [dash, *(self._points(each.ece) for each in found)]),
            self._column(say("error of dates"), [dash, *(self._days(each.crps_days) for each in found)]),
            self._column(say("P85 held"), [dash, *(self._held(each.coverage.get(85)) for each in found)]),
        ]
        yield from self._table(columns)
        told = language.say(
            "All on the same {count:number} forecasts, {kept:percent} of them kept. Skill is the share of the base"
            " rate's error taken away. The error of dates is that of the whole curve (CRPS); P85 should hold in 85 %.",
            count=self._result.n,
            kept=self._result.base_rate,
        )
        yield from self._paragraph(told, QUIET, indent=INDENT)

    def _column(self, title: str, cells: Sequence[str]) -> Column:
        return Column(title, [self._text(cell) for cell in cells], right=True)

    def folders(self) -> Iterator[Text]:
        """Yield a line for each folder: what was expected to be kept, and what was."""
        say, found = self._language.say, self._replayed
        expected = [sum(case.p_kept["combined"] or 0.0 for case in each.cases) for each in found]
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

    def _number(self, value: float) -> str:
        return self._language.number(value, decimals=0)

    def _days(self, days: float | None) -> str:
        return self._terminal.glyphs.dash if days is None else self._language.span(days)

    def _held(self, found: Coverage | None) -> str:
        return self._terminal.glyphs.dash if found is None else self._language.percent(found.share)


def verdict(result: ReplayScores, language: Language) -> str:
    """Return the one sentence: which view was nearest to what happened."""
    if not result.n:
        return language.say("No forecast can be scored: no promise of these folders has an end that is known.")
    if result.n < FEWEST:
        missing = language.say_plural("{count} more outcome", "{count} more outcomes", FEWEST - result.n)
        counted = language.say_plural("On {count:number} forecast", "On {count:number} forecasts", result.n)
        return language.say("{counted} nobody can tell yet: it needs {missing}.", counted=counted, missing=missing)
    views = result.views
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
    }[best.view]


def of_dates(result: ReplayScores, language: Language) -> str:
    """Say whose dates were nearest; nothing where there were too few finishes, or only one view had dates."""
    dated = [(view.crps_days, view.view) for view in result.views if view.crps_days is not None and view.coverage]
    if len(dated) < FEWEST_DATED:
        return ""
    days, best = min(dated)
    span = language.span(days)
    return {
        "inside": language.say("The plan's dates were nearest, {span} off.", span=span),
        "outside": language.say("The past's dates were nearest, {span} off.", span=span),
        "combined": language.say("The dates of both together were nearest, {span} off.", span=span),
    }[best]


def name_of(view: str, language: Language) -> str:
    """Name a view as tables do."""
    return {
        "inside": language.say("Plan"),
        "outside": language.say("Past"),
        "combined": language.say("Both"),
    }[view]
