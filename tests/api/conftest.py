"""Every test begins with nothing counted and nothing noted."""

from __future__ import annotations

import pytest
from django.core.cache import caches


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    caches["process"].clear()
