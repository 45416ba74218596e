"""The client of a request: the peer of the connection, or whom a trusted proxy names.

See check K20.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from litestar.types import Scope

Network = IPv4Network | IPv6Network


def client_of(scope: Scope, trusted: Sequence[Network]) -> str:
    """The client's address.

    `X-Forwarded-For` is read from its end, for as long as the address that wrote it is trusted.
    """
    peer = scope.get("client")
    address = peer[0] if peer else ""
    for named in _forwarded(scope):
        if not _within(address, trusted):
            break
        address = named
    return address


def _forwarded(scope: Scope) -> Iterator[str]:
    """The addresses that were named, the last one first."""
    for name, value in reversed(list(scope["headers"])):
        if name == b"x-forwarded-for":
            yield from (part.strip() for part in reversed(value.decode("latin-1").split(",")))


def _within(address: str, networks: Sequence[Network]) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in networks)
