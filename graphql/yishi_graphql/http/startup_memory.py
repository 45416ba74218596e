"""What a process that serves does once, while it loads: nothing is looked at for garbage, and what
is left over goes back to the system.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from yishi_core.kernel.memory import give_back


@contextmanager
def settling() -> Iterator[None]:
    """For the time in which modules are imported and the application is put together.

    What is made then stays as long as the process: the collector need not look for garbage in it,
    not now and not later while requests wait.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()
        give_back()
