"""Redmine (redmine.org), version 3.4 and later, by its REST interface: read only."""

from __future__ import annotations

from makegood.integrations.redmine.client import RedmineClient
from makegood.trackers.bridge.contract import Outside


class Redmine:
    """The kind of tracker that ``settings.TRACKERS`` names."""

    title = "Redmine"

    def open(self, *, address: str, key: str, seconds: float) -> Outside:
        """Return a Redmine that may be asked for at most so many seconds in all."""
        return RedmineClient(address, key, seconds=seconds)


KIND = Redmine()
