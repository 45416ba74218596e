"""The serving role is nobody: it owns nothing, bypasses nothing, and what is more than it is not
let in.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from tests.fixtures.database import County, Server, Urls, plant_county
from yishi_core.errors import Unavailable
from yishi_core.kernel.database import Database, Overprivileged, roles

FORBIDDEN = {
    "become a superuser": "set role postgres",
    "become the owner": "set role yishi_owner",
    "run a program": "copy org_unit to program 'true'",
    "read a file": "select pg_read_file('postgresql.conf')",
    "create a table": "create table mine (id int)",
    "create a schema": "create schema mine",
    "switch protection off": "alter table org_unit disable row level security",
    "drop a policy": "drop policy tenant_select on org_unit",
    "empty a table": "truncate org_unit cascade",
    "change the settings' function": "alter function sec.enter(int[], text[], text[], text[], "
    "uuid, bigint) security definer",
    "change what is known of tables": "update sec.entity set append_only = false",
    "write a shared table": "update region set name = 'x'",
    "write the versions of migrations": "update alembic_version_core set version_num = 'x'",
    "write what is kept of plugins": "delete from sec.plugin",
}


@pytest.mark.check("K3")
@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_serving_role_may_not(database_urls: Urls, what: str) -> None:
    with psycopg.connect(database_urls.app) as connection, pytest.raises(psycopg.Error) as refused:
        connection.execute(FORBIDDEN[what])
    assert refused.value.sqlstate == "42501"


@pytest.mark.check("K2", part="what the role is")
def test_the_serving_role_is_nobody(owner: psycopg.Connection) -> None:
    row = owner.execute(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin,"
        " (select count(*) from pg_class where relowner = r.oid), (select count(*) from "
        "pg_auth_members where member = r.oid)"
        " from pg_roles r where rolname = %s",
        [roles.APP],
    ).fetchone()
    assert row == (False, False, False, False, False, True, 0, 0)


@pytest.fixture
def member(database_server: Server, database_urls: Urls) -> Iterator[str]:
    """The address of a login that is a member of the owner role."""
    name = sql.Identifier(f"yishi_test_{uuid.uuid4().hex[:12]}")
    with psycopg.connect(database_urls.admin, autocommit=True) as connection:
        connection.execute(sql.SQL("create role {} login in role yishi_owner").format(name))
        connection.execute(
            sql.SQL("grant connect on database {} to {}").format(
                sql.Identifier(database_urls.name), name
            )
        )
        yield database_server.url(name.as_string().strip('"'), database_urls.name)
        connection.execute(sql.SQL("drop owned by {}").format(name))
        connection.execute(sql.SQL("drop role {}").format(name))


@pytest.mark.anyio
@pytest.mark.check("K2", part="refusal at start-up")
@pytest.mark.parametrize(
    ("role", "reason"),
    [
        ("admin", "is a superuser"),
        ("owner", "owns tables"),
        ("dump", "bypasses row level security"),
        ("member", "yishi_owner"),
    ],
)
async def test_start_up_refuses_a_login_that_is_more(
    database_urls: Urls, request: pytest.FixtureRequest, role: str, reason: str
) -> None:
    url = request.getfixturevalue("member") if role == "member" else getattr(database_urls, role)
    with pytest.raises(Overprivileged, match=reason):
        await Database.open(url, size=1)


@pytest.mark.anyio
async def test_start_up_tells_that_nobody_answers(database_urls: Urls) -> None:
    from yishi_core.kernel.database import Limits

    with pytest.raises(Unavailable):
        await Database.open(
            "postgresql://yishi_app@127.0.0.1:1/yishi",
            size=1,
            limits=Limits(connection=0.3, connect=1),
        )


def test_the_owner_reaches_every_row_for_backfills(
    owner: psycopg.Connection, county: County
) -> None:
    plant_county(owner, county)
    touched = owner.execute(
        "update org_unit set theme = 'x' where county = %s", [county.code]
    ).rowcount
    assert touched == 7


def test_a_dump_reads_every_row(
    database_urls: Urls, owner: psycopg.Connection, county: County
) -> None:
    plant_county(owner, county)
    with psycopg.connect(database_urls.dump) as connection:
        row = connection.execute(
            "select count(*) from org_unit where county = %s", [county.code]
        ).fetchone()
    assert row == (7,)


def test_the_search_role_can_not_log_in(database_server: Server, database_urls: Urls) -> None:
    with pytest.raises(psycopg.OperationalError, match="not permitted to log in"):
        psycopg.connect(database_server.url(roles.SEARCH, database_urls.name))


def test_roles_are_brought_back_to_what_they_should_be(database_server: Server) -> None:
    with psycopg.connect(database_server.admin_url, autocommit=True) as connection:
        roles.create_role(connection, roles.SEARCH)
        query = "select rolcanlogin, rolbypassrls from pg_roles where rolname = %s"
        assert connection.execute(query, [roles.SEARCH]).fetchone() == (False, False)
        assert connection.execute(query, [roles.DUMP]).fetchone() == (True, True)
