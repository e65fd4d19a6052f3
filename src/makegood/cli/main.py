"""The command ``makegood``: its verbs, their options, and what becomes of errors.

Only light modules are imported up here, so that help and version answer at once.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

import typer

from makegood import __version__
from makegood.cli import options
from makegood.cli.ending import conclude, reader, refuse_unknown_language
from makegood.cli.exchange.verbs import add_exchange_verbs
from makegood.cli.help_page import HelpfulCommand, HelpfulGroup
from makegood.cli.options_verb import add_options_verb
from makegood.cli.past_verbs import add_past_verbs
from makegood.cli.plain_text import breakable, encodable, shown
from makegood.cli.quote_verb import add_quote_verb
from makegood.cli.server.verbs import add_server_verbs
from makegood.cli.usage import BAD_USAGE, UsageProblem, explained
from makegood.phrases.language import Language, choose_language, speak
from makegood.phrases.phrase import translatable as _

INTERNAL_ERROR = 3
DEBUG = "MAKEGOOD_DEBUG"
GARBAGE_COLLECTION = (200_000, 20, 20)
"""New objects, and rounds, after which cycles are looked for. A command reads many objects and keeps them until its
end: looking for garbage among them every 700 took a tenth of a check."""

app = typer.Typer(
    cls=HelpfulGroup,
    help=_(
        "Keeps a company's word: how likely each promise to a customer is to be kept, what binds it, and the way back."
    ),
    epilog=_(
        "Start here\n"
        "  makegood demo demo         write the files of a company to look at\n"
        "  makegood check demo        whose word is in danger, and why\n"
        "  makegood backtest demo     were such forecasts right in the past?\n"
        "  makegood init ours         an empty set of files for your own promises\n"
        "  makegood serve             the web application, for everybody"
    ),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def makegood(ctx: typer.Context, *, version: options.Version = False, language: options.LanguageCode = None) -> None:
    """Answer where no verb was given: the version, or help."""
    refuse_unknown_language(ctx, language)
    if version:
        typer.echo(f"makegood {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


@app.command(
    cls=HelpfulCommand,
    help=_(
        "Says for every promise how likely it is to be kept, how far off it is, what binds it and why: by simulating"
        " what operations can do. Sorted by the harm that breaking it would do."
    ),
    short_help=_("How likely is each promise to be kept, and why?"),
    epilog=_(
        "Examples\n"
        "  makegood check demo\n"
        "  makegood check demo --promise NWR-180\n"
        "  makegood check orders.xlsx --as-of 2027-01-15 --fail-under 60%\n"
        "  makegood check demo --report promises.html --report promises.pdf\n"
        "  makegood check demo --json | jq '.promises[] | select(.status == \"red\") | .promise'\n"
        "\n"
        "Exit status\n"
        "  0  fine\n"
        "  1  a promise is below --fail-under\n"
        "  2  the files or the command can't be understood; every reason is listed\n"
        "  3  an error in Makegood itself (MAKEGOOD_DEBUG=1 shows where)"
    ),
)
def check(  # noqa: PLR0913  # the parser reads the options from the parameters
    ctx: typer.Context,
    path: options.Source,
    *,
    promise: options.PromiseKey = None,
    as_of: options.AsOf = None,
    fail_under: options.FailUnder = None,
    samples: options.Samples = options.DEFAULT_SAMPLES,
    seed: options.Seed = options.DEFAULT_SEED,
    widening: options.Widening = options.DEFAULT_WIDENING,
    arrivals: options.Arrivals = False,
    zone: options.Zone = None,
    date_order: options.DateOrder = None,
    as_json: options.AsJson = False,
    as_csv: options.AsCsv = False,
    everything: options.Everything = False,
    report: options.Report = None,
    no_color: options.NoColor = False,
    language: options.LanguageCode = None,
) -> None:
    """Check what was promised against what operations can do."""
    from makegood.cli.check import run_check
    from makegood.cli.check_request import TypedCheck, understand

    typed = TypedCheck(
        path=path,
        promise=promise,
        as_of=as_of,
        fail_under=fail_under,
        samples=samples,
        seed=seed,
        widening=widening,
        arrivals=arrivals,
        zone=zone,
        date_order=date_order,
        as_json=as_json,
        as_csv=as_csv,
        everything=everything,
        reports=tuple(report or ()),
        no_color=no_color,
        language=language,
    )
    conclude(lambda: run_check(understand(typed, reader(ctx), os.environ)))


add_quote_verb(app)
add_options_verb(app)
add_past_verbs(app)


@app.command(
    cls=HelpfulCommand,
    help=_("Writes a small set of files with comments, which checks clean: put your own promises in their place."),
    short_help=_("Write files to start from"),
)
def init(
    ctx: typer.Context, folder: options.NewFolder, *, as_of: options.AsOf = None, language: options.LanguageCode = None
) -> None:
    """Write the template."""
    from makegood.cli.start import run_init

    refuse_unknown_language(ctx, language)
    conclude(lambda: run_init(folder, as_of, reader(ctx)))


@app.command(
    cls=HelpfulCommand,
    help=_("Writes the files of a made-up maker of sensors: about sixty open promises to fourteen customers."),
    short_help=_("Write the files of a company to look at"),
)
def demo(
    ctx: typer.Context,
    folder: options.NewFolder,
    *,
    as_of: options.AsOf = None,
    months: options.Months = "0",
    language: options.LanguageCode = None,
) -> None:
    """Write the demo company."""
    from makegood.cli.start import run_demo

    refuse_unknown_language(ctx, language)
    conclude(lambda: run_demo(folder, as_of, months, reader(ctx)))


@app.command(
    cls=HelpfulCommand,
    help=_(
        "Looks at Python, libraries, time zones, languages and the terminal, calculates a forecast that is known, and"
        " looks at the server's settings, database and jobs where there is one."
    ),
    short_help=_("Is this machine ready?"),
    epilog=_("Exit status\n  0  ready\n  1  not ready; what is missing is named"),
)
def doctor(ctx: typer.Context, *, no_color: options.NoColor = False, language: options.LanguageCode = None) -> None:
    """Say whether this machine is ready."""
    from makegood.cli.doctor import run_doctor

    refuse_unknown_language(ctx, language)
    conclude(lambda: run_doctor(reader(ctx), color=not no_color))


add_exchange_verbs(app)
add_server_verbs(app)


def run() -> None:
    """Carry out the command line and end the process with its status."""
    arguments = sys.argv[1:]
    gc.set_threshold(*GARBAGE_COLLECTION)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
    sys.exit(execute(arguments, speak(choose_language(asked_language(arguments), os.environ))))


def execute(arguments: Sequence[str], language: Language) -> int:
    """Carry out ``arguments`` and return the exit status; what goes wrong is said on standard error."""
    try:
        status = app(args=list(arguments), prog_name="makegood", standalone_mode=False, obj=language)
        return status if isinstance(status, int) else 0
    except UsageProblem as problem:
        return _complain(problem.lines, language)
    except Exception as error:
        said = explained(error, language)
        if said is not None:
            return _complain((said,), language)
        if os.environ.get(DEBUG):
            raise
        return _apologise(error, language)


def asked_language(arguments: Sequence[str]) -> str | None:
    """Return what follows the last ``--language``: help and errors must know it before anything is parsed."""
    asked = None
    for place, argument in enumerate(arguments):
        if argument == "--language":
            asked = arguments[place + 1] if place + 1 < len(arguments) else None
        elif argument.startswith("--language="):
            asked = argument.partition("=")[2]
    return asked


def _complain(problems: Sequence[str], language: Language) -> int:
    _tell(*problems, language.say("makegood --help shows how."))
    return BAD_USAGE


def _apologise(error: Exception, language: Language) -> int:
    _tell(
        language.say("An error in Makegood itself: {kind}: {error}", kind=type(error).__name__, error=error),
        language.say("Nothing was changed. {debug}=1 before the command shows where it happened.", debug=DEBUG),
    )
    return INTERNAL_ERROR


def _tell(*lines: str) -> None:
    for line in lines:
        sys.stderr.write(encodable(breakable(shown(line)), sys.stderr.encoding or "ascii") + "\n")
