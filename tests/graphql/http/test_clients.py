"""Who asks is the peer, and whom a proxy names only where that proxy is trusted (K20)."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any, cast

import pytest
from litestar import Litestar, get
from litestar.testing import AsyncTestClient

from yishi_core.kernel.access.client import client
from yishi_graphql.http.clients import client_of
from yishi_graphql.http.envelope import Envelope
from yishi_graphql.http.settings import HttpSettings

PROXIES = (ip_network("10.0.0.0/8"), ip_network("::1"))


def scope(peer: str, *forwarded: str) -> Any:
    return {
        "client": (peer, 1),
        "headers": [(b"x-forwarded-for", named.encode()) for named in forwarded],
    }


@pytest.mark.check("K20", part="forwarded addresses count from trusted proxies only")
@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("198.51.100.7", [], "198.51.100.7"),
        ("198.51.100.7", ["203.0.113.9"], "198.51.100.7"),
        ("10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["192.0.2.1, 203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["192.0.2.1, 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
        ("10.0.0.1", ["192.0.2.1", "203.0.113.9"], "203.0.113.9"),
        ("::1", ["2001:db8::1"], "2001:db8::1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("", ["203.0.113.9"], ""),
    ],
)
def test_whom_a_trusted_proxy_names_is_the_client(
    peer: str, forwarded: list[str], found: str
) -> None:
    assert client_of(scope(peer, *forwarded), PROXIES) == found


async def test_a_request_is_handled_as_its_client_s() -> None:
    @get("/who", sync_to_thread=False)
    def who() -> str:
        return client()

    app = Litestar([who], logging_config=None, openapi_config=None)
    app.asgi_handler = cast(Any, Envelope(app.asgi_handler, hsts=False))
    async with AsyncTestClient(app) as asking:
        assert (
            await asking.get("/who", headers={"X-Forwarded-For": "203.0.113.9"})
        ).text == "testclient"
    assert client() == ""


def test_proxies_are_named_by_their_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YISHI_HTTP_TRUSTED_PROXIES", "10.0.0.0/8 ::1")
    assert HttpSettings().trusted_proxies == PROXIES
