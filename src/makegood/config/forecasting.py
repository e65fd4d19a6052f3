"""Keeping the forecast current, in a process of its own: pages and jobs never wait for it.

However many servers and workers there are, one of their forecast processes has the turn; the others wait for it and
hold nothing. It ends with the process that began it.
"""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

    from makegood.feasibility.services import Desk, Forecaster

LOOK_EVERY, LOOK_SOON = 0.25, 0.05
"""Seconds between two looks for what was noted or tried, and while something was lately; what comes meanwhile is
computed together."""
ASKED_EVERY, ASKED_SELDOM, LATELY = 0.01, 0.1, 60.0
"""Seconds between two looks for what is asked at the desk: while somebody asks, or nobody did; and what is lately."""
UNASKED = 1.0
"""Seconds without a question before it is found out what would help with an earlier one: that takes some of them."""
PATIENCE = 30.0
GRACE = 3.0
"""Seconds that it has to end by itself."""
YOUNG = 1
"""Generations of objects that are looked through for garbage."""
KINDNESS = 5
"""How much the process steps back behind those that answer people."""
log = structlog.get_logger("makegood.forecast")


class ForecastProcess:
    """Begins the process, and begins it again where it died."""

    def __init__(self) -> None:
        """Begin nothing yet."""
        self._asked_to_stop = Event()
        self._child: subprocess.Popen[bytes] | None = None

    def run_in_thread(self) -> Thread:
        """Keep the process running; end it with :meth:`stop`."""
        thread = Thread(target=self._run, name="forecast", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """Ask it to end, and end it where it does not: whatever it had not written is computed by the next one."""
        self._asked_to_stop.set()
        if self._child is None:
            return
        self._child.terminate()
        try:
            self._child.wait(GRACE)
        except subprocess.TimeoutExpired:  # it simulates, and hears nothing meanwhile
            self._child.kill()
            self._child.wait()

    def _run(self) -> None:
        """Begin it once the server has begun, which comes first, and after a longer pause each time that it died."""
        pause = 1.0
        while not self._asked_to_stop.wait(pause):
            self._child = subprocess.Popen([sys.executable, "-m", __name__, str(os.getpid())])  # noqa: S603  # itself
            status = self._child.wait()
            if not self._asked_to_stop.is_set():
                log.warning("forecast.died", status=status)
            pause = min(pause * 2, PATIENCE)


def keep(asked_to_stop: Event) -> None:
    """Renew the forecast whenever something is noted, and answer what is asked of it, as long as it is my turn."""
    from django.db import DatabaseError, connection

    from makegood.config.turns import forecasting_turn
    from makegood.feasibility.services import Desk, Forecaster

    while not asked_to_stop.is_set():
        wait, is_over = LOOK_EVERY, Event()
        try:
            with forecasting_turn(asked_to_stop) as is_mine:
                desk = Desk(compiled=True)
                forecaster = Forecaster(compiled=True, then=desk.take)
                _serve(desk, until=is_over)
                last = -LATELY
                while is_mine() and not asked_to_stop.is_set():
                    if _look(forecaster, desk):
                        last = monotonic()
                    asked_to_stop.wait(LOOK_SOON if monotonic() - last < LATELY else LOOK_EVERY)
        except DatabaseError as error:
            wait = PATIENCE / 10
            log.warning("forecast.database", error=type(error).__name__)
        is_over.set()
        connection.close()
        asked_to_stop.wait(wait)


def _look(forecaster: Forecaster, desk: Desk) -> bool:
    """Renew the forecast if something was noted, and answer what is asked of it; return whether there was anything."""
    from makegood.foundation.clock import present

    with desk.stepping_back():
        if renewal := forecaster.renew(at=present()):
            _tidy_up()
            log.info("forecast.renewed", promises=renewal.promises, simulated=renewal.simulated,
                     written=renewal.written, problems=renewal.problems)  # fmt: skip
        if tried := forecaster.answer_trials(at=present()):
            log.info("forecast.tried", count=tried)
        if settled := forecaster.settle_commitments(at=present()):
            log.info("forecast.committed", count=settled)
        if validated := forecaster.answer_validations(at=present()):
            log.info("forecast.validated", count=validated)
    return bool(renewal or tried or settled or validated)


def _tidy_up() -> None:
    """Look for rings of garbage, and never again at what is held by now.

    Among millions of rows a look takes seconds in which nobody else gets on, and by itself it would come in the middle
    of a forecast: so it is done here alone, once there is a new one. After the first forecast all of them would be
    looked at, and a few thousand found.
    """
    if gc.get_freeze_count():
        gc.collect(YOUNG)
    gc.freeze()


def _serve(desk: Desk, *, until: Event) -> None:
    """Let the desk keep warm, answer, and look whom that endangers, a thread each, ``until`` others have the turn."""
    from makegood.foundation.clock import present

    asked = 0.0

    def answer() -> bool:
        nonlocal asked
        at, helped = present(), 0
        quoted, settled = desk.answer_quotes(at=at), desk.settle_reservations(at=at)
        if quoted or settled:
            asked = monotonic()
        elif monotonic() - asked > UNASKED:
            desk.keep_lead_times()
            helped = desk.help_quotes(at=at)
        if quoted or settled or helped:
            log.info("forecast.quoted", quotes=quoted, reservations=settled, helped=helped)
        return bool(quoted or settled or helped)

    def look_behind() -> bool:  # in its own thread: whoever asks meanwhile gets a date first
        return bool(desk.look_behind(at=present()))

    for name, act in (("desk-warmth", desk.warm_up), ("desk", answer), ("desk-behind", look_behind)):
        Thread(target=_repeat, args=(act, until), name=name, daemon=True).start()


def _repeat(act: Callable[[], bool], until: Event) -> None:
    """Act again and again, in short intervals while there was something to do lately; end the process where it can't.

    Whoever began the process begins another one.
    """
    from django.db import DatabaseError, connection

    last = -LATELY
    while not until.is_set():
        try:
            if act():
                last = monotonic()
        except DatabaseError as error:
            log.warning("forecast.database", error=type(error).__name__)
            connection.close()
            until.wait(PATIENCE / 10)
        except Exception:
            log.exception("forecast.desk")
            os._exit(1)
        until.wait(ASKED_EVERY if monotonic() - last < LATELY else ASKED_SELDOM)
    connection.close()


def main(parent: int) -> int:
    """Keep the forecast until asked to stop, or until the process that began this one is no more."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "makegood.config.settings")
    os.environ.setdefault("NUMBA_NUM_THREADS", str(max(1, (os.cpu_count() or 2) - 1)))
    os.nice(KINDNESS)
    gc.disable()
    django.setup()
    asked_to_stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked_to_stop.set())
    Thread(target=_watch, args=(parent, asked_to_stop), name="keeper", daemon=True).start()
    keep(asked_to_stop)
    return 0


def _watch(parent: int, asked_to_stop: Event) -> None:
    """End the process when its parent is no more, in whatever it is doing: every transaction is whole."""
    while not asked_to_stop.wait(LOOK_EVERY):
        if os.getppid() != parent:
            os._exit(0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
