"""The embedded server starts, is shared, survives SIGKILL without hands, and leaves nothing
running.
"""

from __future__ import annotations

import os
import pwd
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.fixtures.waiting import wait_until
from yishi_core.kernel.database import postmaster
from yishi_core.kernel.database.embedded import EmbeddedServer, ServerFailed
from yishi_core.kernel.database.keeping import kept_up
from yishi_core.kernel.database.place import SOCKET_BYTES, socket_folder

#: Keeps the machine's disk out of the test, not the recovery: WAL is written all the same.
SMALL = {"fsync": "off", "shared_buffers": "16MB", "max_connections": "20"}


@pytest.fixture(scope="module")
def directory() -> Iterator[Path]:
    """A directory with an initialised cluster and no server; not below pytest's own, which every
    new run closes to other users.
    """
    with tempfile.TemporaryDirectory(prefix="yishi-embedded-") as name:
        place = Path(name)
        EmbeddedServer.start(place, SMALL).stop()
        yield place
        EmbeddedServer.reap(place)


@pytest.fixture
def server(directory: Path) -> Iterator[EmbeddedServer]:
    started = EmbeddedServer.start(directory, SMALL)
    yield started
    started.stop()
    assert list(postmaster.processes(started.data)) == []


def value(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_it_answers_to_each_role_with_our_settings(server: EmbeddedServer) -> None:
    assert value(server.app_url, "select current_user") == "yishi_app"
    assert value(server.owner_url, "select current_user") == "yishi_owner"
    assert value(server.dump_url, "select current_user") == "yishi_dump"
    assert server.version == value(server.app_url, "show server_version")
    assert server.version.startswith("18")
    assert value(server.admin_url, "show jit") == "off"
    assert value(server.admin_url, "show listen_addresses") == ""
    assert (
        value(
            server.app_url,
            "select datcollate = 'C' and encoding = 6 from pg_database where datname = 'yishi'",
        )
        is True
    )


def test_nobody_else_may_enter_its_directory(server: EmbeddedServer) -> None:
    assert stat.S_IMODE(server.directory.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.data.stat().st_mode) == 0o700
    process = postmaster.postmaster(server.data)
    assert process is not None
    assert process.uids().real == server.directory.stat().st_uid != 0


def test_stopping_leaves_no_process(directory: Path) -> None:
    server = EmbeddedServer.start(directory, SMALL)
    process = postmaster.postmaster(server.data)
    assert process is not None
    with psycopg.connect(server.app_url):  # an open session does not keep it
        server.stop()
    assert not postmaster.alive(process)
    assert server.pid is None
    assert list(postmaster.processes(server.data)) == []
    server.stop()  # once more is nothing


def test_the_last_user_stops_it(directory: Path) -> None:
    first, second = EmbeddedServer.start(directory, SMALL), EmbeddedServer.start(directory, SMALL)
    assert first.pid == second.pid is not None
    first.stop()
    assert value(second.app_url, "select 1") == 1
    second.stop()
    assert second.pid is None


@pytest.mark.check("K40", part="restart of the embedded server after SIGKILL")
def test_after_sigkill_it_starts_again_without_hands_and_keeps_what_was_committed(
    directory: Path,
) -> None:
    server = EmbeddedServer.start(directory, SMALL)
    with psycopg.connect(server.owner_url, autocommit=True) as connection:
        connection.execute("create table if not exists kept (n int)")
        connection.execute("truncate kept")
        for number in range(3):
            connection.execute("insert into kept values (%s)", [number])
            old = server.pid
            assert old is not None
            os.kill(old, signal.SIGKILL)
            connection.close()
            again = EmbeddedServer.start(directory, SMALL)
            assert again.pid not in (None, old)
            again.stop()
            assert value(server.owner_url, "select count(*) from kept") == number + 1
            connection = psycopg.connect(server.owner_url, autocommit=True)
        connection.close()
    server.stop()


def test_a_zombie_in_the_lock_file_does_not_block_the_start(directory: Path) -> None:
    zombie = subprocess.Popen([sys.executable, "-c", ""])
    while postmaster.alive(psutil.Process(zombie.pid)):
        time.sleep(0.01)
    data = directory / "data"
    lines = [zombie.pid, data, 1, 5432, directory, "", "  1  1", "ready"]
    (data / "postmaster.pid").write_text("\n".join(map(str, lines)) + "\n")
    (directory / ".s.PGSQL.5432.lock").write_text(f"{zombie.pid}\n{data}\n")
    server = EmbeddedServer.start(directory, SMALL)
    assert value(server.app_url, "select 1") == 1
    server.stop()
    zombie.wait()


def test_a_process_that_has_taken_over_the_number_does_not_block_the_start(directory: Path) -> None:
    data = directory / "data"
    (data / "postmaster.pid").write_text(
        f"{os.getpid()}\n{data}\n1\n5432\n{directory}\n\n  1  1\nready\n"
    )
    server = EmbeddedServer.start(directory, SMALL)
    assert value(server.app_url, "select 1") == 1
    server.stop()


def test_what_a_killed_user_left_running_is_joined_and_stopped(directory: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from yishi_core.kernel.database.embedded "
        "import EmbeddedServer;"
        f"s = EmbeddedServer.start(Path({str(directory)!r}), {SMALL!r}); print(s.pid, "
        "flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    ) as user:
        assert user.stdout is not None
        pid = int(user.stdout.readline())
        user.kill()
    server = EmbeddedServer.start(directory, SMALL)
    assert server.pid == pid
    server.stop()
    assert server.pid is None


def test_a_long_path_gets_its_socket_in_a_private_folder(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 60) / ("y" * 60)
    deep.mkdir(parents=True)
    folder = socket_folder(deep)
    try:
        assert len(os.fsencode(folder / ".s.PGSQL.5432")) <= SOCKET_BYTES
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert socket_folder(deep) == folder
        folder.chmod(0o755)
        with pytest.raises(PermissionError):
            socket_folder(deep)
    finally:
        folder.rmdir()


@pytest.mark.check("K40", part="restart of the embedded server after SIGKILL")
def test_whoever_keeps_it_up_starts_it_again_when_it_was_killed(directory: Path) -> None:
    server = EmbeddedServer.start(directory, SMALL)
    try:
        with kept_up(server):
            for _ in range(2):
                old = server.pid
                assert old is not None
                os.kill(old, signal.SIGKILL)
                wait_until(lambda: not answers(server))
                wait_until(lambda: answers(server))
                assert server.pid not in (None, old)
                assert value(server.admin_url, "show max_connections") == SMALL["max_connections"]
    finally:
        server.stop()
    assert server.pid is None


def test_whoever_cannot_start_it_again_is_told_to_end_and_says_why(directory: Path) -> None:
    server, told = EmbeddedServer.start(directory, SMALL), threading.Event()
    before = signal.signal(signal.SIGTERM, lambda *_: told.set())
    version, process = server.data / "PG_VERSION", server.process
    assert process is not None

    def work() -> None:
        with kept_up(server):
            version.write_text("17\n")
            process.kill()
            wait_until(told.is_set)

    try:
        with pytest.raises(ServerFailed, match="version 17"):
            work()
    finally:
        signal.signal(signal.SIGTERM, before)
        version.write_text("18\n")
        server.stop()


def test_a_start_that_can_never_succeed_is_tried_once_and_told_in_one_line(
    directory: Path, caplog: pytest.LogCaptureFixture
) -> None:
    log, version = directory / "server.log", directory / "data" / "PG_VERSION"
    before = log.stat().st_size
    version.write_text("17\n")
    try:
        with pytest.raises(ServerFailed, match="initialized by PostgreSQL version 17") as caught:
            EmbeddedServer.start(directory, SMALL)
    finally:
        version.write_text("18\n")
    assert "\n" not in str(caught.value)
    assert log.read_bytes()[before:].count(b"FATAL") == 1
    assert caplog.text == ""
    EmbeddedServer.start(directory, SMALL).stop()


def test_a_directory_that_cannot_be_made_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ServerFailed, match=r"file.*: Not a directory") as caught:
        EmbeddedServer.start(tmp_path / "file" / "data")
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try what another user meets")
def test_a_directory_that_may_not_be_written_is_told_in_one_line() -> None:
    nobody = pwd.getpwnam("nobody")
    with tempfile.TemporaryDirectory(prefix="yishi-embedded-") as name:
        Path(name).chmod(0o755)
        said = run_as(nobody, Path(name))
    assert said.stderr.splitlines()[-1].startswith(
        "yishi_core.kernel.database.embedded.ServerFailed: "
    )
    assert said.stderr.rstrip().endswith(("Permission denied", "Operation not permitted"))


def answers(server: EmbeddedServer) -> bool:
    try:
        return value(server.app_url, "select 1") == 1
    except psycopg.OperationalError:
        return False


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try what another user meets")
def test_a_user_who_is_not_root_runs_it_himself() -> None:
    nobody = pwd.getpwnam("nobody")
    with tempfile.TemporaryDirectory(prefix="yishi-embedded-") as name:
        os.chown(name, nobody.pw_uid, nobody.pw_gid)
        said = run_as(nobody, Path(name))
    assert said.stdout.split() == ["yishi_app", "None"], said.stderr


def run_as(user: pwd.struct_passwd, directory: Path) -> subprocess.CompletedProcess[str]:
    """Start, ask and stop a server as another user."""
    program = (
        "import os; from pathlib import Path; from yishi_core.kernel.database.embedded import "
        "EmbeddedServer as E; import psycopg;"
        f"os.setgroups([]); os.setgid({user.pw_gid}); "
        f"os.setuid({user.pw_uid});"  # python itself may lie in root's home
        f"s = E.start(Path({str(directory)!r}), {SMALL!r});"
        "c = psycopg.connect(s.app_url); print(c.execute('select current_user').fetchone()[0]); "
        "c.close(); s.stop(); print(s.pid)"
    )
    return subprocess.run(
        [sys.executable, "-c", program], cwd=directory, capture_output=True, text=True, check=False
    )
