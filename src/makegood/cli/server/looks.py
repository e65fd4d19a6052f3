"""What ``makegood doctor`` looks at where there is a server: settings, database, folder, files, jobs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from makegood.cli.server.ground import lacks_database, open_house, usable_settings
from makegood.cli.server.refusal import Refused
from makegood.config.environment import Environment
from makegood.phrases.language import Language

Look = tuple[str, str, bool]
"""What was looked at, what was found, and whether one can work with it."""
MOST_NAMED = 3


def look_at_server(language: Language) -> Iterator[Look]:
    """Yield what is found; where no database was made yet nothing is made, and that is no fault."""
    say = language.say
    try:
        environment = usable_settings()
    except Refused as refused:
        yield say("Settings"), "; ".join(refused.lines), False
        return
    yield say("Settings"), say("can be used"), True
    yield _look_at_folder(environment.data, language)
    if lacks_database(environment):
        yield say("Database"), say("none yet; makegood serve makes one"), True
        return
    yield from _look_at_house(environment, language)


def _look_at_folder(folder: Path, language: Language) -> Look:
    name = language.say("Data folder")
    nearest = next(each for each in (folder.resolve(), *folder.resolve().parents) if each.exists())
    ready = nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
    return name, str(folder) if ready else language.say("{folder} can't be written", folder=folder), ready


def _look_at_house(environment: Environment, language: Language) -> Iterator[Look]:
    say = language.say
    try:
        open_house(language)
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Refused as refused:
        yield say("Database"), say(refused.text, **refused.values), False
        return
    except _database_error() as error:
        yield say("Database"), say("does not answer: {error}", error=str(error).strip()), False
        return
    yield say("Database"), "PostgreSQL" if environment.database else "SQLite", True
    yield from _look_at_tables(environment, language)
    yield _look_at_files(language)


def _look_at_tables(environment: Environment, language: Language) -> Iterator[Look]:
    from makegood.config.readiness import pending_migrations
    from makegood.foundation.guards.roles import application_owns_history
    from makegood.foundation.guards.services import missing_guards

    say = language.say
    pending = pending_migrations()
    yield say("Migrations"), _listed(pending, language) or say("all applied"), not pending
    if pending:
        return
    missing = missing_guards()
    yield say("Guards"), _listed(missing, language) or say("all stand"), not missing
    if environment.database:
        owns = application_owns_history()
        found = (
            say("could take the guards away: see how to use two roles") if owns else say("can't take the guards away")
        )
        yield say("Role"), found, True
    yield _look_at_jobs(language)


def _look_at_jobs(language: Language) -> Look:
    from makegood.config.readiness import LONGEST_WAIT
    from makegood.foundation.clock import present
    from makegood.foundation.jobs.queries import load
    from makegood.foundation.jobs.states import JobState

    at = present()
    found = load(at=at)
    failed = found.counts[JobState.FAILED]
    if found.oldest_due is not None and at - found.oldest_due > LONGEST_WAIT:
        return language.say("Jobs"), language.say("work has been due for long: is a worker running?"), False
    said = language.say_plural("{count} failed for good", "{count} failed for good", failed)
    return language.say("Jobs"), said if failed else language.say("none failed"), not failed


def _look_at_files(language: Language) -> Look:
    from makegood.config.static_files import is_gathered

    ready = is_gathered()
    found = language.say("gathered") if ready else language.say("will be gathered when the server starts")
    return language.say("Files of pages"), found, True


def _listed(names: tuple[str, ...], language: Language) -> str:
    if not names:
        return ""
    named = ", ".join(names[:MOST_NAMED])
    return language.say("{count} missing: {named}", count=len(names), named=named)


def _database_error() -> type[Exception]:
    from django.db import DatabaseError

    return DatabaseError
