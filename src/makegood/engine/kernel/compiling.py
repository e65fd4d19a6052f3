"""How the kernel's functions are compiled: integers only, without the interpreter's lock, kept on disk.

numba keeps machine code beside the sources, or in the user's cache folder where that can't be written to. It notices
that the file of a function has changed, but not the functions that this one calls; so what is kept is named after a
digest of all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np
from numba import njit
from numba.core import event
from numba.core.dispatcher import Dispatcher

OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "boundscheck": False, "_nrt": False}
"""Without numba's own memory: nothing is allocated here, and counting who refers to an array cost an eighth."""


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile ``function`` as a part of those that call it."""
    machine_code: Callable[..., Any] = njit(**OPTIONS)(function)
    return machine_code


def folded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile ``function`` into those that call it: for what runs once a sample, handing over arrays costs more."""
    machine_code: Callable[..., Any] = njit(forceinline=True, **OPTIONS)(function)
    return machine_code


def entrance(function: Callable[..., Any], *parts: ModuleType) -> Callable[..., Any]:
    """Compile ``function`` at its first call, and keep the result on disk for as long as none of ``parts`` changes."""
    plain = function.py_func if isinstance(function, Dispatcher) else function
    plain.__qualname__ = f"{plain.__name__}-{fingerprint(*parts)}"
    try:
        machine_code: Callable[..., Any] = njit(cache=True, **OPTIONS)(plain)
    except RuntimeError:  # nowhere to keep it: compiled anew in each process
        machine_code = njit(**OPTIONS)(plain)
    return machine_code


def fingerprint(*parts: ModuleType) -> str:
    """Return a digest of all functions and constants of ``parts``."""
    seen = blake2b(digest_size=8)
    for part in parts:
        for name, value in sorted(vars(part).items()):
            if not name.startswith("__"):
                seen.update(f"{name}={_stated(value)};".encode())
    return seen.hexdigest()


def _stated(value: object) -> str:
    if isinstance(value, Dispatcher):
        return _stated(value.py_func)
    if isinstance(value, FunctionType):
        return _stated(value.__code__)
    if isinstance(value, CodeType):
        inner = ",".join(_stated(constant) for constant in value.co_consts)
        return f"{value.co_code.hex()}({inner}){value.co_names}"
    return repr(value) if isinstance(value, int | str | float | np.integer | np.dtype) else type(value).__name__


@contextmanager
def telling(on_compile: Callable[[], None] | None) -> Iterator[None]:
    """Call ``on_compile`` once when something has to be compiled while the context lasts."""
    if on_compile is None:
        yield
        return
    with event.install_listener("numba:compile", _Once(on_compile)):
        yield


class _Once(event.Listener):
    """Hears the first beginning of a compilation."""

    def __init__(self, on_compile: Callable[[], None]) -> None:
        self._on_compile: Callable[[], None] | None = on_compile

    def on_start(self, event: event.Event) -> None:  # noqa: ARG002  # the interface's
        """Tell it once."""
        tell, self._on_compile = self._on_compile, None
        if tell is not None:
            tell()

    def on_end(self, event: event.Event) -> None:
        """Say nothing at the end."""
