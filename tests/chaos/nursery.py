"""Begins ``makegood`` processes quickly: all that they need is loaded once, then each is forked off.

Reads a command a line (a JSON list), and answers with the number of the process, which leads a group of its own.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import timedelta

import django

from makegood.cli.main import execute
from makegood.phrases import speak

django.setup()

from django.urls import get_resolver  # noqa: E402  # Django must be set up before
from granian.server.mp import MPServer  # noqa: E402, F401  # loaded ahead

import makegood.cli.server.serve  # noqa: E402  # see above
import makegood.cli.server.work  # noqa: E402  # see above
import makegood.config.beginning  # noqa: E402  # see above
import makegood.config.serving  # noqa: E402  # see above
import makegood.config.wsgi  # noqa: E402, F401  # loaded ahead, too
from makegood.foundation.jobs.worker import Worker  # noqa: E402  # see above
from makegood.foundation.repeats import services as repeats  # noqa: E402  # see above

# What a killed process had in hand waits for the end of its lease: three seconds instead of sixty.
(Worker.__init__.__kwdefaults__ or {})["lease"] = timedelta(seconds=3)
repeats.LEASE = timedelta(seconds=3)
_loaded = get_resolver().url_patterns

if __name__ == "__main__":
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever was killed leaves nothing behind
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            null = os.open(os.devnull, os.O_RDWR)
            os.dup2(null, 0)
            os.dup2(null, 1)
            os._exit(execute(json.loads(line), speak("en")))
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
