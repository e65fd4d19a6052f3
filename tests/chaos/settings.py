"""The product's settings, with addresses and handlers of the tests' own beside it."""

from __future__ import annotations

from makegood.config.settings import *  # noqa: F403  # all of them

ROOT_URLCONF = "tests.chaos.addresses"
EVENT_HANDLERS = "tests.chaos.addresses.HANDLERS"
