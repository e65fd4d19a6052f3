"""Documents as they are tested: how their fenced blocks are read (conventions: CONTRIBUTING.md, "Documents")."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from doctest import ELLIPSIS, Example, OutputChecker
from itertools import pairwise

FENCE = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})\s*(?P<language>[\w+-]*).*$")
FILE_MARK = re.compile(r"^\s*<!-- file: (?P<name>\S+) -->\s*$")
EXIT_MARK = re.compile(r"\s+# exit (?P<status>\d+)\s*$")

NOT_RUN = ("make", "pip", "git", "cd", "python3 -m venv", "python3 -m pip")
"""What sets up a machine: the examples are tested on a machine that is set up."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its text, the file that it stands for (if any) and the line that it begins on."""

    language: str
    text: str
    file: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a console block with the exit status and the output that the document promises."""

    line: str
    status: int
    output: str

    @property
    def is_run(self) -> bool:
        """Whether the command is part of the tests."""
        return not any(self.line == prefix or self.line.startswith(f"{prefix} ") for prefix in NOT_RUN)

    @property
    def make_targets(self) -> list[str]:
        """The targets that the command makes, wherever ``make`` stands in it."""
        words = shlex.split(self.line.replace("&&", " ; ").replace(";", " ; "), comments=True)
        return [word for before, word in pairwise(words) if before == "make" and re.fullmatch(r"[a-z-]+", word)]

    def promises(self, output: str) -> bool:
        """Whether ``output`` is what the document shows; ``...`` stands for anything, no output for any output."""
        if not self.output.strip():
            return True
        return OutputChecker().check_output(tidy(self.output), tidy(output), ELLIPSIS)

    def difference(self, output: str) -> str:
        """Return in words how ``output`` differs from what the document shows."""
        return OutputChecker().output_difference(Example(self.line, tidy(self.output)), tidy(output), ELLIPSIS)


def tidy(text: str) -> str:
    """Return ``text`` without blanks at the ends of lines and blank lines around it."""
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines()) + "\n"


def blocks_of(document: str) -> Iterator[Block]:
    """Yield the fenced blocks of a Markdown document in their order; a block inside a longer fence is text."""
    lines = document.splitlines()
    number = 0
    while number < len(lines):
        opening = FENCE.match(lines[number])
        if not opening:
            number += 1
            continue
        fence = opening["fence"]
        closing = next((n for n in range(number + 1, len(lines)) if _closes(lines[n], fence)), len(lines))
        text = "\n".join(lines[number + 1 : closing]) + "\n"
        yield Block(opening["language"], text, _file_named_above(lines, number), number + 1)
        number = closing + 1


def commands_of(text: str) -> Iterator[Command]:
    """Yield the commands of a console block: lines that begin with ``$``, each with the output that follows it."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        line, _, output = part.partition("\n")
        marked = EXIT_MARK.search(line)
        yield Command(EXIT_MARK.sub("", line).strip(), int(marked["status"]) if marked else 0, output)


def _closes(line: str, fence: str) -> bool:
    stripped = line.strip()
    return len(stripped) >= len(fence) and set(stripped) == {fence[0]}


def _file_named_above(lines: list[str], number: int) -> str | None:
    above = next((line for line in reversed(lines[:number]) if line.strip()), "")
    marked = FILE_MARK.match(above)
    return marked["name"] if marked else None
