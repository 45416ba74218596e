"""A watchdog that ends a worker process whose event loop is blocked; the server starts another.

See check K42. A deadline ends what waits, but does not reach code that computes or waits without
yielding (`time.sleep` in a guard), because that runs in the loop's own thread. So another thread
asks the loop for a sign of life.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import traceback
from collections.abc import Callable
from types import FrameType

import structlog

STUCK = 70
"""The exit code of a worker whose loop was blocked."""


def watch(
    seconds: float, plugins: dict[str, str], give_up: Callable[[], None] | None = None
) -> Callable[[], None]:
    """Watch the running loop; return a function that ends the watch.

    `plugins` are package → code. `give_up` is called once when the loop has not turned for
    `seconds`; by default it ends the process.
    """
    loop, thread, over = asyncio.get_running_loop(), threading.get_ident(), threading.Event()

    def look() -> None:
        while not over.wait(seconds / 4):
            turned = threading.Event()
            try:
                loop.call_soon_threadsafe(turned.set)
            except RuntimeError:  # the loop was closed regularly
                return
            if not turned.wait(seconds) and not over.is_set():
                _tell(sys._current_frames().get(thread), seconds, plugins)
                (give_up or _end)()
                return

    threading.Thread(target=look, name="yishi-watchdog", daemon=True).start()
    return over.set


def _tell(frame: FrameType | None, seconds: float, plugins: dict[str, str]) -> None:
    stack = traceback.extract_stack(frame) if frame else []
    log = structlog.get_logger("yishi.watchdog")
    log.critical(
        "event loop blocked",
        seconds=seconds,
        plugin=_plugin(frame, plugins),
        stack="".join(traceback.format_list(stack)),  # text, as the renderers take it
    )


def _plugin(frame: FrameType | None, plugins: dict[str, str]) -> str | None:
    """The code of the plugin whose package has the innermost frame, or None."""
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        for package, code in plugins.items():
            if module == package or module.startswith(package + "."):
                return code
        frame = frame.f_back
    return None


def _end() -> None:
    os._exit(STUCK)
