"""Choices that several rooms offer."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from django.utils.functional import lazy


@cache  # a lazy list is made anew at each look at it, and this one reads the disk
def _zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"]


ZONES = lazy(_zones, list)()
"""Time zones by their IANA names, read when they are first shown."""
