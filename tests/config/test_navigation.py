from __future__ import annotations

from collections import Counter

from makegood.config.navigation import ENTRIES


def test_no_two_places_are_reached_by_the_same_keys() -> None:
    keys = Counter(entry.key for _title, entries in ENTRIES for entry in entries if entry.key)
    assert [key for key, times in keys.items() if times > 1] == []
