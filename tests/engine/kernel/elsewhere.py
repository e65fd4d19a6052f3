"""Prints the digest of a simulation; run in a process of its own, whose environment restricts the processor."""

from __future__ import annotations

import sys

from makegood.engine.kernel.running import simulate_compiled
from tests.engine.kernel.tallies import digest
from tests.engine.kernel.test_equality import SHAPED
from tests.engine.portfolios import the_problem
from tests.engine.shapes import shaped_portfolio

if __name__ == "__main__":
    sys.stdout.write(digest(simulate_compiled(the_problem(shaped_portfolio(SHAPED), samples=128))))
