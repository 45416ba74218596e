"""The network address of the current request's client, for rate limits by client.

It is never stored in plain text (access.md 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import IPv6Address, IPv6Network, ip_address

_client: ContextVar[str] = ContextVar("yishi_client", default="")
OF_ONE_CLIENT = 64
"""Prefix length of the IPv6 network given to one customer; its addresses count as one client."""


def client() -> str:
    """The client address of the current request; empty outside a request."""
    return _client.get()


@contextmanager
def from_client(address: str) -> Iterator[None]:
    """Run the block, and the tasks it starts, on behalf of the client at an address."""
    token = _client.set(_counted(address))
    try:
        yield
    finally:
        _client.reset(token)


def _counted(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Network((found, OF_ONE_CLIENT), strict=False))
