"""Settings: all problems at once, in plain words, and no secret among them."""

from __future__ import annotations

from pathlib import Path

import pytest

from makegood.config.environment import UnusableSettings, read_environment

SETTINGS = ("DATA", "DATABASE", "SECRET_KEY", "ADDRESS", "DEMO", "LANGUAGE", "ZONE", "DEBUG")


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file of the test's own, and nothing set beside it."""
    for name in SETTINGS:
        monkeypatch.delenv(f"MAKEGOOD_{name}", raising=False)
    path = tmp_path / "makegood.toml"
    monkeypatch.setenv("MAKEGOOD_CONFIG", str(path))
    return path


def problems() -> tuple[str, ...]:
    with pytest.raises(UnusableSettings) as caught:
        read_environment()
    return caught.value.problems


def test_nothing_needs_to_be_set() -> None:
    found = read_environment()
    assert (found.database, found.host, found.is_secure) == ("", "127.0.0.1", False)


def test_the_environment_wins_over_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('zone = "Europe/Berlin"\nlanguage = "de"\n', "utf-8")
    monkeypatch.setenv("MAKEGOOD_LANGUAGE", "en")
    found = read_environment()
    assert (found.zone, found.language) == ("Europe/Berlin", "en")


def test_everything_that_is_wrong_is_said_at_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('zone = "Mars/North"\nadress = "http://x"\n', "utf-8")
    monkeypatch.setenv("MAKEGOOD_DATABASE", "mysql://root:hunter2@db/x")
    monkeypatch.setenv("MAKEGOOD_LANGUGE", "de")
    said = problems()
    assert len(said) == 4
    assert any("MAKEGOOD_LANGUGE" in line and "MAKEGOOD_LANGUAGE?" in line for line in said)
    assert any("MAKEGOOD_ZONE (zone in the file)" in line and "Europe/Berlin" in line for line in said)
    assert any("adress in the file" in line and "did you mean address?" in line for line in said)
    assert any("MAKEGOOD_DATABASE" in line and "postgresql://" in line for line in said)
    assert "hunter2" not in str(said)


def test_a_file_that_is_no_toml_is_named(file: Path) -> None:
    file.write_text("zone = = 1", "utf-8")
    assert "makegood.toml is no TOML" in problems()[0]


@pytest.mark.parametrize("address", ["example.com", "ftp://example.com", "https://", "https://example.com/path"])
def test_an_address_is_a_scheme_and_a_host(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAKEGOOD_ADDRESS", address)
    assert "https://host" in problems()[0]


def test_the_inside_is_never_shown_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAKEGOOD_DEBUG", "1")
    assert read_environment().debug
    monkeypatch.setenv("MAKEGOOD_ADDRESS", "https://promises.example.com")
    assert "only with an address on this machine" in problems()[0]
