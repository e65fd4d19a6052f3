"""Every test begins with nothing counted and nothing noted."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    cache.clear()
