"""On a real terminal there are colours, progress where it takes a while, and a screenful of rows."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

DAY = ("--as-of", "2026-11-23")


def on_terminal(*arguments: str, columns: int = 100, **environment: str) -> str:
    """Run the command on a pseudo-terminal; return all that it writes there."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    inherited = {name: value for name, value in os.environ.items() if name.startswith(("COVERAGE", "PYTHON", "PATH"))}
    process = subprocess.Popen(
        [sys.executable, "-c", "from makegood.cli.main import run; run()", *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**inherited, "PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm-256color", **environment},
    )
    os.close(theirs)
    written = b""
    while True:
        try:
            part = os.read(ours, 65_536)
        except OSError:  # Linux says so when the other side is closed
            break
        if not part:
            break
        written += part
    os.close(ours)
    assert process.wait() == 0
    return written.decode("utf-8")


def test_colours_come_with_the_terminal_and_go_when_asked(company: Path) -> None:
    assert "\x1b[1;31m▲" in on_terminal("check", str(company), *DAY)
    assert "\x1b[1;31m▲" not in on_terminal("check", str(company), *DAY, "--no-color")
    assert "31m" not in on_terminal("check", str(company), *DAY, NO_COLOR="1")


def test_the_page_is_as_wide_as_the_window(company: Path) -> None:
    assert "P50" in on_terminal("check", str(company), *DAY, columns=140)


def test_long_work_shows_how_far_it_has_come(company: Path) -> None:
    assert "Simulating" in on_terminal("check", str(company), *DAY, "--samples", "65536")


@pytest.mark.parametrize(("more", "rows"), [((), 40), (("--all",), 60)])
def test_a_screen_shows_what_matters_most(company: Path, more: tuple[str, ...], rows: int) -> None:
    promises = "".join(f"OR-{number},Orchard Labs,2027-06-30,1000\n" for number in range(60))
    (company / "promises.csv").write_text("promise,customer,due,value\n" + promises, encoding="utf-8")
    work = "".join(f"OR-{number},export,Software,1\n" for number in range(60))
    (company / "work.csv").write_text("promise,item,team,hours\n" + work, encoding="utf-8")
    shown = on_terminal("check", str(company), *DAY, "--samples", "32", "--no-color", *more)
    assert shown.count("✓") == rows
    assert ("20 more on course; --all shows them" in shown) == (rows == 40)
