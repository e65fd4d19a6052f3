"""Small pieces of Markdown: tables, blocks of code, text that must not be read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of Markdown texts; bars inside cells stay bars."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def block(language: str, text: str) -> str:
    """Return ``text`` as a fenced block."""
    return f"```{language}\n{text.strip()}\n```"


def prose(docstring: str) -> str:
    """Return a docstring as Markdown: its roles and double backticks become code, its lines one paragraph."""
    plain = re.sub(r":\w+:`~?([^`]+)`", lambda found: f"`{found[1].rsplit('.', 1)[-1]}`", docstring)
    return re.sub(r"\s+", " ", plain.replace("``", "`")).strip()


def paragraphs(docstring: str) -> str:
    """Return a whole docstring as paragraphs of Markdown."""
    return "\n\n".join(prose(part) for part in re.split(r"\n\s*\n", docstring.strip()))


def _cell(text: str) -> str:
    """Keep bars from parting cells: inside code only an entity does, and only where the code is HTML."""
    coded = re.sub(r"`([^`]*\|[^`]*)`", lambda found: f"<code>{found[1]}</code>", text)
    return coded.replace("|", "&#124;")


def sentence(text: str) -> str:
    """Return ``text`` with a capital at its start."""
    return text[:1].upper() + text[1:]
