"""The verb that decides: what to do about the promises in danger, all of it together."""

from __future__ import annotations

import os

import typer

from makegood.cli import options as given
from makegood.cli.ending import conclude, reader
from makegood.cli.help_page import HelpfulCommand
from makegood.phrases.phrase import translatable as _


def add_options_verb(app: typer.Typer) -> None:
    """Add it to the command."""
    app.command(
        name="options",
        cls=HelpfulCommand,
        help=_(
            "Proposes what could be done about the promises in danger and chooses the best set of it: the one that"
            " leaves the least expected value lost and money spent. Every option is simulated for its effect on all"
            " promises, and the set is simulated whole."
        ),
        short_help=_("What to do, all of it together?"),
        epilog=_(
            "Examples\n"
            "  makegood options demo --slot-cost 1500 --budget 20000\n"
            "  makegood options demo --protect NWR-180 --delay 21\n"
            "  makegood options demo --veto later-date --veto less-scope --veto Assembly\n"
            "  makegood options demo --reach NWR-180=85% --json | jq .chosen\n"
            "\n"
            "Exit status\n"
            "  0  answered\n"
            "  1  a promise can't reach what --reach demands\n"
            "  2  the files or the command can't be understood; every reason is listed\n"
            "  3  an error in Makegood itself (MAKEGOOD_DEBUG=1 shows where)"
        ),
    )(options)


def options(  # noqa: PLR0913  # the parser reads the options from the parameters
    ctx: typer.Context,
    path: given.Source,
    *,
    budget: given.Budget = None,
    delay: given.AcceptableDelay = None,
    protect: given.Protected = None,
    veto: given.Vetoed = None,
    reach: given.ToReach = None,
    slot_cost: given.SlotCost = "0",
    as_of: given.AsOf = None,
    samples: given.Samples = given.DEFAULT_SAMPLES,
    seed: given.Seed = given.DEFAULT_SEED,
    widening: given.Widening = given.DEFAULT_WIDENING,
    arrivals: given.Arrivals = False,
    zone: given.Zone = None,
    date_order: given.DateOrder = None,
    as_json: given.AsJson = False,
    no_color: given.NoColor = False,
    language: given.LanguageCode = None,
) -> None:
    """Choose the best set of options."""
    from makegood.cli.deciding.request import TypedOptions, understand
    from makegood.cli.deciding.run import run_options

    typed = TypedOptions(
        path=path,
        budget=budget,
        delay=delay,
        protect=tuple(protect or ()),
        veto=tuple(veto or ()),
        reach=tuple(reach or ()),
        slot_cost=slot_cost,
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
    conclude(lambda: run_options(request))
