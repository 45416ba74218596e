"""The processes of an embedded server and its lock file.

A server killed with SIGKILL leaves `postmaster.pid` behind; in a container its process may stay a
zombie for ever, because nothing reaps it. PostgreSQL takes a zombie for a running server and
refuses to start. It also refuses, rightly, while backends of the killed server still write;
therefore the file is removed only when no live process works in the directory any more.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psutil

#: Seconds within which backends of a killed server should end by themselves; then they are killed.
ORPHANS_SECONDS = 30.0


def alive(process: psutil.Process) -> bool:
    """Whether a process is running and is not a zombie."""
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def processes(data: Path) -> Iterator[psutil.Process]:
    """The live PostgreSQL processes that work in a data directory."""
    home = str(data.resolve())
    for process in psutil.process_iter():
        try:
            if process.name().startswith("postgres") and process.cwd() == home and alive(process):
                yield process
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue


def postmaster(data: Path) -> psutil.Process | None:
    """The live server process that the lock file names, or None."""
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    return next((process for process in processes(data) if process.pid == pid), None)


def clear_stale(data: Path, socket: Path) -> None:
    """Remove the lock files of a dead server, once its last backend has ended.

    Does nothing while the server is alive.
    """
    if postmaster(data) is not None:
        return
    deadline = time.monotonic() + ORPHANS_SECONDS
    while orphans := list(processes(data)):
        if time.monotonic() > deadline:
            for orphan in orphans:
                orphan.kill()
        time.sleep(0.05)
    (data / "postmaster.pid").unlink(missing_ok=True)
    for left in socket.glob(".s.PGSQL.*"):
        left.unlink(missing_ok=True)
