"""The table behind `search`: nobody reads it, and nobody finds or writes in it what is another's
(checks.md K4; access.md 2).
"""

from __future__ import annotations

import asyncio

import psycopg
import pytest
from click.testing import CliRunner

from tests.fixtures.county import County, make_county
from tests.fixtures.database import Urls
from yishi_core.kernel.access.places import TenantScope, county_path
from yishi_core.kernel.database import entry_parameters
from yishi_core.kernel.database.driver.unit import ENTER
from yishi_core.kernel.entity import column
from yishi_core.kernel.operation.platform import Platform
from yishi_graphql.cli.db import db

FIND = "select entity, id from search.find(%s, %s, %s, %s, null, null, null, null, 100, null)"
INSERT = (
    "insert into search.search_doc (county, id, entity, org_path, inherited, day, title, body, "
    "words)"
    " values (%s, gen_random_uuid(), 'Topic', %s, false, '2026-01-01', 'x', 'x', '')"
)


def enter(connection: psycopg.Connection, county: int, *paths: str) -> None:
    connection.execute(ENTER, entry_parameters(TenantScope((county,), paths, (), ("public",))))


async def propose(county: County, title: str) -> None:
    org = county.orgs["township"]
    await county.act(
        "township",
        "propose_topic",
        org=org,
        title=title,
        description="请各方商量。",
        topic_source="resident",
        focus_category="other",
    )


@pytest.mark.parametrize(
    "statement",
    [
        "select body from search.search_doc",
        "select title from search.search_doc",
        "select words from search.search_doc",
        "select * from search.search_doc",
        "update search.search_doc set body = ''",
        "truncate search.search_doc",
        "alter function search.find(int, text[], text[], boolean, text[], text, date, uuid, int, "
        "int) security invoker",
        "set role yishi_search",
    ],
)
def test_the_serving_role_reads_nothing_of_it(database_urls: Urls, statement: str) -> None:
    with psycopg.connect(database_urls.app) as connection, pytest.raises(psycopg.Error) as refused:
        connection.execute(statement)
    assert refused.value.sqlstate == "42501"


@pytest.mark.check("K4")
async def test_the_function_answers_only_for_the_counties_and_places_that_were_entered(
    platform: Platform, town: County, database_urls: Urls
) -> None:
    other = await make_county(platform)
    await propose(town, "河道清淤")
    await propose(other, "河道清淤")
    asked = (["河道"], ["%河道%"], True)

    def found(connection: psycopg.Connection, county: int) -> int:
        return len(connection.execute(FIND, [county, *asked]).fetchall())

    with psycopg.connect(database_urls.app) as connection:
        assert found(connection, town.code) == 0  # nobody has entered
        enter(connection, town.code, county_path(town.code))
        assert found(connection, town.code) == 1
        assert found(connection, other.code) == 0
        enter(connection, town.code, town.orgs["neighbour"].org_path)
        assert found(connection, town.code) == 0
        connection.execute("set local app.counties = ''")
        assert found(connection, town.code) == 0


def test_the_function_pins_its_path_and_is_nobody_else_s(owner: psycopg.Connection) -> None:
    [(definer, config, role, open_to)] = owner.execute(
        "select prosecdef, proconfig, proowner::regrole::text, has_function_privilege('public', "
        "oid, 'execute') from pg_proc"
        " where oid = 'search.find'::regproc"
    ).fetchall()
    assert definer
    assert config == ["search_path=search, pg_catalog, pg_temp"]
    assert role == "yishi_search"
    assert not open_to
    assert owner.execute(
        "select rolcanlogin, rolbypassrls, rolsuper from pg_roles where rolname = 'yishi_search'"
    ).fetchall() == [(False, False, False)]


def test_a_table_of_the_same_name_in_a_temporary_schema_changes_nothing(
    town: County, database_urls: Urls
) -> None:
    with psycopg.connect(database_urls.app) as connection, pytest.raises(psycopg.Error):
        connection.execute("create temporary table search_doc (county int)")


def test_nobody_writes_into_another_county_or_place(town: County, database_urls: Urls) -> None:
    with psycopg.connect(database_urls.app) as connection:
        enter(connection, town.code, town.orgs["township"].org_path)
        connection.execute(INSERT, [town.code, town.orgs["village"].org_path])
        for county, path in (
            (town.code, town.orgs["neighbour"].org_path),
            (town.code + 1, county_path(town.code + 1)),
        ):
            with pytest.raises(psycopg.Error) as refused, connection.transaction():
                connection.execute(INSERT, [county, path])
            assert refused.value.sqlstate == "42501"
        connection.rollback()


async def test_nobody_removes_what_is_another_s(
    platform: Platform, town: County, database_urls: Urls, owner: psycopg.Connection
) -> None:
    other = await make_county(platform)
    await propose(other, "河道清淤")
    count = "select count(*) from search.search_doc where county = %s"
    before = owner.execute(count, [other.code]).fetchone()
    with psycopg.connect(database_urls.app) as connection:
        enter(connection, town.code, county_path(town.code))
        connection.execute("delete from search.search_doc where county = %s", [other.code])
    assert owner.execute(count, [other.code]).fetchone() == before


def test_a_column_that_not_every_reader_sees_cannot_be_searched() -> None:
    with pytest.raises(TypeError, match="permission"):
        column("电话", "Telephone.", permission="person:contact", search="text")
    with pytest.raises(TypeError, match="hidden"):
        column("摘要", "Hash.", hidden=True, search="text")


async def test_the_index_is_written_anew_from_the_records(
    town: County, database_urls: Urls, owner: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    await propose(town, "河道清淤")
    docs = (
        "select id, entity, org_path, audience, inherited, day, title, body, words::text from "
        "search.search_doc where county = %s order by id"
    )
    before = owner.execute(docs, [town.code]).fetchall()
    assert len(before) == 10
    owner.execute("delete from search.search_doc where county = %s", [town.code])
    monkeypatch.setenv("YISHI_DATABASE_URL", database_urls.app)
    monkeypatch.setenv("YISHI_DATABASE_OWNER_URL", database_urls.owner)
    result = await asyncio.to_thread(CliRunner().invoke, db, ["reindex"])
    assert result.exit_code == 0, result.output
    assert "议题:" in result.output
    assert owner.execute(docs, [town.code]).fetchall() == before
