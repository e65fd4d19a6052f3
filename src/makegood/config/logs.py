"""Logs: one JSON object a line on standard error, or readable lines where somebody watches; nothing about people.

What Django and other libraries log goes the same way, after what may hold personal data or a secret is taken out of
it: paths (links carry tokens), addresses of mail, and the words of exceptions (databases quote what was entered).
"""

from __future__ import annotations

import logging.config
import re
import sys
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any

import structlog

OURS = "makegood"
PATH = re.compile(r"(?<![\w/])/[^\s'\"]*")
MAIL = re.compile(r"[^\s<>'\"]+@[^\s<>'\"]+")
MOST_FRAMES = 12
"""Places of a failure that are logged: the innermost ones."""

Event = MutableMapping[str, Any]


def configure(options: Mapping[str, Any]) -> None:
    """Send everything that is logged from ``options["level"]`` on to standard error; Django calls it as it starts."""
    level = str(options["level"]).upper()
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,  # tests look at what is logged
    )
    inherits = {"handlers": [], "level": "NOTSET", "propagate": True}
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"events": {"()": formatter, "watched": sys.stderr.isatty()}},
            "handlers": {"events": {"class": "logging.StreamHandler", "formatter": "events"}},
            "root": {"handlers": ["events"], "level": level},
            "loggers": {
                "django": inherits,
                "django.server": inherits,
                # Statements hold what was entered, and the watcher of templates talks a lot.
                "django.db.backends": {**inherits, "level": "WARNING"},
                "django.template": {**inherits, "level": "INFO"},
                # Refusals stand in the line of their request; what failed is said here, with its place.
                "django.request": {**inherits, "level": "ERROR"},
            },
        }
    )


def formatter(*, watched: bool) -> structlog.stdlib.ProcessorFormatter:
    """Return what makes lines of events, for a person who is watching or for programs."""
    last = structlog.dev.ConsoleRenderer() if watched else structlog.processors.JSONRenderer()
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[_without_what_others_say_of_people, *_shared(), _refusals_are_no_failures],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _in_order, last],
    )


def _shared() -> tuple[structlog.typing.Processor, ...]:
    return (
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        _failures_as_places,
    )


def _in_order(_logger: object, _method: str, event: Event) -> Event:
    """Begin with what every line has."""
    return {name: event[name] for name in ("at", "level", "logger", "event") if name in event} | dict(event)


def _without_what_others_say_of_people(_logger: object, _method: str, event: Event) -> Event:
    """Take paths and addresses out of what a library logged; of its own places a failure keeps."""
    if not str(event["_record"].name).startswith(f"{OURS}."):
        event["event"] = MAIL.sub("(address)", PATH.sub("(path)", str(event["event"])))
    return event


def _refusals_are_no_failures(_logger: object, _method: str, event: Event) -> Event:
    """Say of a request that was refused for what it looked like that it was; where in the program says nothing."""
    if str(event["_record"].name).startswith("django.security"):
        event["level"] = "warning"
        event.pop("error", None)
        event.pop("where", None)
    return event


def _failures_as_places(_logger: object, _method: str, event: Event) -> Event:
    """Say of a failure what kind it is and where it happened; its words may quote what somebody entered."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    error = found if isinstance(found, BaseException) else found[1] if isinstance(found, tuple) else None
    if error is not None:
        event["error"] = " < ".join(type(each).__name__ for each in _chain(error))
        event["where"] = _places(error.__traceback__)
    return event


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return found


def _places(traceback: TracebackType | None) -> list[str]:
    places = []
    while traceback is not None:
        frame = traceback.tb_frame
        places.append(f"{frame.f_globals.get('__name__', '?')}:{traceback.tb_lineno} {frame.f_code.co_name}")
        traceback = traceback.tb_next
    return places[-MOST_FRAMES:]
