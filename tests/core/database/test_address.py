"""Addresses of databases as libpq takes them, and as they are shown."""

from __future__ import annotations

import pytest
from psycopg.conninfo import conninfo_to_dict
from pydantic import SecretStr

from yishi_core.kernel.database import conninfo_of
from yishi_core.settings import masked


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
@pytest.mark.parametrize(
    ("rest", "parts"),
    [
        (
            "yishi_app:a%20b%40c@db.example:6432/yishi?sslmode=require",
            {
                "user": "yishi_app",
                "password": "a b@c",
                "host": "db.example",
                "port": "6432",
                "dbname": "yishi",
                "sslmode": "require",
            },
        ),
        (
            "yishi_app@/yishi?host=/srv/my%20data/%E8%AE%AE%E4%BA%8B",
            {"user": "yishi_app", "dbname": "yishi", "host": "/srv/my data/议事"},
        ),
        (
            "yishi_app@one:5432,two:5433/yishi?options=-c%20jit%3Doff",
            {
                "user": "yishi_app",
                "dbname": "yishi",
                "host": "one,two",
                "port": "5432,5433",
                "options": "-c jit=off",
            },
        ),
    ],
)
def test_every_part_of_an_address_reaches_libpq(
    scheme: str, rest: str, parts: dict[str, str]
) -> None:
    assert conninfo_to_dict(conninfo_of(f"{scheme}://{rest}")) == parts


def test_a_password_is_not_shown() -> None:
    url = SecretStr("postgresql://yishi_app:geheim%407@db.example/yishi")
    assert masked(url) == "postgresql://yishi_app:***@db.example/yishi"
    assert masked(SecretStr("postgresql://yishi_app@/yishi")) == "postgresql://yishi_app@/yishi"
    assert masked(SecretStr("postgresql://db.example/yishi?user=a&password=geheim7")) == (
        "postgresql://db.example/yishi?user=a"
    )
    assert masked(None) == ""


@pytest.mark.parametrize("address", ["host=db.example password=geheim7", "geheim7"])
def test_an_address_that_cannot_be_read_is_not_shown_at_all(address: str) -> None:
    assert masked(SecretStr(address)) == "***"
