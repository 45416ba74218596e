"""The address at which an installation serves, taken before anything is started and held as long as
it runs.

The serving processes share their port (SO_REUSEPORT), so the kernel would also let a second
installation in, and give each of the two every other request. A socket that is bound and never
listens keeps it out: it shares the port with processes of ours only.
"""

from __future__ import annotations

import errno
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from yishi_core.errors import Refused
from yishi_graphql.place.rules import InstallationRule

LEAVING_SECONDS = 2.0
"""How long the serving processes of a server that was killed may take to notice it and to go."""


@contextmanager
def held_address(host: str, port: int) -> Iterator[None]:
    """Hold the address for this process and those that it forks. Port 0 is chosen by the kernel, so
    there is nothing to hold.

    Raises `Refused` when somebody else serves there, or when this machine or this user may not.
    """
    if not port:
        yield
        return
    with _taken(host, port):
        yield


def _taken(host: str, port: int) -> socket.socket:
    deadline = time.monotonic() + LEAVING_SECONDS
    while True:
        try:
            return _bound(host, port)
        except OSError as failure:
            if (
                isinstance(failure, socket.gaierror)
                or failure.errno != errno.EADDRINUSE
                or time.monotonic() > deadline
            ):
                why = failure.strerror or str(failure)
                raise Refused(InstallationRule.ADDRESS, host=host, port=port, why=why) from None
        time.sleep(0.1)


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(
            socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
        )  # connections of the last server may still be on their way out
        made.bind(address)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 0)
        with suppress(
            AttributeError
        ):  # where there is no such option the serving processes share one socket
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    except BaseException:
        made.close()
        raise
    return made
