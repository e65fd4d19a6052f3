"""Where everything must pass, a skipped test fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT

ONE = "import pytest\n\ndef test_one():\n    pytest.skip('no database here')\n"
MODULE = "import pytest\n\npytest.skip('not on this machine', allow_module_level=True)\n"
EXPECTED = "import pytest\n\n@pytest.mark.xfail\ndef test_known():\n    assert False\n"


def run_tests(source: str, folder: Path, *, ci: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_some.py").write_text(source, "utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", str(folder)]
    environment = {**os.environ, "CI": ci, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("source", "reason"), [(ONE, "no database here"), (MODULE, "not on this machine")])
def test_a_skip_fails_in_ci_and_says_why(tmp_path: Path, source: str, reason: str) -> None:
    outcome = run_tests(source, tmp_path, ci="1")
    assert outcome.returncode != 0
    assert "counts as failed in CI" in outcome.stdout
    assert reason in outcome.stdout


def test_a_skip_is_fine_at_the_desk(tmp_path: Path) -> None:
    assert run_tests(ONE, tmp_path, ci="").returncode == 0


def test_a_failure_that_is_expected_stays_one(tmp_path: Path) -> None:
    assert run_tests(EXPECTED, tmp_path, ci="true").returncode == 0
