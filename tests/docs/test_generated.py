"""What is generated in the documents fits the code, and what no longer fits would be noticed."""

from __future__ import annotations

import importlib
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.sources import ROOT

DOCS = ROOT / "docs"
PAGE = "before\n\n<!-- begin: colours -->\n\nred\n\n<!-- end: colours -->\n\nafter\n"


@pytest.fixture
def marks(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(DOCS))
    return importlib.import_module("_generate.marks")


@pytest.fixture
def markdown(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(DOCS))
    return importlib.import_module("_generate.markdown")


def test_nothing_generated_is_stale() -> None:
    done = subprocess.run(
        [sys.executable, str(DOCS / "generate.py"), "--check"],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_a_marked_part_is_made_anew_and_the_rest_is_left_alone(marks: ModuleType) -> None:
    assert marks.fill(PAGE, {"colours": lambda: "blue"}) == PAGE.replace("red", "blue")


def test_a_part_that_nobody_makes_is_refused(marks: ModuleType) -> None:
    with pytest.raises(marks.UnableToFill, match="nobody makes colours"):
        marks.fill(PAGE, {})


def test_a_part_without_an_end_is_refused(marks: ModuleType) -> None:
    with pytest.raises(marks.UnableToFill, match="no end of colours"):
        marks.fill(PAGE.replace("end:", "and:"), {"colours": lambda: "blue"})


def test_a_bar_in_a_cell_does_not_part_it(markdown: ModuleType) -> None:
    made = markdown.table(("Option",), [("`--language en|de`",)])
    assert made.splitlines()[-1] == "| <code>--language en&#124;de</code> |"


@pytest.mark.parametrize("picture", sorted(DOCS.glob("images/*.svg")), ids=lambda path: path.name)
def test_a_picture_fetches_nothing_and_is_described_where_it_is_shown(picture: Path) -> None:
    text = picture.read_text("utf-8")
    ET.fromstring(text)  # noqa: S314  # a picture of our own; it must be well-formed
    assert "url(http" not in text
    assert "href=" not in text
    pages = [page.read_text("utf-8") for page in (ROOT / "README.md", *DOCS.rglob("*.md"))]
    shown = [page.split(f"images/{picture.name})")[0].rsplit("![", 1)[1] for page in pages if picture.name in page]
    assert shown
    assert all(len(words) > 60 for words in shown)
