"""The line that says why the first forecast of many items on a machine takes longer."""

from __future__ import annotations

from collections.abc import Callable

from makegood.phrases import Language


def telling_of_compiling(language: Language, write: Callable[[str], None]) -> Callable[[], None]:
    """Return what tells ``write`` that code is being compiled for this machine."""

    def tell() -> None:
        write(language.say("Preparing the fast forecast for this machine, once: about ten seconds"))

    return tell
