"""How far long work has come, on standard error, only where somebody watches and only when it takes a while."""

from __future__ import annotations

import sys
from threading import Timer
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

QUIET_SECONDS = 0.5
"""Work that is done sooner shows nothing."""


class WorkProgress:
    """A context in which work reports itself: ``begin(title)`` for a part of it, then calls with (done, total)."""

    def __init__(self, *, color: bool) -> None:
        """Show a bar on standard error, where that is a terminal."""
        self._color = color
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._timer: Timer | None = None

    def __enter__(self) -> Self:
        """Start to count the time."""
        if sys.stderr.isatty():
            self._bar = self._new_bar()
            self._timer = Timer(QUIET_SECONDS, self._bar.start)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bar away, whether or not it was shown."""
        if self._timer is not None and self._bar is not None:
            self._timer.cancel()
            self._timer.join()
            self._bar.stop()

    def begin(self, title: str) -> None:
        """Go on to the part of the work called ``title``, of unknown length until it reports."""
        if self._bar is not None:
            if self._task is not None:
                self._bar.remove_task(self._task)
            self._task = self._bar.add_task(title, total=None)

    def __call__(self, done: int, total: int) -> None:
        """Report ``done`` of ``total``."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done, total=total)

    def note(self, line: str) -> None:
        """Say ``line`` on standard error, above the bar where there is one."""
        if self._bar is not None and self._bar.live.is_started:
            self._bar.console.print(line, markup=False, highlight=False)
        else:
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()

    def _new_bar(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console(file=sys.stderr, no_color=None if self._color else True)
        columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeRemainingColumn())
        return Progress(*columns, console=console, transient=True)
