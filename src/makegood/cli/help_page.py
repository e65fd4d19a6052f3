"""Help that a person can read: in the reader's language, options grouped by what they are about."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from typer.core import TyperCommand, TyperGroup

from makegood.cli.usage import UsageProblem, too_many, with_suggestion
from makegood.phrases.catalogues import SOURCE_LANGUAGE
from makegood.phrases.language import Language, speak

WIDEST = 100
INDENT = "  "
OTHER = "Other"
LONGEST_NAME = 24
"""Columns for names of options; the text of a longer one begins on the next line."""


class _Formatter(Protocol):
    def write(self, string: str) -> None: ...


class HelpfulCommand(TyperCommand):
    """A command whose help page is ours, and what it says of words too many. The context's object is the language."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  # the parser's own type is private
        """Parse ``args``; UsageProblem naming those for which there is no place."""
        ctx.allow_extra_args = True
        rest: list[str] = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise UsageProblem(too_many(rest, reader_of(ctx)))
        return rest

    def format_help(self, ctx: Any, formatter: _Formatter) -> None:  # noqa: ANN401  # see above
        """Write the page."""
        page = "\n".join(command_page(self, ctx.command_path, self.get_params(ctx), reader_of(ctx)))
        formatter.write(page)


class HelpfulGroup(TyperGroup):
    """The command ``makegood`` itself: its page lists the verbs, in the order in which one needs them."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:  # noqa: ANN401  # see above
        """Find the verb; UsageProblem with the nearest one where there is none."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            language = reader_of(ctx)
            problem = language.say("There is no command {command}.", command=args[0])
            raise UsageProblem(with_suggestion(problem, args[0], list(self.commands), language))
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: _Formatter) -> None:  # noqa: ANN401  # see HelpfulCommand
        """Write the page."""
        formatter.write("\n".join(group_page(self, ctx.command_path, self.get_params(ctx), reader_of(ctx))))


def reader_of(ctx: Any) -> Language:  # noqa: ANN401  # see HelpfulCommand
    """Return the language that the reader of ``ctx`` was found to speak; English where nobody looked."""
    found = ctx.find_root().obj
    return found if isinstance(found, Language) else speak(SOURCE_LANGUAGE)


def command_page(command: TyperCommand, path: str, parameters: Sequence[Any], language: Language) -> Iterator[str]:
    """Yield the lines of the help of one verb."""
    arguments = [each for each in parameters if each.param_type_name == "argument"]
    options = [each for each in parameters if each.param_type_name == "option" and not each.hidden]
    names = " ".join(_metavar(argument) for argument in arguments)
    yield " ".join(part for part in (language.say("Usage:"), path, names, language.say("[options]")) if part)
    yield ""
    yield from _wrapped(_said(command.help, language), "")
    if arguments:
        yield ""
        yield from _entries([(_metavar(each), _said(each.help, language)) for each in arguments])
    yield from _groups(options, language)
    yield from _epilogue(command, language)


def group_page(group: TyperGroup, path: str, parameters: Sequence[Any], language: Language) -> Iterator[str]:
    """Yield the lines of the help of the whole command."""
    options = [each for each in parameters if each.param_type_name == "option" and not each.hidden]
    yield " ".join((language.say("Usage:"), path, language.say("COMMAND [options]")))
    yield ""
    yield from _wrapped(_said(group.help, language), "")
    yield ""
    yield language.say("Commands")
    commands = [(name, _said(command.short_help, language)) for name, command in group.commands.items()]
    yield from _entries(commands)
    yield from _groups(options, language)
    yield from _epilogue(group, language)


def _groups(options: Sequence[Any], language: Language) -> Iterator[str]:
    """Yield the options under the headings of what they are about, in the order of their first option."""
    headings = dict.fromkeys(option.rich_help_panel or OTHER for option in options)
    for heading in sorted(headings, key=lambda each: each == OTHER):
        yield ""
        yield language.say(heading)
        inside = [option for option in options if (option.rich_help_panel or OTHER) == heading]
        yield from _entries([(_names(option), _said(option.help, language)) for option in inside])


def _epilogue(command: TyperCommand | TyperGroup, language: Language) -> Iterator[str]:
    """Yield examples and exit statuses as they were written; the page ends with a line end."""
    if command.epilog:
        yield ""
        yield from language.say(command.epilog).splitlines()
    yield ""


def _said(text: str | None, language: Language) -> str:
    return language.say(text) if text else ""


def _metavar(parameter: Any) -> str:  # noqa: ANN401  # see HelpfulCommand
    return str(parameter.metavar or parameter.name.upper())


def _names(option: Any) -> str:  # noqa: ANN401  # see HelpfulCommand
    names = ", ".join((*option.opts, *option.secondary_opts))
    return f"{names} {option.metavar}" if option.metavar else names


def _entries(entries: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield names with their texts beside them, in one column."""
    width = max((len(name) for name, _ in entries if len(name) <= LONGEST_NAME), default=LONGEST_NAME)
    indent = " " * (len(INDENT) + width + 2)
    for name, text in entries:
        lines = list(_wrapped(text, indent)) or [""]
        if len(name) > width:
            yield INDENT + name
            yield from lines
        else:
            yield f"{INDENT}{name:<{width}}  {lines[0].lstrip()}".rstrip()
            yield from lines[1:]


def _wrapped(text: str, indent: str) -> Iterator[str]:
    width = min(WIDEST, shutil.get_terminal_size().columns)
    for paragraph in text.split("\n\n"):
        yield from textwrap.wrap(
            paragraph,
            max(width, len(indent) + 20),
            initial_indent=indent,
            subsequent_indent=indent,
            break_on_hyphens=False,
        )
