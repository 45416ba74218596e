"""Restart an embedded server that is killed while a long-running command uses it."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from yishi_core.kernel.database.embedded import EmbeddedServer, ServerFailed
from yishi_core.kernel.database.postmaster import alive

LOOK_SECONDS = 0.5

log = logging.getLogger(__name__)


@contextmanager
def kept_up(server: EmbeddedServer) -> Iterator[None]:
    """Restart the server whenever its process dies during the block.

    When that fails, this process is sent SIGTERM and the block raises the `ServerFailed`, so that a
    supervisor can take over.
    """
    over, failures = threading.Event(), list[ServerFailed]()

    def watch() -> None:
        process = server.process
        while not over.wait(LOOK_SECONDS):
            if process is not None and alive(process):
                continue
            log.error("the embedded database server has died: it is started again")
            try:
                server.revive()
            except ServerFailed as failure:
                log.critical(
                    "the embedded database server cannot be started again, this process ends: %s",
                    failure,
                )
                failures.append(failure)
                os.kill(os.getpid(), signal.SIGTERM)
                return
            process = server.process
            log.warning("the embedded database server runs again, as process %s", server.pid)

    watcher = threading.Thread(target=watch, name="yishi-database", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
        if failures:
            raise failures[0]
