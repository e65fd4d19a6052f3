"""``makegood user``: accounts, for whoever sits at the server itself."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from makegood.cli.server.ground import open_database
from makegood.cli.server.refusal import Refused
from makegood.cli.terminal import Terminal, open_terminal
from makegood.phrases.language import Language
from makegood.phrases.phrase import translatable as _

if TYPE_CHECKING:
    from rich.text import Text

    from makegood.foundation.actors import Actor, Viewer
    from makegood.people.queries import PersonRow

NAME = "makegood user"
BAD_INPUT = 2


def run_add(email: str, name: str, functions: Sequence[str], zone: str | None, language: Language) -> int:
    """Make an account with a password from a prompt or standard input; return 0."""
    environment = open_database(language)
    from makegood.foundation.clock import present
    from makegood.people.services import add_person

    _check_functions(functions)
    number = add_person(
        email=email,
        name=name,
        functions=list(dict.fromkeys(functions)),
        password=_password(language),
        by=_actor(),
        at=present(),
        language=environment.language,
        zone=zone or environment.zone,
    )
    _tell(language, language.say("{name} has an account now, number {number:plain}.", name=name, number=number))
    return 0


def run_list(language: Language) -> int:
    """Show every account; return 0."""
    open_database(language)
    from makegood.foundation.clock import present
    from makegood.people.queries import people_list

    people = people_list(_viewer(), at=present(), state="all", sort="made")
    terminal = open_terminal(language, color=True)
    terminal.write(_table(terminal, people) if people else [language.say("Nobody has an account yet.")])
    return 0


def run_password(email: str, language: Language) -> int:
    """Set a new password; return 0."""
    open_database(language)
    from makegood.foundation.clock import present
    from makegood.people.services import set_password

    set_password(email=email, password=_password(language), by=_actor(), at=present())
    _tell(language, language.say("{email} has a new password.", email=email))
    return 0


def run_close(email: str, language: Language) -> int:
    """Close an account: what its owner did stays, and nobody signs in with it any more; return 0."""
    open_database(language)
    from makegood.foundation.clock import present
    from makegood.people.queries import people_list
    from makegood.people.services import close_account

    wanted = email.strip().casefold()
    found = next((person for person in people_list(_viewer(), at=present()) if person.email.casefold() == wanted), None)
    if found is None:
        raise Refused(_("Nobody has an account with the address {email}."), status=BAD_INPUT, email=email)
    close_account(number=found.number, by=_actor(), at=present())
    _tell(language, language.say("The account of {name} is closed.", name=found.name))
    return 0


def _password(language: Language) -> str:
    """Return a password that was typed twice without being shown, or the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(language.say("Password: "))
    if getpass.getpass(language.say("Once more: ")) != first:
        raise Refused(_("The two are not alike. Nothing was changed."), status=BAD_INPUT)
    return first


def _check_functions(functions: Sequence[str]) -> None:
    from makegood.people.states import Function

    known = [function.value for function in Function]
    for function in functions:
        if function not in known:
            text = _("There is no function {function}; there are {known}.")
            raise Refused(text, status=BAD_INPUT, function=function, known=known)


def _actor() -> Actor:
    from makegood.foundation.actors import Actor

    return Actor("program", 0, NAME)


def _viewer() -> Viewer:
    """Return an administrator: whoever can start this command can read the database as well."""
    from makegood.foundation.actors import EVERYONE, Viewer

    administrator = "administrator"
    return Viewer(
        number=0,
        name=NAME,
        functions=frozenset({administrator}),
        audiences=frozenset({EVERYONE, f"function:{administrator}"}),
    )


def _table(terminal: Terminal, people: Sequence[PersonRow]) -> Iterator[Text]:
    from rich.text import Text

    from makegood.cli.layout import Column, fit, table

    say = terminal.language.say

    def cells(values: Sequence[str]) -> list[Text]:
        return [Text(terminal.safe(value)) for value in values]

    columns = [
        Column(say("No."), cells([str(person.number) for person in people]), right=True),
        Column(say("Name"), cells([person.name for person in people]), least=12),
        Column(say("Address"), cells([person.email for person in people]), least=16),
        Column(say("Functions"), cells([", ".join(sorted(person.functions)) for person in people]), least=12),
        Column(say("Account"), cells([say("open") if person.is_active else say("closed") for person in people])),
    ]
    widths = fit(columns, terminal.width) or [column.minimum for column in columns]
    yield from table(columns, widths, terminal.glyphs.ellipsis)


def _tell(language: Language, line: str) -> None:
    open_terminal(language, color=True).write([line])
