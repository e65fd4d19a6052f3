"""The verbs of the server: their options and help. What they need is loaded when they are carried out."""

from __future__ import annotations

import typer

from makegood.cli import options as common
from makegood.cli.ending import reader, refuse_unknown_language
from makegood.cli.help_page import HelpfulCommand
from makegood.cli.server import options
from makegood.cli.server.user_verbs import user_verbs
from makegood.phrases.phrase import translatable as _


def add_server_verbs(app: typer.Typer) -> None:
    """Add them to the command, in the order in which one needs them."""
    _add_running(app)
    app.add_typer(user_verbs, name="user")
    _add_keeping(app)


def _add_running(app: typer.Typer) -> None:
    app.command(
        cls=HelpfulCommand,
        help=_(
            "Runs the web application: prepares its database and files, serves pages, and does the work in the"
            " background. Settings come from the environment (MAKEGOOD_…) and makegood.toml."
        ),
        short_help=_("Run the web application"),
        epilog=_(
            "Examples\n"
            "  makegood serve\n"
            "  makegood serve --port 8080\n"
            "  makegood serve --no-worker    with makegood worker beside it\n"
            "\n"
            "Exit status\n"
            "  0  it was asked to end (SIGTERM, Ctrl-C) and did\n"
            "  1  it can't run: the port is taken, or the database is older than the program\n"
            "  2  the settings or the command can't be understood; every reason is listed"
        ),
    )(serve)
    app.command(
        cls=HelpfulCommand,
        help=_(
            "Does the work in the background in a process of its own: mail, deadlines, news between rooms. Several may"
            " run, on several machines with PostgreSQL. SIGTERM lets the job in hand end first."
        ),
        short_help=_("Do the work in the background"),
    )(worker)
    app.command(
        cls=HelpfulCommand,
        help=_(
            "Brings the database up to date with this version. The embedded one is brought up to date by serve as well;"
            " on PostgreSQL the owner of the tables runs this before the new version is served."
        ),
        short_help=_("Bring the database up to date"),
    )(migrate)


def _add_keeping(app: typer.Typer) -> None:
    app.command(
        cls=HelpfulCommand,
        help=_(
            "Checks the whole history: that no entry was changed, removed or put in between, and that heads kept"
            " elsewhere are still true."
        ),
        short_help=_("Is the history what it was?"),
        epilog=_(
            "Examples\n"
            "  makegood verify\n"
            "  makegood verify --heads heads.txt --write-head heads.txt\n"
            "\n"
            "Exit status\n"
            "  0  the history is whole\n"
            "  1  it is not; the first place where it is not is named\n"
            "  2  a file or the command can't be understood"
        ),
    )(verify)
    app.command(
        cls=HelpfulCommand,
        help=_(
            "Writes everything into one zip, while the server runs: all of it as it was at one moment. Restore reads it"
            " on either kind of database. The file holds all data and the secret key: only its owner can read it."
        ),
        short_help=_("Write everything into one file"),
        epilog=_("Examples\n  makegood backup friday.zip"),
    )(backup)
    app.command(
        cls=HelpfulCommand,
        help=_(
            "Reads a backup into an empty database, whole or not at all: checks every byte before it touches anything,"
            " and the history after it. Also the way from the embedded database to PostgreSQL and back."
        ),
        short_help=_("Read a backup into an empty database"),
        epilog=_("Examples\n  makegood restore friday.zip"),
    )(restore)


def serve(
    ctx: typer.Context,
    *,
    host: options.Host = None,
    port: options.Port = None,
    no_worker: options.NoWorker = False,
    demo: options.Demo = False,
    language: common.LanguageCode = None,
) -> None:
    """Run the web application."""
    refuse_unknown_language(ctx, language)
    from makegood.cli.server.ground import carry_out
    from makegood.cli.server.serve import TypedServe, run_serve

    typed = TypedServe(host, port, not no_worker, demo)
    carry_out(lambda: run_serve(typed, reader(ctx)), reader(ctx))


def worker(ctx: typer.Context, *, language: common.LanguageCode = None) -> None:
    """Do the work in the background."""
    refuse_unknown_language(ctx, language)
    from makegood.cli.server.ground import carry_out
    from makegood.cli.server.work import run_worker

    carry_out(lambda: run_worker(reader(ctx)), reader(ctx))


def migrate(
    ctx: typer.Context, *, application_role: options.ApplicationRole = None, language: common.LanguageCode = None
) -> None:
    """Bring the database up to date."""
    refuse_unknown_language(ctx, language)
    from makegood.cli.server.ground import carry_out
    from makegood.cli.server.work import run_migrate

    carry_out(lambda: run_migrate(application_role, reader(ctx)), reader(ctx))


def verify(
    ctx: typer.Context,
    *,
    heads: options.Heads = None,
    write_head: options.WriteHead = None,
    language: common.LanguageCode = None,
) -> None:
    """Check the history."""
    refuse_unknown_language(ctx, language)
    from makegood.cli.server.ground import carry_out
    from makegood.cli.server.proof import run_verify

    carry_out(lambda: run_verify(heads, write_head, reader(ctx)), reader(ctx))


def backup(ctx: typer.Context, target: options.Target, *, language: common.LanguageCode = None) -> None:
    """Write a backup."""
    refuse_unknown_language(ctx, language)
    from makegood.cli.server.copies import run_backup
    from makegood.cli.server.ground import carry_out

    carry_out(lambda: run_backup(target, reader(ctx)), reader(ctx))


def restore(ctx: typer.Context, source: options.BackupSource, *, language: common.LanguageCode = None) -> None:
    """Read a backup."""
    refuse_unknown_language(ctx, language)
    from makegood.cli.server.copies import run_restore
    from makegood.cli.server.ground import carry_out

    carry_out(lambda: run_restore(source, reader(ctx)), reader(ctx))
