"""What the server loads in its serving process: the application, the worker beside it, and an eye on the parent."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from time import sleep
from typing import Any

ORPHANED = 70
LOOK_EVERY = 0.2
GRACE = 20.0
"""Seconds that the job in hand has to end when the server is asked to."""


def begin(*, parent: int, with_worker: bool) -> Callable[..., Any]:
    """Return the application; work in the background and end with ``parent``. Called after the process was forked."""
    from makegood.config.wsgi import application

    stop = _begin_to_work() if with_worker else _nothing
    # Not a daemon: the interpreter waits for it at the end, so the job in hand may end, too.
    threading.Thread(target=_watch, args=(parent, stop), name="keeper").start()
    return application


def _begin_to_work() -> Callable[[], None]:
    from makegood.config.forecasting import ForecastProcess
    from makegood.config.pulling import Pulling
    from makegood.config.upkeep import Upkeep
    from makegood.foundation.jobs.worker import Worker

    worker, upkeep, forecast, pulling = Worker(), Upkeep(), ForecastProcess(), Pulling()
    working = worker.run_in_thread()
    upkeep.run_in_thread()
    pulling.run_in_thread()
    forecast.run_in_thread()

    def stop() -> None:
        forecast.stop()
        pulling.stop()
        upkeep.stop()
        worker.stop()
        working.join(GRACE)

    return stop


def _watch(parent: int, stop: Callable[[], None]) -> None:
    """End the process when its parent was killed, lest an orphan keep the port; let work end when the server ends."""
    serving = threading.main_thread()
    while serving.is_alive():
        if os.getppid() != parent:
            os._exit(ORPHANED)  # no clean end: the parent had none either, and every transaction is whole
        sleep(LOOK_EVERY)
    stop()


def _nothing() -> None:
    """Stop nothing: there is no worker."""
