"""Compiled code at the terminal: loading it quickly, and the line that says why its first use takes longer."""

from __future__ import annotations

import sys
from collections.abc import Callable

from makegood.phrases import Language

LINEAR_ALGEBRA = "scipy.linalg.cython_blas"


def load_compiler() -> None:
    """Load numba without SciPy's linear algebra, which it looks for and our code never calls: a sixth of a second.

    Only in a process that is ours: numba then works out its ``np.cov`` without it.
    """
    import numba

    if LINEAR_ALGEBRA in sys.modules:
        return
    sys.modules[LINEAR_ALGEBRA] = None  # type: ignore[assignment]  # the interpreter's way to say that it isn't there
    try:
        import numba.np.arraymath  # noqa: F401  # where numba looks for it
    finally:
        del sys.modules[LINEAR_ALGEBRA]


def telling_of_compiling(language: Language, write: Callable[[str], None]) -> Callable[[], None]:
    """Return what tells ``write`` that code is being compiled for this machine."""

    def tell() -> None:
        write(language.say("Preparing the fast forecast for this machine, once: about ten seconds"))

    return tell
