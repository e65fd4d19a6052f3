"""The verbs that look back: what was said, held against what happened, and what could be set better."""

from __future__ import annotations

import os

import typer

from makegood.cli import options
from makegood.cli.ending import conclude, reader
from makegood.cli.help_page import HelpfulCommand
from makegood.phrases.phrase import translatable as _


def add_past_verbs(app: typer.Typer) -> None:
    """Add them to the command, in the order in which one needs them."""
    _add_backtest(app)
    _add_replay(app)
    _add_learn(app)


def _add_backtest(app: typer.Typer) -> None:
    app.command(
        cls=HelpfulCommand,
        help=_(
            "Forecasts the past as it would have been forecast then, from a history alone, and holds every"
            " probability against what happened: scores beside the base rate, a reliability diagram, how far dates"
            " could be trusted."
        ),
        short_help=_("Were we right? Score the past"),
        epilog=_(
            "Examples\n"
            "  makegood backtest demo\n"
            "  makegood backtest history.csv.gz --from 2026-05-01\n"
            "  makegood backtest tickets.csv --from 2026-05-01 --to 2026-05-31 --every week --json\n"
            "  makegood backtest demo --from 2026-03-01 --report past.html\n"
            "\n"
            "Exit status\n"
            "  0  fine\n"
            "  2  the history or the command can't be understood; every reason is listed\n"
            "  3  an error in Makegood itself (MAKEGOOD_DEBUG=1 shows where)"
        ),
    )(backtest)


def _add_replay(app: typer.Typer) -> None:
    app.command(
        cls=HelpfulCommand,
        help=_(
            "Forecasts dated folders with what was known on their day, and holds the plan, the past and both together"
            " against what happened. The date stands in a folder's name; outcomes come from the history of the last"
            " one."
        ),
        short_help=_("Was the plan right? Score dated folders"),
        epilog=_(
            "Examples\n"
            "  makegood demo demo --months 6          the demo company, and how it stood on six earlier days\n"
            "  makegood replay demo/past --history demo/history.csv\n"
            "  makegood replay 2026-03-01 2026-04-01 2026-05-01 --json\n"
            "\n"
            "Exit status\n"
            "  0  fine\n"
            "  2  the folders or the command can't be understood; every reason is listed\n"
            "  3  an error in Makegood itself (MAKEGOOD_DEBUG=1 shows where)"
        ),
    )(replay)


def _add_learn(app: typer.Typer) -> None:
    app.command(
        cls=HelpfulCommand,
        help=_(
            "Replays dated folders under other settings and proposes what would have been nearer to what happened: the"
            " share of hours that teams have for promised work, how wide stated ranges are, how to read the"
            " percentages. Changes nothing."
        ),
        short_help=_("What could be set better? Proposals from your past"),
        epilog=_(
            "Examples\n"
            "  makegood learn demo/past --history demo/history.csv\n"
            "  makegood learn snapshots --json\n"
            "\n"
            "Exit status\n"
            "  0  fine\n"
            "  2  the folders or the command can't be understood; every reason is listed\n"
            "  3  an error in Makegood itself (MAKEGOOD_DEBUG=1 shows where)"
        ),
    )(learn)


def backtest(  # noqa: PLR0913  # the parser reads the options from the parameters
    ctx: typer.Context,
    history: options.HistorySource,
    *,
    start: options.FromDay = None,
    end: options.ToDay = None,
    every: options.Every = options.DEFAULT_EVERY,
    tolerance_days: options.ToleranceDays = options.DEFAULT_TOLERANCE,
    zone: options.Zone = None,
    date_order: options.DateOrder = None,
    as_json: options.AsJson = False,
    report: options.HtmlReport = None,
    no_color: options.NoColor = False,
    language: options.LanguageCode = None,
) -> None:
    """Score the outside view on the past."""
    from makegood.cli.backtesting.request import TypedBacktest, understand

    typed = TypedBacktest(
        path=history,
        start=start,
        end=end,
        every=every,
        tolerance_days=tolerance_days,
        zone=zone,
        date_order=date_order,
        as_json=as_json,
        report=report,
        no_color=no_color,
        language=language,
    )
    request = understand(typed, reader(ctx), os.environ)
    from makegood.cli.backtesting.run import run_backtest  # what it needs takes long to load

    conclude(lambda: run_backtest(request))


def replay(
    ctx: typer.Context,
    folders: options.DatedFolders,
    *,
    history: options.OutcomeHistory = None,
    samples: options.Samples = options.DEFAULT_SAMPLES,
    seed: options.Seed = options.DEFAULT_SEED,
    zone: options.Zone = None,
    date_order: options.DateOrder = None,
    as_json: options.AsJson = False,
    no_color: options.NoColor = False,
    language: options.LanguageCode = None,
) -> None:
    """Score the plan, the past and both on dated folders."""
    from makegood.cli.replaying.request import TypedReplay, understand

    typed = TypedReplay(
        paths=tuple(folders),
        history=history,
        samples=samples,
        seed=seed,
        zone=zone,
        date_order=date_order,
        as_json=as_json,
        no_color=no_color,
        language=language,
    )
    request = understand(typed, reader(ctx), os.environ)
    from makegood.cli.replaying.run import run_replay

    conclude(lambda: run_replay(request))


def learn(
    ctx: typer.Context,
    folders: options.DatedFolders,
    *,
    history: options.OutcomeHistory = None,
    samples: options.Samples = options.DEFAULT_SAMPLES,
    seed: options.Seed = options.DEFAULT_SEED,
    zone: options.Zone = None,
    date_order: options.DateOrder = None,
    as_json: options.AsJson = False,
    no_color: options.NoColor = False,
    language: options.LanguageCode = None,
) -> None:
    """Propose what could be set better."""
    from makegood.cli.replaying.request import TypedReplay, understand

    typed = TypedReplay(
        paths=tuple(folders),
        history=history,
        samples=samples,
        seed=seed,
        zone=zone,
        date_order=date_order,
        as_json=as_json,
        no_color=no_color,
        language=language,
    )
    request = understand(typed, reader(ctx), os.environ)
    from makegood.cli.learning.run import run_learn

    conclude(lambda: run_learn(request))
