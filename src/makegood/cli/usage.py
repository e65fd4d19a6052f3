"""What is wrong with a command as it was typed, said in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from makegood.phrases.language import Language

BAD_USAGE = 2


class UsageProblem(Exception):
    """A command can't be carried out as it was typed; ``lines`` say why, in the reader's language."""

    def __init__(self, *lines: str) -> None:
        """Keep the ``lines``."""
        self.lines = lines
        super().__init__("\n".join(lines))


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Return the one of ``known`` that ``word`` was probably meant to be, whatever its case."""
    by_folded = {each.casefold(): each for each in known}
    matches = get_close_matches(word.casefold(), list(by_folded), n=1, cutoff=0.5)
    return by_folded[matches[0]] if matches else None


def with_suggestion(problem: str, word: str, known: Sequence[str], language: Language) -> str:
    """Return ``problem``, and after it what ``word`` was probably meant to be."""
    suggestion = nearest(word, known)
    if suggestion is None:
        return problem
    asked = language.say("Did you mean {suggestion}?", suggestion=suggestion)
    return f"{problem} {asked}"


def too_many(words: Sequence[str], language: Language) -> str:
    """Say that there is no place for ``words``, and the likeliest cause: a path with a space in it."""
    problem = language.say_plural(
        "{words} is one word too many.", "{words} are {count} words too many.", len(words), words=" ".join(words)
    )
    hint = language.say("A path with spaces needs quotes.")
    return f"{problem} {hint}"


def explained(error: Exception, language: Language) -> str | None:
    """Say what the parser of the command line found wrong; None where ``error`` is not of its kind.

    The parser's exceptions differ from one version of the library to another, hence by name and by what they carry.
    """
    describe = getattr(error, "format_message", None)
    if describe is None:
        return None
    match type(error).__name__:
        case "NoSuchOption":
            option = str(getattr(error, "option_name", ""))
            problem = language.say("There is no option {option}.", option=option)
            return with_suggestion(problem, option, list(getattr(error, "possibilities", None) or ()), language)
        case "MissingParameter":
            return language.say("{name} is missing.", name=_parameter(error))
        case "BadOptionUsage":
            name = getattr(error, "option_name", "")
            return language.say("{option} can't be used like this: it needs a value, or takes none.", option=name)
    return str(describe())


def _parameter(error: Exception) -> str:
    parameter = getattr(error, "param", None)
    name = getattr(parameter, "metavar", None) or getattr(parameter, "name", None) or ""
    return str(name).upper()
