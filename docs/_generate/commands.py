"""The reference of the command line, from the command itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from _generate.markdown import block, table
from makegood.cli.main import app


def command_reference() -> str:
    """Return a section for each verb: usage, what it does, its options by what they are about, examples."""
    whole: Any = get_command(app)
    return "\n\n".join("\n\n".join(_verb(name, command)) for name, command in whole.commands.items())


def common_options() -> str:
    """Return the options of ``makegood`` itself."""
    return _options_table([option for option in get_command(app).params if not getattr(option, "hidden", False)])


def _verb(name: str, command: Any) -> Iterator[str]:  # noqa: ANN401  # see _command
    """Yield a verb, or one that has verbs below it, and then those."""
    below = getattr(command, "commands", None)
    if below is None:
        yield from _command(name, command)
        return
    yield f"## makegood {name}"
    yield command.help
    for each, verb in below.items():
        yield from (part.replace("## makegood", "### makegood", 1) for part in _command(f"{name} {each}", verb))
    yield block("text", command.epilog)


def _command(name: str, command: Any) -> Iterator[str]:  # noqa: ANN401  # the parser's own types are private
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    names = "".join(f" {each.metavar or each.name.upper()}" for each in arguments)
    yield f"## makegood {name}"
    yield command.help
    yield block("text", f"makegood {name}{names} [options]")
    for argument in arguments:
        yield f"**`{argument.metavar or argument.name.upper()}`**: {argument.help}"
    yield from _options(command)
    if command.epilog:
        yield block("text", command.epilog)


def _options(command: Any) -> Iterator[str]:  # noqa: ANN401  # see _command
    options = [each for each in command.params if each.param_type_name == "option" and not each.hidden]
    for heading in dict.fromkeys(option.rich_help_panel or "Other" for option in options):
        inside = [option for option in options if (option.rich_help_panel or "Other") == heading]
        yield f"**{heading}**"
        yield _options_table(inside)


def _options_table(options: list[Any]) -> str:
    return table(("Option", "Meaning"), ((f"`{_names(option)}`", option.help or "") for option in options))


def _names(option: Any) -> str:  # noqa: ANN401  # see _command
    names = ", ".join((*option.opts, *option.secondary_opts))
    return f"{names} {option.metavar}" if option.metavar else names
