"""The verb that looks ahead: what could be promised now."""

from __future__ import annotations

import os

import typer

from makegood.cli import options
from makegood.cli.ending import conclude, reader
from makegood.cli.help_page import HelpfulCommand
from makegood.phrases.phrase import translatable as _


def add_quote_verb(app: typer.Typer) -> None:
    """Add it to the command."""
    app.command(
        cls=HelpfulCommand,
        help=_(
            "Says how likely a wished date would be kept if it were promised now, which dates are safe, whom that would"
            " endanger, and what would make the wished date safe: by simulating what operations can do with it among"
            " all that is promised already. Without work, what became of earlier promises answers alone."
        ),
        short_help=_("What can we promise?"),
        epilog=_(
            "Examples\n"
            '  makegood quote demo --work "Assembly: 40h, Calibration: 16h" --wished 2027-01-15\n'
            '  makegood quote demo --work "Electronics: 20/30/50h + Firmware: 60h" --wished 2027-03-01\n'
            '  makegood quote demo --like NWR-180 --customer "Fjord Water" --wished 2027-02-26\n'
            "  makegood quote demo --wished 2027-02-26 --json | jq .dates\n"
            "\n"
            "Exit status\n"
            "  0  answered\n"
            "  2  the files or the command can't be understood; every reason is listed\n"
            "  3  an error in Makegood itself (MAKEGOOD_DEBUG=1 shows where)"
        ),
    )(quote)


def quote(  # noqa: PLR0913  # the parser reads the options from the parameters
    ctx: typer.Context,
    path: options.Source,
    *,
    wished: options.Wished,
    work: options.WorkWished = None,
    like: options.LikePromise = None,
    customer: options.CustomerName = None,
    priority_class: options.PriorityClass = options.DEFAULT_CLASS,
    spec: options.WishedSpecifications = None,
    level: options.WishedLevels = None,
    as_of: options.AsOf = None,
    samples: options.Samples = options.DEFAULT_SAMPLES,
    seed: options.Seed = options.DEFAULT_SEED,
    widening: options.Widening = options.DEFAULT_WIDENING,
    arrivals: options.Arrivals = False,
    zone: options.Zone = None,
    date_order: options.DateOrder = None,
    as_json: options.AsJson = False,
    no_color: options.NoColor = False,
    language: options.LanguageCode = None,
) -> None:
    """Answer what could be promised."""
    from makegood.cli.quoting.request import TypedQuote, understand

    typed = TypedQuote(
        path=path,
        work=work,
        wished=wished,
        priority_class=priority_class,
        customer=customer,
        like=like,
        specifications=tuple(spec or ()),
        levels=tuple(level or ()),
        as_of=as_of,
        samples=samples,
        seed=seed,
        widening=widening,
        arrivals=arrivals,
        zone=zone,
        date_order=date_order,
        as_json=as_json,
        no_color=no_color,
        language=language,
    )
    request = understand(typed, reader(ctx), os.environ)
    from makegood.cli.quoting.run import run_quote

    conclude(lambda: run_quote(request))
