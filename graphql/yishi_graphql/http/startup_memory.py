"""Keep the passes of the garbage collector short, and return freed memory to the system.

A pass stops all threads for as long as it looks at objects, about 50 ms for each hundred thousand.
What stays as long as the process is therefore frozen: the collector does not look at it again.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from yishi_core.kernel.memory import give_back

SURVIVORS = 20_000
"""Objects that may outlive a full pass without being frozen."""
FROZEN = 500_000
"""Objects that are frozen after the start, in all. What is frozen and later dropped as a cycle is
never freed, so there is an end to it: a tenth of them, some megabytes.
"""
OLDEST = 5
"""Passes over the middle generation before a full one (Python's own: 10). A full pass then meets at
most some 35 000 objects that none has met before.
"""


class ShortPasses:
    """Freezes what the first requests leave behind: statements, plans and schemas, which stay."""

    def __init__(self) -> None:
        self._frozen = 0

    def begin(self) -> None:
        """Freeze all there is, and watch what comes."""
        gc.collect()
        gc.freeze()
        gc.collect()  # nothing is left: otherwise the next full pass waits for a quarter as much
        gc.set_threshold(*gc.get_threshold()[:2], OLDEST)
        gc.callbacks.append(self._passed)

    def end(self) -> None:
        """Leave the collector as Python has it; for tests."""
        gc.callbacks.remove(self._passed)
        gc.set_threshold(*gc.get_threshold()[:2], 10)
        gc.unfreeze()

    def _passed(self, phase: str, info: dict[str, Any]) -> None:
        if phase == "start" or info["generation"] < 2 or self._frozen > FROZEN:
            return
        survivors = len(gc.get_objects(generation=2))
        if survivors > SURVIVORS:  # the pass has just ended: each of them is in use
            gc.freeze()
            self._frozen += survivors


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
        ShortPasses().begin()
        gc.enable()
        give_back()
