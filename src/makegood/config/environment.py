"""What an administrator may set: environment variables and one TOML file, checked at start, all problems at once."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from email.utils import parseaddr
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from makegood.people.states import Function

FILE = "MAKEGOOD_CONFIG"
"""Names the TOML file; ``makegood.toml`` in the current folder where it is not set."""
PREFIX = "MAKEGOOD_"
NOT_SETTINGS = {FILE, "MAKEGOOD_COMPLETE", "MAKEGOOD_TOKEN"}
"""Names of the environment that are ours and yet no setting: the second asks for a shell's completion."""
HERE = {"127.0.0.1", "localhost", "::1"}


class UnusableSettings(Exception):
    """Settings that can't be used; ``problems`` are all of them, a sentence each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        """Keep the sentences."""
        super().__init__("\n".join(problems))
        self.problems = problems


class Environment(BaseSettings):
    """Every setting with its default; ``MAKEGOOD_X`` in the environment wins over ``x`` in the file."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", hide_input_in_errors=True)

    data: Path = Field(Path("makegood-data"), description="Folder of the embedded database, keys and uploads")
    database: str = Field("", description="postgresql://… where several machines share it; empty for the embedded one")
    secret_key: SecretStr = Field(
        SecretStr(""), description="Signs sessions; made and kept in the data folder if empty"
    )
    address: str = Field("http://127.0.0.1:8000", description="Where people reach it: links in mails begin with it")
    proxies: int = Field(
        0, ge=0, le=9, description="How many proxies stand before it, each adding to X-Forwarded-For whom it serves"
    )
    demo: bool = Field(False, description="Shows the demo company, with its well-known sign-ins")
    language: Literal["en", "de"] = Field("en", description="Language for whoever has not chosen one")
    zone: str = Field("UTC", description="Time zone for whoever has not chosen one")
    acceptance_days: int = Field(
        14, ge=0, le=365, description="Days that a delivery may wait before it is a finding that nobody accepted it"
    )
    quoting_level: float = Field(
        0.85, ge=0.5, le=0.99, description="How likely a date has to be kept before it may be promised without override"
    )
    quoting_overrides: str = Field(
        "administrator, executive, operations",
        description="Whose people may let a date below that level be promised, with a fallback",
    )
    oidc_issuer: str = Field(
        "", description="Sign-on: address of an OpenID Connect provider, https://…; empty for none"
    )
    oidc_name: str = Field("OpenID Connect", description="Sign-on: what the button at the sign-in says")
    oidc_client: str = Field("", description="Sign-on: our client id there")
    oidc_secret: SecretStr = Field(SecretStr(""), description="Sign-on: our client secret there")
    debug: bool = Field(False, description="Shows errors in the page; never where others can reach it")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="The least that is logged")
    mail_host: str = Field(
        "", description="Server that takes mail; if empty, mails are kept as files in the data folder"
    )
    mail_port: int = Field(
        0, ge=0, le=65_535, description="Its port; 0 for the usual one: 587, 465 with tls, 25 with none"
    )
    mail_user: str = Field("", description="Name to sign in with at the mail server; empty for none")
    mail_password: SecretStr = Field(SecretStr(""), description="Password that goes with it")
    mail_tls: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How mail is encrypted on its way there"
    )
    mail_from: str = Field("Makegood <makegood@localhost>", description="Sender of all mail")

    @field_validator("database")
    @classmethod
    def _database_has_a_name(cls, address: str) -> str:
        parts = urlsplit(address)
        if address and (parts.scheme != "postgresql" or not parts.path.strip("/")):
            raise ValueError("must read postgresql://user:password@host:port/name, or be empty")
        return address

    @field_validator("address")
    @classmethod
    def _address_has_a_host(cls, address: str) -> str:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
            raise ValueError("must read http://host:port or https://host")
        return address.rstrip("/")

    @field_validator("mail_from")
    @classmethod
    def _sender_has_an_address(cls, sender: str) -> str:
        name, at, domain = parseaddr(sender)[1].partition("@")
        if not (name and at and domain) or "\n" in sender:
            raise ValueError("must read name@example.com or Name <name@example.com>")
        return sender

    @field_validator("quoting_overrides")
    @classmethod
    def _functions_are_known(cls, functions: str) -> str:
        named = {function.strip() for function in functions.split(",") if function.strip()}
        if unknown := sorted(named - set(Function)):
            raise ValueError(f"{', '.join(unknown)}: must be some of {', '.join(Function)}, with commas")
        return ",".join(sorted(named))

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer_has_a_host(cls, issuer: str) -> str:
        parts = urlsplit(issuer)
        if issuer and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise ValueError("must read https://host or https://host/path, or be empty")
        return issuer.rstrip("/")

    @field_validator("zone")
    @classmethod
    def _zone_is_known(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError("must be a time zone such as Europe/Berlin")
        return zone

    @model_validator(mode="after")
    def _sign_on_is_whole(self) -> Self:
        if self.oidc_issuer and not (self.oidc_client and self.oidc_secret.get_secret_value()):
            raise ValueError("oidc_issuer needs oidc_client and oidc_secret beside it")
        return self

    @model_validator(mode="after")
    def _errors_are_shown_here_only(self) -> Self:
        if self.debug and self.host not in HERE:
            raise ValueError("debug shows the inside of the program: only with an address on this machine")
        return self

    @model_validator(mode="after")
    def _mail_has_a_sender(self) -> Self:
        if self.mail_host and "mail_from" not in self.model_fields_set:
            raise ValueError(f"{PREFIX}MAIL_FROM (mail_from in the file): must be set where there is a mail server")
        return self

    @property
    def host(self) -> str:
        """Return the host of the address."""
        return urlsplit(self.address).hostname or ""

    @property
    def has_own_address(self) -> bool:
        """Say whether the administrator set the address."""
        return "address" in self.model_fields_set

    @property
    def mail_server_port(self) -> int:
        """Return the port of the mail server: the usual one where none is set."""
        return self.mail_port or {"starttls": 587, "tls": 465, "none": 25}[self.mail_tls]

    @property
    def is_secure(self) -> bool:
        """Say whether people reach it over an encrypted connection."""
        return self.address.startswith("https:")

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
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls, _file()))


def read_environment() -> Environment:
    """Read all settings; UnusableSettings with everything that is wrong with them, at once."""
    problems = list(_unknown_names())
    try:
        environment = Environment()
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{_file()} is no TOML: {error}")
    except ValidationError as error:
        problems.extend(_sentence(tuple(map(str, found["loc"])), found["msg"]) for found in error.errors())
    else:
        if not problems:
            return environment
    raise UnusableSettings(tuple(problems))


def _unknown_names() -> Iterator[str]:
    known = [f"{PREFIX}{name.upper()}" for name in Environment.model_fields]
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in NOT_SETTINGS and name not in known:
            yield _not_a_setting(name, name, known)


def _sentence(place: tuple[str, ...], message: str) -> str:
    """Say what is wrong with one setting, by the names that it has in the environment and in the file."""
    said = message.removeprefix("Value error, ")
    if not place:
        return said
    name = place[0]
    if name not in Environment.model_fields:
        return _not_a_setting(f"{name} in the file", name, list(Environment.model_fields))
    return f"{PREFIX}{name.upper()} ({name} in the file): {said}"


def _not_a_setting(place: str, name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"{place} is not a setting" + (f"; did you mean {near[0]}?" if near else ".")


def _file() -> Path:
    return Path(os.environ.get(FILE, "makegood.toml"))
