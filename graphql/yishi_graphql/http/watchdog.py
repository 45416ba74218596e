"""Finds an event loop that no longer turns, says whose code holds it, and ends the worker process:
the server starts another (check K42).

A deadline ends what waits. What computes, or waits without giving way (`time.sleep` in a guard), no
deadline reaches: it runs in the loop's own thread. So another thread asks the loop for a sign of
life.
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
"""The exit code of a worker that was given up."""


def watch(
    seconds: float, plugins: dict[str, str], give_up: Callable[[], None] | None = None
) -> Callable[[], None]:
    """Watch the running loop; answers what ends the watch.

    `plugins` are package → code. `give_up` is called once when the loop has not turned for
    `seconds`; by default it ends the process.
    """
    loop, thread, over = asyncio.get_running_loop(), threading.get_ident(), threading.Event()

    def look() -> None:
        while not over.wait(seconds / 4):
            turned = threading.Event()
            try:
                loop.call_soon_threadsafe(turned.set)
            except RuntimeError:  # the loop was closed in good order
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
        stack=traceback.format_list(stack),
    )


def _plugin(frame: FrameType | None, plugins: dict[str, str]) -> str | None:
    """Whose code it is: the innermost frame of a plugin's package."""
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        for package, code in plugins.items():
            if module == package or module.startswith(package + "."):
                return code
        frame = frame.f_back
    return None


def _end() -> None:
    os._exit(STUCK)
