"""Replays dated folders under other settings, and reads one's own percentages against what happened."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from makegood.cli.json_output import dumped
from makegood.cli.learning.json_form import learn_json, refused_json
from makegood.cli.learning.learnt import Learnt
from makegood.cli.learning.page import render_proposals
from makegood.cli.progress import WorkProgress
from makegood.cli.replaying.request import ReplayRequest
from makegood.cli.replaying.run import endings_in, read_all, refuse, replay_one
from makegood.cli.terminal import open_terminal
from makegood.engine import forecast
from makegood.engine.portfolio import Portfolio
from makegood.engine.proposals import SHARES, WIDTHS, Forecasted, tuned
from makegood.engine.recalibration import propose_recalibration
from makegood.engine.replay import Endings, cases_of
from makegood.engine.settings import Settings
from makegood.files import InvalidFiles
from makegood.files.reading import PortfolioFiles

TRIED_SAMPLES = 256
"""Samples of each forecast under other settings: there are some dozens of them."""


def run_learn(request: ReplayRequest) -> int:
    """Carry out ``request`` and return the exit status."""
    language = request.language
    with WorkProgress(color=request.color) as progress:
        progress.begin(language.say("Reading"))
        try:
            read = read_all(request)
            endings = endings_in(request, read)
        except InvalidFiles as refused:
            return refuse(request, refused, refused_json)
        said = [case for folder, files in read for case in replay_one(request, folder, files, endings, progress).cases]
        progress.begin(language.say("Trying other settings"))
        snapshots = [(folder.as_of, files) for folder, files in read]
        tries = _Tries(snapshots, endings, request.settings, progress)
        learnt = Learnt(
            (
                tuned("available share", 1.0, {each: tries.with_share(each) for each in SHARES}),
                tuned("range width", request.settings.widening, {each: tries.with_width(each) for each in WIDTHS}),
            ),
            propose_recalibration(
                [Forecasted(case.as_of, case.promise, case.p_kept["combined"] or 0.0, case.kept) for case in said]
            ),
            tuple((team.name, team.available_share) for team in read[-1][1].portfolio.teams),
            len(said),
        )
    if request.as_json:
        sys.stdout.write(dumped(learn_json(learnt)))
    else:
        terminal = open_terminal(language, color=request.color)
        terminal.write(render_proposals(terminal, learnt))
    return 0


class _Tries:
    """Forecasts every snapshot under one setting after the other."""

    def __init__(
        self,
        snapshots: Sequence[tuple[date, PortfolioFiles]],
        endings: Endings,
        settings: Settings,
        progress: WorkProgress,
    ) -> None:
        self._snapshots = snapshots
        self._endings = endings
        self._settings = replace(settings, samples=min(settings.samples, TRIED_SAMPLES), traced_samples=1)
        self._progress = progress
        self._done = 0

    def with_share(self, factor: float) -> list[Forecasted]:
        """Return what the plans would have said had every team ``factor`` times its available share."""
        return list(self._made(self._settings, factor))

    def with_width(self, width: float) -> list[Forecasted]:
        """Return what they would have said with stated ranges ``width`` times as wide."""
        return list(self._made(replace(self._settings, widening=width), 1.0))

    def _made(self, settings: Settings, factor: float) -> Iterator[Forecasted]:
        total = len(self._snapshots) * (len(SHARES) + len(WIDTHS))
        for as_of, files in self._snapshots:
            ranked = replace(settings, policy=files.policy)
            plan = forecast(_with_shares(files.portfolio, factor), as_of=as_of, settings=ranked)
            for case in cases_of(plan, plan, {}, self._endings):
                yield Forecasted(case.as_of, case.promise, case.p_kept["inside"] or 0.0, case.kept)
            self._done += 1
            self._progress(self._done, total)


def _with_shares(portfolio: Portfolio, factor: float) -> Portfolio:
    teams = tuple(replace(team, available_share=min(1.0, factor * team.available_share)) for team in portfolio.teams)
    return replace(portfolio, teams=teams)
