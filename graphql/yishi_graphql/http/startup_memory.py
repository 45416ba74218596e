"""Freeze the garbage collector's objects after start-up and return freed memory to the system."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from yishi_core.kernel.memory import give_back


@contextmanager
def settling() -> Iterator[None]:
    """Wrap the imports and the construction of the application.

    What is made here lives as long as the process, so the garbage collector need not look at it,
    neither now nor later while requests wait.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()
        give_back()
