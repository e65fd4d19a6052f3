"""Choices that several rooms offer."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.utils.functional import lazy


def _zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"]


ZONES = lazy(_zones, list)()
"""Time zones by their IANA names, read when they are first shown."""
