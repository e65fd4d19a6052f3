"""The product's settings; only a program that looks for an answer many times a second may ask more often."""

from __future__ import annotations

from makegood.config.settings import *  # noqa: F403  # all of them

API_REQUESTS_A_MINUTE = 1_000_000
