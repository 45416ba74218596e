"""One installation at one address: a second one is refused before it starts anything."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest
from click.testing import CliRunner

from tests.graphql.http.test_serve import free_port
from yishi_core.errors import Refused
from yishi_graphql.cli.root import root
from yishi_graphql.http.address import held_address

HERE = "127.0.0.1"


def shared(port: int) -> socket.socket:
    """Listens as a serving process does, sharing the port."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    made.bind((HERE, port))
    made.listen()
    return made


def test_whoever_holds_an_address_may_serve_there_and_nobody_else() -> None:
    port = free_port()
    with held_address(HERE, port), shared(port), shared(port):
        for host in (HERE, "0.0.0.0"):
            with pytest.raises(Refused, match=f"{port}.*in use"), held_address(host, port):
                pass
        with socket.create_connection(
            (HERE, port)
        ):  # it is answered by those who listen, not by the one who holds
            pass


def test_an_address_is_held_before_anybody_listens_and_free_again_afterwards() -> None:
    port = free_port()
    for _ in range(2):
        with held_address(HERE, port), pytest.raises(Refused), held_address(HERE, port):
            pass


def test_serving_processes_that_are_about_to_go_are_waited_for() -> None:
    port = free_port()
    leaving = shared(port)
    Timer(0.5, leaving.close).start()
    with held_address(HERE, port):
        assert leaving.fileno() == -1


def test_port_0_is_the_kernel_s_to_choose() -> None:
    with held_address(HERE, 0), held_address(HERE, 0):
        pass


@pytest.fixture
def told_to_end() -> Iterator[None]:
    """What SIGTERM does here is as it was, whatever a command makes of it."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.mark.usefixtures("told_to_end")
@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_taken_port_is_told_in_one_line_before_a_database_is_made(
    command: str, tmp_path: Path
) -> None:
    port = free_port()
    with shared(port):
        done = CliRunner().invoke(
            root, [command, "--port", str(port), "--data", str(tmp_path / "data")]
        )
    assert done.exit_code == 1
    assert done.stderr.startswith(f"错误:不能在 {HERE}:{port} 提供服务")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_data_directory_that_cannot_be_made_is_told_in_one_line(
    command: str, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    port = [] if command == "worker" else ["--port", "0"]
    done = CliRunner().invoke(root, [command, *port, "--data", str(tmp_path / "file" / "data")])
    assert done.exit_code == 1
    assert done.stderr.startswith("错误:内置数据库未能启动")
    assert done.stderr.count("\n") == 1
