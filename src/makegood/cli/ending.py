"""What every verb begins and ends with: whom it speaks to, and its exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import typer

from makegood.phrases.language import Language, choose_language, speak

PIPE_CLOSED = 141
"""As a shell reports a process that wrote into a pipe nobody reads any more (128 + SIGPIPE)."""


def reader(ctx: typer.Context) -> Language:
    """Return the language of whoever typed the command."""
    found = ctx.find_root().obj
    return found if isinstance(found, Language) else speak(choose_language(None, {}))


def refuse_unknown_language(ctx: typer.Context, typed: str | None) -> None:
    """Refuse a language that was asked for and that we don't speak."""
    from makegood.cli.arguments import check_language

    check_language(typed, reader(ctx))


def conclude(verb: Callable[[], int]) -> None:
    """Carry out ``verb`` and end with its status; a reader who has seen enough of a pipe is no error."""
    try:
        status = verb()
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = PIPE_CLOSED
    raise typer.Exit(status)
