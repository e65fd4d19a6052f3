"""``makegood serve``: everything that must stand before the first request, then the server."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from makegood.cli.server.ground import in_turn, open_house, refuse_unless_migrated, usable_settings
from makegood.cli.server.port import hold_port
from makegood.cli.terminal import open_terminal
from makegood.config.environment import HERE, PREFIX, Environment
from makegood.phrases.language import Language

if TYPE_CHECKING:
    from granian.server.mp import MPServer

LOOPBACK = "127.0.0.1"
PORT = 8000
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104  # what somebody may type; nothing is bound by it
BLOCKING_THREADS = 8
BACKPRESSURE = 64
"""Requests taken at once; the library's default would use up PostgreSQL's connections."""
STOP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class TypedServe:
    """What was typed."""

    host: str | None
    port: int | None
    with_worker: bool
    demo: bool


def run_serve(typed: TypedServe, language: Language) -> int:
    """Prepare and serve until asked to stop; return 0. Refused where it can't."""
    if typed.demo:
        os.environ[f"{PREFIX}DEMO"] = "true"
    environment = usable_settings()
    host, port = _place(typed, environment)
    with closing(hold_port(host, port)) as holder:
        return _serve(host, holder.getsockname()[1], typed, environment, language)


def _serve(host: str, port: int, typed: TypedServe, environment: Environment, language: Language) -> int:
    if not environment.has_own_address:
        os.environ[f"{PREFIX}ADDRESS"] = f"http://{_in_address(LOOPBACK if host in EVERYWHERE else host)}:{port}"
    environment = open_house(language)
    token = _prepare(environment)
    _greet(environment, host, port, token, language)
    _server(host, port, environment).serve(target_loader=_application(typed), wrap_loader=False)
    return 0


def _place(typed: TypedServe, environment: Environment) -> tuple[str, int]:
    """Return where to listen: as typed, else at the port of an address on this machine, else at the usual one."""
    own = urlsplit(environment.address).port if environment.has_own_address and environment.host in HERE else None
    return typed.host or LOOPBACK, typed.port if typed.port is not None else own or PORT


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _prepare(environment: Environment) -> str | None:
    """Bring database and files up to date; return the secret of the first administrator's link, if one is needed.

    On PostgreSQL the owner of the tables brings them up to date with a command of its own.
    """
    from django.core.management import call_command
    from django.db import connections
    from django.urls import get_resolver
    from django.utils.module_loading import import_string

    from makegood.config.beginning import furnish_house
    from makegood.config.static_files import gather
    from makegood.foundation.clock import present

    with in_turn():
        if environment.database:
            refuse_unless_migrated()
        else:
            call_command("migrate", interactive=False, verbosity=0)
        gather()
        token = furnish_house(at=present())
    # The serving process is forked with all of it loaded: the first request need not wait, nor a restart after a crash.
    import_string("makegood.config.wsgi.application")
    _routes = get_resolver().url_patterns
    gc.freeze()  # all of that stays: else every few dozen answers the collector would look through it for a while
    connections.close_all()  # the serving process is forked, and must not share them
    return token


def _greet(environment: Environment, host: str, port: int, token: str | None, language: Language) -> None:
    """Say where it is, and how the first administrator comes in where nobody has an account."""
    say, terminal = language.say, open_terminal(language, color=True)
    terminal.write([say("Makegood is at {address}", address=environment.address)])
    own = urlsplit(environment.address)
    if (own.hostname, own.port) != (host, port):
        terminal.write([say("and listens at {host}:{port:plain}", host=host, port=port)])
    if host in EVERYWHERE and environment.host in HERE:
        terminal.write([say("Others are let in once {setting} says how they reach it.", setting=f"{PREFIX}ADDRESS")])
    if environment.demo:
        terminal.write(_sign_ins(language))
    if token is not None:
        terminal.write(
            [
                say("Nobody has an account yet. This link makes the first administrator, once:"),
                f"  {environment.address}/welcome/{token}/",
            ]
        )
    sys.stdout.flush()


def _sign_ins(language: Language) -> Iterator[str]:
    from makegood.config.demo.people import PASSWORD, SIGN_INS

    yield language.say("The demo company: sign in with the password {password} as", password=PASSWORD)
    width = max(len(email) for email, _function in SIGN_INS)
    yield from (f"  {email:<{width}}  {function}" for email, function in SIGN_INS)


def _application(typed: TypedServe) -> Callable[[], Callable[..., Any]]:
    from makegood.config.serving import begin

    return partial(begin, parent=os.getpid(), with_worker=typed.with_worker)


def _server(host: str, port: int, environment: Environment) -> MPServer:
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels
    from granian.server.mp import MPServer

    inherits = {"handlers": [], "propagate": True}
    return MPServer(
        "makegood.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=1,
        blocking_threads=BLOCKING_THREADS,
        backpressure=BACKPRESSURE,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.info if environment.log_level == "debug" else LogLevels.error,
        log_dictconfig={"loggers": {"_granian": inherits, "granian.access": inherits}},
    )
