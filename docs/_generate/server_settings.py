"""The settings of the server, from the class that reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import SecretStr

from _generate.markdown import table
from makegood.config.environment import PREFIX, Environment


def server_settings() -> str:
    """Return every setting with its names, its default and its meaning."""
    rows = [
        (f"`{PREFIX}{name.upper()}`", f"`{name}`", _default(field.default), field.description or "")
        for name, field in Environment.model_fields.items()
    ]
    return table(("Environment", "File", "Default", "Meaning"), rows)


def _default(value: Any) -> str:  # noqa: ANN401  # settings are of many kinds
    match value:
        case SecretStr():
            return ""
        case bool():
            return f"`{str(value).lower()}`"
        case Path():
            return f"`{value.as_posix()}`"
    return f"`{value}`" if str(value) else ""
