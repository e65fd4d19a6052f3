"""What the documents show is what happens: their commands and programs run, and print what is printed there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.console import Block, Command, blocks_of, commands_of
from tests.house.sources import PACKAGE, ROOT

DOCUMENTS = [path for pattern in ("*.md", "demo/*.md", "docs/**/*.md") for path in sorted(ROOT.glob(pattern))]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
SHELLS = {"bash", "sh", "shell", "zsh"}

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("MAKEGOOD_")},
    "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
    "PYTHONPATH": str(PACKAGE.parent),
    "COLUMNS": "80",
    "LC_ALL": "C.UTF-8",
    "MAKEGOOD_LANGUAGE": "en",
    "NO_COLOR": "1",
}


def run_block(block: Block, folder: Path) -> list[str]:
    """Write or run one block in ``folder``; return what is not as the document says."""
    if block.file is not None:
        target = folder / block.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(block.text, "utf-8")
        return []
    if block.language == "console":
        return [problem for command in commands_of(block.text) for problem in run_command(command, folder)]
    if block.language == "python":
        return execute([sys.executable, "-c", block.text], Command(f"python block, line {block.line}", 0, ""), folder)
    return []


def run_command(command: Command, folder: Path) -> list[str]:
    if unknown := sorted(set(command.make_targets) - TARGETS):
        return [f"the Makefile has no target {', '.join(unknown)}"]
    return execute(["bash", "-c", command.line], command, folder) if command.is_run else []


def execute(arguments: list[str], command: Command, folder: Path) -> list[str]:
    outcome = subprocess.run(
        arguments,
        cwd=folder,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    problems = []
    if outcome.returncode != command.status:
        problems.append(f"{command.line}: exit {outcome.returncode}, not {command.status}\n{outcome.stdout}")
    if not command.promises(outcome.stdout):
        problems.append(f"{command.line}:\n{command.difference(outcome.stdout)}")
    return problems


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_document_shows_what_happens(document: Path, tmp_path: Path) -> None:
    if (ROOT / "demo").exists():
        shutil.copytree(ROOT / "demo", tmp_path / "demo")
    blocks = blocks_of(document.read_text("utf-8"))
    assert [problem for block in blocks for problem in run_block(block, tmp_path)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_are_written_so_that_they_are_run(document: Path) -> None:
    assert [block.line for block in blocks_of(document.read_text("utf-8")) if block.language in SHELLS] == []
