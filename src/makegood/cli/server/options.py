"""The options of the verbs of the server: how they are typed and what their help says, in English."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from makegood.phrases.phrase import translatable as _

WHERE = _("Where to listen")
RUN = _("How to run")
HISTORY = _("What to hold it against")
ACCOUNT = _("The account")

Host = Annotated[
    str | None,
    typer.Option(
        "--host",
        metavar="ADDRESS",
        rich_help_panel=WHERE,
        help=_("Address of this machine to listen at. Default: 127.0.0.1, so that only this machine reaches it."),
    ),
]
Port = Annotated[
    int | None,
    typer.Option(
        "--port",
        metavar="N",
        min=0,
        max=65_535,
        rich_help_panel=WHERE,
        help=_("Port to listen at; 0 takes a free one. Default: 8000, or that of MAKEGOOD_ADDRESS on this machine."),
    ),
]
NoWorker = Annotated[
    bool,
    typer.Option(
        "--no-worker",
        rich_help_panel=RUN,
        help=_("Leave work in the background to makegood worker, in a process of its own."),
    ),
]
Demo = Annotated[
    bool, typer.Option("--demo", rich_help_panel=RUN, help=_("Show the demo company, with its well-known sign-ins."))
]
ApplicationRole = Annotated[
    str | None,
    typer.Option(
        "--application-role",
        metavar="NAME",
        rich_help_panel=RUN,
        help=_("On PostgreSQL, the role that the server works with: it may then do all but change the history."),
    ),
]
Heads = Annotated[
    Path | None,
    typer.Option(
        "--heads",
        metavar="FILE",
        rich_help_panel=HISTORY,
        help=_("Lines that earlier runs wrote: each must still be true."),
    ),
]
WriteHead = Annotated[
    Path | None,
    typer.Option(
        "--write-head",
        metavar="FILE",
        rich_help_panel=HISTORY,
        help=_("Add a line for the last entry to FILE, to be kept where nobody who writes the database can reach it."),
    ),
]
Target = Annotated[Path, typer.Argument(metavar="TARGET.zip", help=_("The file to write; it must not be there yet."))]
BackupSource = Annotated[Path, typer.Argument(metavar="SOURCE.zip", help=_("What makegood backup wrote."))]
Email = Annotated[str, typer.Argument(metavar="EMAIL", help=_("The address that the person signs in with."))]
PersonName = Annotated[
    str, typer.Option("--name", metavar="NAME", rich_help_panel=ACCOUNT, help=_("What colleagues call them."))
]
Functions = Annotated[
    list[str] | None,
    typer.Option(
        "--function",
        metavar="F",
        rich_help_panel=ACCOUNT,
        help=_(
            "What they do: sales, product, operations, customer-success, support, executive, legal or administrator."
            " Give it once for each."
        ),
    ),
]
