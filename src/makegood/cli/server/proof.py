"""``makegood verify``: is the history what it was?"""

from __future__ import annotations

from pathlib import Path

from makegood.cli.server.ground import open_database
from makegood.cli.server.refusal import Refused
from makegood.cli.terminal import open_terminal
from makegood.phrases.language import Language
from makegood.phrases.phrase import translatable as _

BAD_FILE = 2
BROKEN = 1


def run_verify(heads: Path | None, write_to: Path | None, language: Language) -> int:
    """Check the history from its first entry to its last; return 0 where it is whole, else 1.

    ``heads`` is a file of heads kept elsewhere; a line for the last entry is added to ``write_to`` if all is well.
    """
    open_database(language)
    from makegood.foundation.clock import present
    from makegood.foundation.history.heads import Head, read_heads, write_head
    from makegood.foundation.history.verification import verify

    verdict = verify(read_heads(_text_of(heads)) if heads else ())
    say, terminal = language.say, open_terminal(language, color=True)
    if verdict.flaw:
        terminal.write([verdict.reason])
        return BROKEN
    entries = language.say_plural("{count} entry", "{count} entries", verdict.entries)
    terminal.write(
        [say("The history is whole: {entries}, {erased} of them erased.", entries=entries, erased=verdict.erased)]
    )
    if heads:
        met = language.say_plural("{count} head was met.", "{count} heads were met.", verdict.heads_met)
        terminal.write([met])
    if verdict.entries:
        line = write_head(Head(verdict.entries, verdict.head, present()))
        terminal.write([line])
        if write_to:
            with write_to.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")
    return 0


def _text_of(heads: Path) -> str:
    try:
        return heads.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(_("{file} can't be read: {error}"), status=BAD_FILE, file=heads, error=error) from error
