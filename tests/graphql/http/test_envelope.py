"""Headers on everything, request ids, origins, hosts, health, and logs that keep secrets."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from threading import Event
from typing import Any

import psycopg
import pytest
import structlog
from litestar import Litestar
from litestar.testing import AsyncTestClient

from tests.fixtures.logs import logged
from tests.graphql.http.served import Served, served
from yishi_graphql.http.health import health_routes
from yishi_graphql.http.readiness import warnings_of
from yishi_graphql.http.settings import HttpSettings

pytestmark = pytest.mark.anyio


@pytest.fixture
async def here() -> AsyncIterator[Served]:
    async with served() as application:
        yield application


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/graphql", 415),
        ("GET", "/graphql", 405),
        ("GET", "/nowhere", 404),
        ("GET", "/health/live", 200),
        ("GET", "/explorer/explorer.js", 200),
        ("GET", "/files/x", 404),
        ("POST", "/files", 401),
        ("GET", "/explorer/../x", 404),
    ],
)
async def test_every_answer_carries_the_security_headers(
    here: Served, method: str, path: str, status: int
) -> None:
    answer = await here.client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["content-security-policy"].startswith("default-src 'self'; ")
    assert (
        "script-src" not in answer.headers["content-security-policy"]
    )  # so `default-src 'self'` holds: no inline script
    assert len(answer.headers["x-request-id"]) == 32
    assert "strict-transport-security" not in answer.headers


async def test_hsts_is_sent_where_tls_stands_in_front() -> None:
    async with served(hsts=True) as here:
        assert (
            "max-age"
            in (await here.client.get("/health/live")).headers["strict-transport-security"]
        )


@pytest.mark.parametrize(
    ("given", "kept"),
    [("abcdef-1234", True), ("x" * 65, False), ("a b c d e f g h", False), ("kurz", False)],
)
async def test_a_sane_request_id_is_kept_and_any_other_replaced(
    here: Served, given: str, kept: bool
) -> None:
    answer = await here.client.get("/health/live", headers={"X-Request-Id": given})
    assert (answer.headers["x-request-id"] == given) == kept


async def test_no_foreign_origin_may_read_an_answer_unless_it_is_named(here: Served) -> None:
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    assert (
        "access-control-allow-origin"
        not in (await here.client.options("/graphql", headers=asked)).headers
    )
    async with served(cors_origins=("https://console.example",)) as named:
        foreign = await named.client.options("/graphql", headers=asked)
        assert foreign.headers.get("access-control-allow-origin") != "https://evil.example"
        own = await named.client.options(
            "/graphql", headers={**asked, "Origin": "https://console.example"}
        )
        assert own.headers["access-control-allow-origin"] == "https://console.example"
        assert "access-control-allow-credentials" not in own.headers


async def test_a_foreign_host_name_is_refused_where_names_are_set() -> None:
    async with served(allowed_hosts=("yishi.example",)) as here:
        refused = await here.client.post(
            "/graphql", json={"query": "{ who }"}, headers={"Host": "evil.example"}
        )
        assert refused.status_code == 400
        assert here.reader.runs == 0
        taken = await here.client.post(
            "/graphql", json={"query": "{ who }"}, headers={"Host": "yishi.example"}
        )
        assert taken.status_code == 200


@pytest.mark.check("K45", part="liveness stays green, readiness turns red and recovers")
async def test_live_asks_nobody_and_ready_asks_the_database(here: Served) -> None:
    ready = await here.client.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json() == {
        "ready": True,
        "server": "18.1",
        "warnings": [],
        "plugins": {"missing": [], "left_out": []},
    }
    here.database.fails = psycopg.OperationalError("password=geheim")
    assert (await here.client.get("/health/live")).json() == {"alive": True}
    away = await here.client.get("/health/ready")
    assert (away.status_code, away.json()) == (503, {"ready": False, "reason": "database"})
    here.database.fails = None
    assert (await here.client.get("/health/ready")).status_code == 200


async def test_ready_warns_where_no_job_worker_gives_a_sign_of_life(here: Served) -> None:
    here.database.worked_for = False
    ready = await here.client.get("/health/ready")
    assert (ready.status_code, ready.json()["ready"]) == (200, True)
    assert [warning for warning in ready.json()["warnings"] if "job worker" in warning]


@pytest.mark.check("K44", part="readiness turns false first")
async def test_a_server_that_was_asked_to_stop_is_alive_and_not_ready(here: Served) -> None:
    here.stopping.set()
    assert (await here.client.get("/health/ready")).json() == {"ready": False, "reason": "stopping"}
    assert (await here.client.get("/health/live")).status_code == 200
    assert (await here.client.post("/graphql", json={"query": "{ who }"})).status_code == 200


async def test_a_server_whose_county_is_still_being_loaded_is_alive_and_not_ready() -> None:
    async def found() -> dict[str, Any]:
        return {"ready": True}

    loaded = Event()
    async with AsyncTestClient(
        Litestar(health_routes(found, Event(), loaded), logging_config=None)
    ) as client:
        assert (await client.get("/health/ready")).json() == {"ready": False, "reason": "loading"}
        assert (await client.get("/health/live")).status_code == 200
        loaded.set()
        assert (await client.get("/health/ready")).json() == {"ready": True}


async def test_a_database_without_the_newest_columns_is_not_ready(here: Served) -> None:
    here.database.missing = ["topic.title"]
    answer = await here.client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["reason"] == "migrations"


def test_an_old_or_unknown_server_version_gives_a_warning() -> None:
    assert warnings_of("14.2") == ["PostgreSQL 14.2 is too old: at least 15"]
    assert warnings_of("15.9") == warnings_of("18.1") == []
    assert len(warnings_of("19beta1".replace("beta1", ".0"))) == 1


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    with logged(json=True) as lines:
        yield lines


@pytest.mark.check(
    "K30",
    part="tokens, passwords, receipt codes, identity and telephone numbers are blotted out of logs",
)
def test_logs_are_json_without_secrets(said: io.StringIO) -> None:
    log = structlog.get_logger("yishi.test")
    log.info(
        "login",
        password="PW1",
        authorization="Bearer AU1",
        receipt_code="RC1",
        input={"newPassword": "PW2", "name": "张三"},
        text="Authorization: Bearer XX1 and ys_990101_TK1 and 11010119900307123X, 13812345678",
        url="/x?token=TK2&a=1",
    )
    try:
        raise ValueError("parameters {'password': 'PW3', 'token_hash': 'TK3', 'name': '李四'}")
    except ValueError:
        log.exception("failed")
    logging.getLogger("other").warning("query_code=RC2 of %s", "王五")
    text = said.getvalue()
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["event"] for line in lines[:2]] == ["login", "failed"]
    for secret in (
        "PW1",
        "PW2",
        "PW3",
        "AU1",
        "XX1",
        "RC1",
        "RC2",
        "TK1",
        "TK2",
        "TK3",
        "110101",
        "138123",
    ):
        assert secret not in text
    assert lines[0]["input"]["name"] == "张三"
    assert lines[0]["level"] == "info"
    assert "ValueError" in lines[1]["exception"]
    assert "王五" in lines[2]["event"]


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YISHI_HTTP_LIMITS__NODES", "7")
    monkeypatch.setenv("YISHI_HTTP_CORS_ORIGINS", "https://a.example https://b.example")
    settings = HttpSettings()
    assert settings.limits.nodes == 7
    assert settings.limits.depth == 20
    assert settings.cors_origins == ("https://a.example", "https://b.example")
