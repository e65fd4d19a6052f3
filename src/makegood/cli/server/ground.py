"""What every verb of the server stands on: settings that are usable, Django that is set up, a database that answers."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from makegood.cli.ending import conclude
from makegood.cli.server.refusal import Refused
from makegood.cli.terminal import open_terminal
from makegood.config.database import SQLITE_FILE
from makegood.config.environment import Environment, UnusableSettings, read_environment
from makegood.foundation.errors import Problem
from makegood.phrases.language import Language
from makegood.phrases.phrase import translatable as _

BAD_SETTINGS = 2
OTHERS_NOTHING = 0o077
SETTINGS = "DJANGO_SETTINGS_MODULE"


def carry_out(verb: Callable[[], int], language: Language) -> None:
    """Carry out ``verb`` and end with its status; what stands in its way is said on standard error."""
    conclude(lambda: _status_of(verb, language))


def usable_settings() -> Environment:
    """Return the settings; Refused with everything that is wrong with them."""
    try:
        return read_environment()
    except UnusableSettings as error:
        raise Refused(_("The settings can't be used:"), status=BAD_SETTINGS, lines=error.problems) from error


def open_house(language: Language) -> Environment:
    """Set Django up with usable settings, and let it speak ``language``; Refused."""
    environment = usable_settings()
    os.umask(OTHERS_NOTHING)  # database, mails and backups are nobody else's, whatever the folder allows
    os.environ.setdefault(SETTINGS, "makegood.config.settings")
    import django
    from django.utils import translation

    try:
        django.setup()
    except OSError as error:
        raise _unwritable(environment.data, error) from error
    translation.activate(language.code)
    return environment


def open_database(language: Language) -> Environment:
    """Do what :func:`open_house` does and make sure that the database answers and is up to date; Refused."""
    environment = usable_settings()
    if lacks_database(environment):
        text = _("There is no database in {folder} yet: makegood serve makes one.")
        raise Refused(text, folder=environment.data)
    open_house(language)
    refuse_unless_migrated()
    return environment


@contextmanager
def in_turn() -> Iterator[None]:
    """Change the database as a whole in this block, after any other process that does so has ended; Refused."""
    from makegood.config.turns import my_turn

    with ExitStack() as stack:
        try:
            stack.enter_context(my_turn())
        except OSError as error:
            raise _unwritable(data_folder(), error) from error
        yield


def lacks_database(environment: Environment) -> bool:
    """Say whether the embedded database is to be used and has not been made."""
    return not environment.database and not (environment.data / SQLITE_FILE).exists()


def refuse_unless_migrated() -> None:
    """Raise Refused where the database is older than the program."""
    from makegood.config.readiness import pending_migrations

    if names := pending_migrations():
        text = _("The database is older than this program: run makegood migrate first.")
        raise Refused(text, lines=names)


def data_folder() -> Path:
    """Return the data folder as Django's settings have it: the current folder may not be where it was."""
    from django.conf import settings

    return Path(settings.DATA)


def _unwritable(folder: Path, error: OSError) -> Refused:
    text = _("The data folder {folder} can't be written: {error}")
    return Refused(text, status=BAD_SETTINGS, folder=folder, error=error)


def _status_of(verb: Callable[[], int], language: Language) -> int:
    from django.db import OperationalError

    try:
        return verb()
    except Refused as refused:
        _complain(language, refused.said(language), *refused.lines)
        return refused.status
    except Problem as problem:
        _complain(language, problem.message)
        return BAD_SETTINGS
    except OperationalError as error:
        _complain(language, language.say("The database does not answer: {error}", error=str(error).strip()))
        return 1


def _complain(language: Language, text: str, *lines: str) -> None:
    terminal = open_terminal(language, color=False, stream=sys.stderr)
    terminal.write([text, *(f"  {line}" for line in lines)])
