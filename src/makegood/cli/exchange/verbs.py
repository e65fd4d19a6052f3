"""The verbs that speak with a server: their options and help. What they need is loaded when they are carried out."""

from __future__ import annotations

from typing import Annotated

import typer

from makegood.cli import options
from makegood.cli.ending import conclude, reader, refuse_unknown_language
from makegood.cli.help_page import HelpfulCommand
from makegood.phrases.phrase import translatable as _

To = Annotated[str, typer.Option("--to", metavar="URL", help=_("The server, such as https://makegood.example.com."))]
From = Annotated[
    str, typer.Option("--from", metavar="URL", help=_("The server, such as https://makegood.example.com."))
]
Dry = Annotated[bool, typer.Option("--dry-run", help=_("Only say what would happen."))]


def add_exchange_verbs(app: typer.Typer) -> None:
    """Add them to the command."""
    app.command(
        cls=HelpfulCommand,
        help=_(
            "Sends a folder to a server: teams and what they can do, promises as drafts of the same customers there,"
            " their terms, work and risks. Sent again, only what changed is changed. The token is read from"
            " MAKEGOOD_TOKEN, or asked for."
        ),
        short_help=_("Send a folder to a server"),
        epilog=_(
            "Examples\n"
            "  makegood push ours --to https://makegood.example.com --dry-run\n"
            "\n"
            "Exit status\n"
            "  0  everything is there\n"
            "  1  the server refused some rows; each says why\n"
            "  2  the files or the command can't be understood, or the server does not answer"
        ),
    )(push)
    app.command(
        cls=HelpfulCommand,
        help=_(
            "Writes the open promises of a server, and what keeping them depends on, into a folder that makegood check"
            " reads, never over a file that exists. The token is read from MAKEGOOD_TOKEN, or asked for."
        ),
        short_help=_("Write what a server has into a folder"),
        epilog=_("Examples\n  makegood pull theirs --from https://makegood.example.com"),
    )(pull)


def push(
    ctx: typer.Context,
    path: options.Source,
    *,
    to: To,
    dry_run: Dry = False,
    as_of: options.AsOf = None,
    language: options.LanguageCode = None,
) -> None:
    """Send a folder to a server."""
    from makegood.cli.arguments import parse_day, parse_zone
    from makegood.cli.exchange.pushing import run_push

    refuse_unknown_language(ctx, language)
    speech = reader(ctx)
    day = parse_day(as_of, parse_zone(None, speech), speech)
    conclude(lambda: run_push(path, to, as_of=day, dry=dry_run, language=speech))


def pull(
    ctx: typer.Context,
    folder: options.NewFolder,
    *,
    source: From,
    dry_run: Dry = False,
    language: options.LanguageCode = None,
) -> None:
    """Write what a server has into a folder."""
    from makegood.cli.exchange.pulling import run_pull

    refuse_unknown_language(ctx, language)
    conclude(lambda: run_pull(folder, source, dry=dry_run, language=reader(ctx)))
