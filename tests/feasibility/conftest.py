"""What tests of the forecast share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings


@pytest.fixture
def any_level() -> Iterator[None]:
    """Let every date be promised, however unlikely: what is tested is something else."""
    with override_settings(QUOTING_LEVEL=0.0):
        yield
