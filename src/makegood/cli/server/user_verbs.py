"""The verbs below ``makegood user``."""

from __future__ import annotations

import typer

from makegood.cli import options as common
from makegood.cli.ending import reader, refuse_unknown_language
from makegood.cli.help_page import HelpfulCommand, HelpfulGroup
from makegood.cli.server import options
from makegood.phrases.phrase import translatable as _

user_verbs = typer.Typer(
    cls=HelpfulGroup,
    help=_(
        "Accounts, for whoever sits at the server itself. Passwords are asked for without being shown, or read from the"
        " first line of standard input; never from the command line, where others can see them."
    ),
    short_help=_("Accounts, from the server itself"),
    epilog=_(
        "Examples\n"
        '  makegood user add uli@example.com --name "Uli Brandt" --function operations\n'
        "  makegood user password uli@example.com\n"
        "  makegood user close uli@example.com"
    ),
    rich_markup_mode=None,
    no_args_is_help=True,
)


@user_verbs.command(
    cls=HelpfulCommand,
    help=_("Makes an account. The password is asked for."),
    short_help=_("Make an account"),
)
def add(
    ctx: typer.Context,
    email: options.Email,
    *,
    name: options.PersonName,
    function: options.Functions = None,
    zone: common.Zone = None,
    language: common.LanguageCode = None,
) -> None:
    """Make an account."""
    refuse_unknown_language(ctx, language)
    from makegood.cli.server.ground import carry_out
    from makegood.cli.server.users import run_add

    carry_out(lambda: run_add(email, name, function or (), zone, reader(ctx)), reader(ctx))


@user_verbs.command(name="list", cls=HelpfulCommand, help=_("Shows every account."), short_help=_("Show every account"))
def list_(ctx: typer.Context, *, language: common.LanguageCode = None) -> None:
    """Show every account."""
    refuse_unknown_language(ctx, language)
    from makegood.cli.server.ground import carry_out
    from makegood.cli.server.users import run_list

    carry_out(lambda: run_list(reader(ctx)), reader(ctx))


@user_verbs.command(
    cls=HelpfulCommand,
    help=_("Sets a new password, which is asked for."),
    short_help=_("Set a new password"),
)
def password(ctx: typer.Context, email: options.Email, *, language: common.LanguageCode = None) -> None:
    """Set a new password."""
    refuse_unknown_language(ctx, language)
    from makegood.cli.server.ground import carry_out
    from makegood.cli.server.users import run_password

    carry_out(lambda: run_password(email, reader(ctx)), reader(ctx))


@user_verbs.command(
    cls=HelpfulCommand,
    help=_("Closes an account: nobody signs in with it any more. What its owner did stays in the history."),
    short_help=_("Close an account"),
)
def close(ctx: typer.Context, email: options.Email, *, language: common.LanguageCode = None) -> None:
    """Close an account."""
    refuse_unknown_language(ctx, language)
    from makegood.cli.server.ground import carry_out
    from makegood.cli.server.users import run_close

    carry_out(lambda: run_close(email, reader(ctx)), reader(ctx))
