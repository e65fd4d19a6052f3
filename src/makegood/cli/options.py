"""The options of the verbs: how they are typed and what their help says, in English; help pages translate it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from makegood.phrases.phrase import translatable as _

DEFAULT_SAMPLES = "1024"
DEFAULT_SEED = "1"
DEFAULT_WIDENING = "1.5"
DEFAULT_CLASS = "3"
DEFAULT_EVERY = "month"
DEFAULT_TOLERANCE = "0"
"""As they are typed; the engine's defaults for pages."""

LOOK = _("What to look at")
CALCULATE = _("How to calculate")
READ = _("How to read the files")
SHOW = _("How to show it")
OTHER = _("Other")

Source = Annotated[
    Path,
    typer.Argument(
        metavar="PATH",
        help=_("A folder of CSV files, an .xlsx workbook with the same sheets, or a .zip of such files."),
    ),
]
HistorySource = Annotated[
    Path,
    typer.Argument(
        metavar="HISTORY",
        help=_("A history as CSV, packed with gzip or not; or a folder, workbook or zip that has one."),
    ),
]
FromDay = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="DATE",
        rich_help_panel=LOOK,
        help=_("Score forecasts from this day on. Default: once a third of them lies behind, to learn from."),
    ),
]
ToDay = Annotated[
    str | None,
    typer.Option(
        "--to", metavar="DATE", rich_help_panel=LOOK, help=_("Score forecasts up to this day. Default: all there are.")
    ),
]
Every = Annotated[
    str,
    typer.Option(
        "--every",
        metavar="SPAN",
        rich_help_panel=CALCULATE,
        help=_("How often to learn anew: day, week, month, quarter or year. Default: month."),
    ),
]
ToleranceDays = Annotated[
    str,
    typer.Option(
        "--tolerance-days",
        metavar="N",
        rich_help_panel=CALCULATE,
        help=_("Days late that still count as kept. Default: 0."),
    ),
]
HtmlReport = Annotated[
    Path | None,
    typer.Option(
        "--report", metavar="FILE", rich_help_panel=SHOW, help=_("Write a page to forward, with pictures: .html.")
    ),
]
DatedFolders = Annotated[
    list[Path],
    typer.Argument(
        metavar="FOLDER...",
        help=_("Folders, workbooks or zips with a date in their name, such as 2026-03-01; or a folder of such."),
    ),
]
OutcomeHistory = Annotated[
    Path | None,
    typer.Option(
        "--history",
        metavar="FILE",
        rich_help_panel=LOOK,
        help=_("The history that tells what happened. Default: that of the last folder."),
    ),
]
Months = Annotated[
    str,
    typer.Option(
        "--months",
        metavar="N",
        rich_help_panel=LOOK,
        help=_("Also write how the company stood on the first of each of the last N months, into past: for replay."),
    ),
]
NewFolder = Annotated[
    Path, typer.Argument(metavar="FOLDER", help=_("Where to write the files; it is made if it doesn't exist."))
]
PromiseKey = Annotated[
    str | None,
    typer.Option(
        "--promise",
        metavar="X",
        rich_help_panel=LOOK,
        help=_("One promise whole: what was said, when it will be done, why, who takes the capacity, what would help."),
    ),
]
Wished = Annotated[
    str,
    typer.Option(
        "--wished", metavar="DATE", rich_help_panel=LOOK, help=_("The date that the customer wishes, as 2027-01-15.")
    ),
]
WorkWished = Annotated[
    str | None,
    typer.Option(
        "--work",
        metavar="TEXT",
        rich_help_panel=LOOK,
        help=_(
            "What it takes: teams with hours, as one figure or as 10th/50th/90th percentile. A comma for one after the"
            " other, + for side by side."
        ),
    ),
]
LikePromise = Annotated[
    str | None,
    typer.Option(
        "--like",
        metavar="PROMISE",
        rich_help_panel=LOOK,
        help=_("Take the work of an earlier promise, as if nothing of it were done; or what its history is like."),
    ),
]
CustomerName = Annotated[
    str | None,
    typer.Option(
        "--customer", metavar="NAME", rich_help_panel=LOOK, help=_("For whom; a known one's zone and tier count.")
    ),
]
PriorityClass = Annotated[
    str,
    typer.Option(
        "--class",
        metavar="N",
        rich_help_panel=LOOK,
        help=_("How it would rank: 1 goes first, 5 takes what is left. Default: 3."),
    ),
]
WishedSpecifications = Annotated[
    list[str] | None,
    typer.Option(
        "--spec",
        metavar="TEXT",
        rich_help_panel=LOOK,
        help=_("A property that is wished, such as 'speed >= 80 mm/s'. May be given several times."),
    ),
]
WishedLevels = Annotated[
    list[str] | None,
    typer.Option(
        "--level",
        metavar="TEXT",
        rich_help_panel=LOOK,
        help=_(
            "A level of service that is wished for a year from the wished date, such as 'first reply <= 4 h in 95%'."
            " May be given several times."
        ),
    ),
]
Budget = Annotated[
    str | None,
    typer.Option(
        "--budget", metavar="N", rich_help_panel=LOOK, help=_("The most that may be spent in all. Default: no limit.")
    ),
]
AcceptableDelay = Annotated[
    str | None,
    typer.Option(
        "--delay",
        metavar="DAYS",
        rich_help_panel=LOOK,
        help=_("The most by which any customer's date may become later. Default: no limit."),
    ),
]
Protected = Annotated[
    list[str] | None,
    typer.Option(
        "--protect",
        metavar="PROMISE",
        rich_help_panel=LOOK,
        help=_(
            "A promise that must not get less likely, and of which nothing is taken back. May be given several times."
        ),
    ),
]
Vetoed = Annotated[
    list[str] | None,
    typer.Option(
        "--veto",
        metavar="WHAT",
        rich_help_panel=LOOK,
        help=_(
            "What must not be used: a kind of change such as later-date, a team, or a promise that must not be touched."
            " May be given several times."
        ),
    ),
]
ToReach = Annotated[
    list[str] | None,
    typer.Option(
        "--reach",
        metavar="PROMISE=P",
        rich_help_panel=LOOK,
        help=_("A probability that a promise must reach, as NWR-180=85%. May be given several times."),
    ),
]
SlotCost = Annotated[
    str,
    typer.Option(
        "--slot-cost",
        metavar="N",
        rich_help_panel=CALCULATE,
        help=_("What one more slot costs a week. Default: 0; what customers are asked for is counted as given up."),
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", rich_help_panel=LOOK, help=_("The day to look from, as 2027-01-15. Default: today.")
    ),
]
Everything = Annotated[
    bool,
    typer.Option(
        "--all", rich_help_panel=SHOW, help=_("Show every promise; a terminal leaves out most that are on course.")
    ),
]
FailUnder = Annotated[
    str | None,
    typer.Option(
        "--fail-under",
        metavar="P",
        rich_help_panel=LOOK,
        help=_("End with status 1 if a promise is less likely to be kept than this: 0.85 or 85%."),
    ),
]
Samples = Annotated[
    str,
    typer.Option(
        "--samples",
        metavar="N",
        rich_help_panel=CALCULATE,
        help=_("How many futures to simulate. Default: 1024; 8192 for decisions."),
    ),
]
Seed = Annotated[
    str,
    typer.Option(
        "--seed",
        metavar="N",
        rich_help_panel=CALCULATE,
        help=_("The same seed gives the same result, to the bit. Default: 1."),
    ),
]
Widening = Annotated[
    str,
    typer.Option(
        "--widening",
        metavar="X",
        rich_help_panel=CALCULATE,
        help=_("How many times wider than stated to take ranges of effort. Default: 1.5; learn proposes yours."),
    ),
]
Arrivals = Annotated[
    bool,
    typer.Option(
        "--arrivals",
        rich_help_panel=CALCULATE,
        help=_("Count in the orders still to come, at the rate at which promises were made in the past half year."),
    ),
]
Zone = Annotated[
    str | None,
    typer.Option(
        "--zone",
        metavar="IANA",
        envvar="MAKEGOOD_ZONE",
        rich_help_panel=READ,
        help=_("The company's time zone, such as Europe/Berlin (or MAKEGOOD_ZONE). Default: UTC."),
    ),
]
DateOrder = Annotated[
    str | None,
    typer.Option(
        "--date-order",
        metavar="dmy|mdy",
        rich_help_panel=READ,
        help=_("How to read dates such as 03/04/2027, where nothing else tells."),
    ),
]
AsJson = Annotated[bool, typer.Option("--json", rich_help_panel=SHOW, help=_("Write one JSON object, for programs."))]
AsCsv = Annotated[
    bool, typer.Option("--csv", rich_help_panel=SHOW, help=_("Write the table as CSV, for spreadsheets."))
]
Report = Annotated[
    list[Path] | None,
    typer.Option(
        "--report",
        metavar="FILE",
        rich_help_panel=SHOW,
        help=_(
            "Write a report to forward: .html for a page, .pdf for a brief of two pages. Give it twice to have both."
        ),
    ),
]
NoColor = Annotated[
    bool,
    typer.Option("--no-color", rich_help_panel=SHOW, help=_("No colours (or set NO_COLOR). There are none in a pipe.")),
]
LanguageCode = Annotated[
    str | None,
    typer.Option(
        "--language",
        metavar="en|de",
        rich_help_panel=SHOW,
        help=_("English or German (or MAKEGOOD_LANGUAGE). Default: your system's language; in JSON and CSV English."),
    ),
]
Version = Annotated[bool, typer.Option("--version", rich_help_panel=OTHER, help=_("Show the version and end."))]

PARSER_TEXTS = (
    _("Show this message and exit."),
    _("Install completion for the current shell."),
    _("Show completion for the current shell, to copy it or customize the installation."),
)
"""Texts that the parser of the command line brings with it, named here so that they are translated."""
