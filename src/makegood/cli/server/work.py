"""``makegood worker`` and ``makegood migrate``: what runs beside the server, and what runs before it."""

from __future__ import annotations

from makegood.cli.server.ground import in_turn, open_database, open_house
from makegood.cli.server.refusal import Refused
from makegood.cli.terminal import open_terminal
from makegood.phrases.language import Language
from makegood.phrases.phrase import translatable as _

BAD_ROLE = 2


def run_worker(language: Language) -> int:
    """Work until SIGTERM or SIGINT, and end the job in hand first; return 0."""
    open_database(language)
    from makegood.config.forecasting import ForecastProcess
    from makegood.config.pulling import Pulling
    from makegood.config.upkeep import Upkeep
    from makegood.foundation.jobs.worker import Worker

    upkeep, forecast, pulling = Upkeep(), ForecastProcess(), Pulling()
    upkeep.run_in_thread()
    pulling.run_in_thread()
    forecast.run_in_thread()
    Worker().run_until_signalled()
    forecast.stop()
    pulling.stop()
    upkeep.stop()
    return 0


def run_migrate(role: str | None, language: Language) -> int:
    """Bring the database up to date, and let ``role`` work with it; return 0."""
    environment = open_house(language)
    from django.core.management import call_command

    from makegood.config.readiness import pending_migrations

    if role and not environment.database:
        raise Refused(_("--application-role is for PostgreSQL; the embedded database has no roles."), status=BAD_ROLE)
    with in_turn():
        pending = pending_migrations()
        call_command("migrate", interactive=False, verbosity=0)
    say, terminal = language.say, open_terminal(language, color=True)
    done = language.say_plural("{count} migration was applied.", "{count} migrations were applied.", len(pending))
    terminal.write([done if pending else say("The database is up to date.")])
    if role:
        _grant(role)
        terminal.write([say("{role} may work with it.", role=role)])
    return 0


def _grant(role: str) -> None:
    from django.db import DatabaseError

    from makegood.foundation.guards.roles import grant_to_application

    try:
        grant_to_application(role)
    except ValueError as error:
        text = _("{role} can't be a role: letters, digits and underscores only.")
        raise Refused(text, status=BAD_ROLE, role=role) from error
    except DatabaseError as error:
        text = _("{role} was not let in: {error}")
        raise Refused(text, role=role, error=str(error).strip()) from error
