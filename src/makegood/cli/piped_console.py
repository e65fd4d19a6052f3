"""A console whose reader may leave: ``makegood check demo | head -1`` is no error of the check."""

from __future__ import annotations

from rich.console import Console


class PipedConsole(Console):
    """Leaves a closed pipe to the command, which knows its exit status; the base class would end with 1."""

    def on_broken_pipe(self) -> None:
        """Pass on the BrokenPipeError that is being handled."""
        self.quiet = True
        raise  # noqa: PLE0704  # the base class calls this while it handles the error
