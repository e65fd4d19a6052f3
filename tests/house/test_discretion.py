"""No file names a package registry's host or a place on somebody's machine: the house installs from anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.house.sources import place, repository_files

HOSTS = tuple(".".join(name) for name in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com")))
MACHINE_PATH = re.compile(r"(?<![\w./~$}-])/(?:home|root|work|tmp|opt|mnt|Users)/\w|\b[A-Z]:\\\\?Users\b")


def indiscretions(text: str) -> Iterator[str]:
    """Yield each host of a registry and each absolute path of a machine in ``text``."""
    yield from (host for host in HOSTS if host in text)
    yield from (found.group() for found in MACHINE_PATH.finditer(text))


def test_no_file_names_a_registry_or_a_machine() -> None:
    found = {}
    for path in repository_files():
        text = path.read_bytes().decode("utf-8", errors="ignore")
        if named := sorted(set(indiscretions(text))):
            found[place(path)] = named
    assert found == {}


@pytest.mark.parametrize("text", [f"https://{HOSTS[0]}/simple", f"see {'/home'}/ann/x", f"cd {'/opt'}/y"])
def test_an_indiscretion_would_be_noticed(text: str) -> None:
    assert list(indiscretions(text))


@pytest.mark.parametrize("text", ["either/work/or", "https://example.org/home/ann", "docs/tmp/x"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert not list(indiscretions(text))
