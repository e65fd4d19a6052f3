"""What was promised, as people write it."""

from __future__ import annotations

from django.utils.translation import get_language

from makegood.phrases.language import choose_language, speak
from makegood.phrases.levels import promised_specification


def as_written(stated: str) -> str:
    """Write what was promised as people do, ≤ −30 °C for ``<= -30 degC``, in the reader's language."""
    return promised_specification(stated, speak(choose_language(get_language(), {})))
