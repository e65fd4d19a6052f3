"""What an administrator may set: environment variables and one TOML file, checked at start, all problems at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

FILE = "MAKEGOOD_CONFIG"
"""Names the TOML file; ``makegood.toml`` in the current folder where it is not set."""


class Environment(BaseSettings):
    """Every setting with its default; ``MAKEGOOD_X`` in the environment wins over ``x`` in the file."""

    model_config = SettingsConfigDict(env_prefix="MAKEGOOD_", extra="forbid")

    data: Path = Field(Path("makegood-data"), description="Folder of the embedded database, keys and uploads")
    database: str = Field("", description="postgresql://… where several machines share it; empty for the embedded one")
    secret_key: SecretStr = Field(
        SecretStr(""), description="Signs sessions; made and kept in the data folder if empty"
    )
    address: str = Field("http://127.0.0.1:8000", description="Where people reach it: links in mails begin with it")
    demo: bool = Field(False, description="Shows the demo company, with its well-known sign-ins")
    language: Literal["en", "de"] = Field("en", description="Language for whoever has not chosen one")
    zone: str = Field("UTC", description="Time zone for whoever has not chosen one")
    debug: bool = Field(False, description="Shows errors in the page; never where others can reach it")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Look at the environment first, then at the file."""
        del dotenv_settings, file_secret_settings
        file = Path(os.environ.get(FILE, "makegood.toml"))
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls, file))
