"""Compiled code is loaded at the terminal without what it doesn't need, and nothing else misses it afterwards."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from makegood.cli.compiling import load_compiler
load_compiler()
import makegood.engine.kernel.running
assert "scipy.linalg" not in sys.modules
from numba import njit
assert njit(lambda: 7)() == 7
assert "scipy.linalg" not in sys.modules
load_compiler()
import scipy.linalg.cython_blas
import sklearn.ensemble
load_compiler()
assert sys.modules["scipy.linalg.cython_blas"] is not None
"""


def test_the_compiler_is_loaded_without_linear_algebra_which_can_still_be_loaded_later() -> None:
    subprocess.run([sys.executable, "-c", PROGRAM], check=True, timeout=120)
