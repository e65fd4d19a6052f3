"""Proposals on the terminal: what to set, what it would have brought, and what is missing where nothing is proposed."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from makegood.cli.layout import Column
from makegood.cli.learning.learnt import Learnt
from makegood.cli.terminal import Terminal
from makegood.cli.view import HEADING, QUIET
from makegood.cli.writing_page import INDENT, PageWriter
from makegood.engine.proposals import NoProposal, Proposal, Subject
from makegood.phrases import Language

READ_AS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
"""Percentages shown with what they have meant."""


def render_proposals(terminal: Terminal, learnt: Learnt) -> Iterator[Text]:
    """Yield what is proposed first, then what is not and why."""
    page = _Page(terminal, learnt)
    found = [each for each in learnt.proposals if isinstance(each, Proposal)]
    yield from page.head(len(found) + learnt.recalibration.worthwhile)
    for each in found:
        yield Text()
        yield from page.proposal(each)
    if learnt.recalibration.worthwhile:
        yield Text()
        yield from page.recalibration()
    rest = list(page.rest([each for each in learnt.proposals if isinstance(each, NoProposal)]))
    if rest:
        yield Text()
        yield from rest


class _Page(PageWriter):
    """Sets what was learnt."""

    def __init__(self, terminal: Terminal, learnt: Learnt) -> None:
        super().__init__(terminal)
        self._learnt = learnt

    def head(self, proposals: int) -> Iterator[Text]:
        """Yield how much there was to learn from, and how much is proposed."""
        language = self._language
        counted = language.say_plural(
            "From {count:number} forecast with an outcome",
            "From {count:number} forecasts with an outcome",
            self._learnt.outcomes,
        )
        proposed = language.say_plural("{count} proposal", "{count} proposals", proposals)
        said = (
            language.say("{counted}: {proposed}. Nothing was changed.", counted=counted, proposed=proposed)
            if proposals
            else language.say("{counted}: nothing to propose.", counted=counted)
        )
        yield from self._paragraph(said, HEADING)

    def proposal(self, each: Proposal) -> Iterator[Text]:
        """Yield one proposal with its effect, before and after."""
        language = self._language
        yield Text(self._terminal.safe(name_of(each.subject, language)), style=HEADING)
        yield from self._paragraph(self._what(each), "", indent=INDENT)
        effect = language.say_plural(
            "On {count:number} later forecast, not used to choose it, the Brier score falls from {before} to {after}.",
            "On {count:number} later forecasts, not used to choose it, the Brier score falls from {before} to {after}.",
            each.n,
            before=language.number(each.before, decimals=3),
            after=language.number(each.after, decimals=3),
        )
        yield from self._paragraph(effect, QUIET, indent=INDENT)
        if each.subject == "available share":
            yield from self._shares(each)

    def recalibration(self) -> Iterator[Text]:
        """Yield how to read the percentages, with the effect on forecasts that were left out of the fit."""
        language, found = self._language, self._learnt.recalibration
        yield Text(self._terminal.safe(language.say("How to read the percentages")), style=HEADING)
        said = language.say("Percentages have not meant quite what they said. Read them as:")
        yield from self._paragraph(said, "", indent=INDENT)
        percent, meant = language.percent, found.apply(READ_AS)
        columns = [
            Column(language.say("said"), [self._text(percent(p)) for p in READ_AS], right=True),
            Column(language.say("meant"), [self._text(percent(float(p))) for p in meant], right=True),
        ]
        yield from self._table(columns)
        effect = language.say(
            "On forecasts left out of the fit, a fifth at a time, the Brier score falls from {before} to {after}.",
            before=language.number(found.brier_before or 0.0, decimals=3),
            after=language.number(found.brier_after or 0.0, decimals=3),
        )
        yield from self._paragraph(effect, QUIET, indent=INDENT)

    def rest(self, nothing: list[NoProposal]) -> Iterator[Text]:
        """Yield a line for each subject that nothing is proposed on."""
        language, read = self._language, self._learnt.recalibration
        lines = [(name_of(each.subject, language), each.missing, self._in_vain(each)) for each in nothing]
        if not self._learnt.recalibration.worthwhile:
            lines.append((language.say("How to read the percentages"), read.missing, self._as_they_are()))
        for name, missing, in_vain in lines:
            if missing:
                said = language.say_plural(
                    "{name}: needs {count:number} more outcome.",
                    "{name}: needs {count:number} more outcomes.",
                    missing,
                    name=name,
                )
            else:
                said = language.say("{name}: {nothing}", name=name, nothing=in_vain)
            yield from self._paragraph(said, QUIET)

    def _as_they_are(self) -> str:
        language, read = self._language, self._learnt.recalibration
        return language.say(
            "reading them otherwise would hardly have been better (Brier score {before} to {after}).",
            before=language.number(read.brier_before or 0.0, decimals=3),
            after=language.number(read.brier_after or 0.0, decimals=3),
        )

    def _in_vain(self, each: NoProposal) -> str:
        """Say that what is set did as well as anything tried, and what the best try would have brought."""
        language = self._language
        if each.tried is None:
            return language.say("nothing tried did better beyond chance.")
        setting, before, after = each.tried
        return language.say(
            "nothing tried did better beyond chance (the best other, {setting}, takes the Brier score from {before} to"
            " {after}).",
            setting=language.number(setting, decimals=2),
            before=language.number(before, decimals=3),
            after=language.number(after, decimals=3),
        )

    def _what(self, each: Proposal) -> str:
        say, number = self._language.say, self._language.number
        if each.subject == "available share":
            return say(
                "Plans were nearest with {factor} times the available share. Write into teams.csv:",
                factor=number(each.proposed, decimals=2),
            )
        return say(
            "Plans were nearest with stated ranges {factor} times as wide, not {now} times:"
            " makegood check --widening {typed}",
            factor=number(each.proposed, decimals=2),
            now=number(each.now, decimals=2),
            typed=f"{each.proposed:g}",
        )

    def _shares(self, each: Proposal) -> Iterator[Text]:
        number, teams = self._language.number, self._learnt.teams
        columns = [
            Column(self._language.say("Team"), [self._text(team) for team, _ in teams]),
            Column(
                self._language.say("now"), [self._text(number(share, decimals=2)) for _, share in teams], right=True
            ),
            Column(
                "available_share",
                [self._text(number(min(1.0, each.proposed * share), decimals=2)) for _, share in teams],
                right=True,
            ),
        ]
        yield from self._table(columns)


def name_of(subject: Subject, language: Language) -> str:
    """Name what a proposal is about."""
    return {
        "available share": language.say("Available share of the teams"),
        "range width": language.say("Width of stated ranges"),
    }[subject]
