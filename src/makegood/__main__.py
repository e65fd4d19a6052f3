"""``python -m makegood``: the same as the command ``makegood``."""

from __future__ import annotations

from makegood.cli.main import run

if __name__ == "__main__":
    run()
