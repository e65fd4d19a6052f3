"""The pins are complete, hashed, free of addresses, and say what pyproject.toml says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.sources import ROOT

PINNED = sorted((ROOT / "requirements").glob("*.txt"))


def stated(path: Path) -> set[str]:
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    return {line for line in lines if line and not line.startswith(("#", "-r"))}


def pinned(path: Path) -> dict[str, int]:
    """Return the pinned requirements of ``path``, each with the number of its hashes."""
    entries = re.split(r"\n(?=\S)", path.read_text("utf-8").strip())
    return {re.split(r" [;\\]", entry)[0]: entry.count("--hash=sha256:") for entry in entries}


def test_runtime_requirements_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert stated(ROOT / "requirements" / "runtime.in") == set(project["project"]["dependencies"])


def test_build_requirements_are_those_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert stated(ROOT / "requirements" / "build.in") >= set(project["build-system"]["requires"])


@pytest.mark.parametrize("path", PINNED, ids=lambda path: path.name)
def test_every_pin_has_an_exact_version_and_hashes(path: Path) -> None:
    assert {name: hashes for name, hashes in pinned(path).items() if "==" not in name or not hashes} == {}


@pytest.mark.parametrize("path", PINNED, ids=lambda path: path.name)
def test_pins_name_no_address(path: Path) -> None:
    assert not re.search(r"://|--(?:extra-)?index|--find-links", path.read_text("utf-8"))


def test_everybody_runs_the_versions_that_were_tested() -> None:
    assert set(pinned(ROOT / "requirements" / "runtime.txt")) <= set(pinned(ROOT / "requirements" / "dev.txt"))
