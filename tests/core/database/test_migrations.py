"""Migrations: the database equals the models, environments run in order, and all of it or
nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests.core.database.conftest import create, environment
from tests.fixtures.database import Server, Urls, environments
from yishi_core.kernel.database.migrations import (
    Environment,
    core_environment,
    in_order,
    upgrade,
    versions,
)
from yishi_core.kernel.database.migrations.environment import UnknownEnvironment
from yishi_core.kernel.database.migrations.notes import noted_entities, noted_shared
from yishi_core.kernel.database.migrations.run import engine
from yishi_core.kernel.database.policies import Protection
from yishi_core.kernel.entity.base import Base
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.testing import snapshot

PACKAGES = ("yishi_core", "yishi_tenants")


def table_of(model: type[Base]) -> sa.Table:
    assert isinstance(model.__table__, sa.Table)
    return model.__table__


def declared() -> tuple[list[Protection], list[str], set[str]]:
    """Protections, shared tables and all tables of core, tenants and plugins, as their models
    say.
    """
    found = [snapshot.declared_by(package) for package in PACKAGES]
    entities = [m for d in found for m in d.entities] + load_plugins().entities()
    shared = [table_of(t).name for d in found for t in d.shared]
    return (
        [Protection.of(m) for m in entities],
        shared,
        {m.table.name for m in entities} | set(shared),
    )


def test_the_database_equals_the_models(database_urls: Urls) -> None:
    """If this fails after a change of models: `python -m yishi_core.testing.snapshot` (until the
    first release).
    """
    protections, shared, tables = declared()
    owner = engine(database_urls.owner)

    def include(_object: Any, name: str | None, kind: str, _reflected: bool, _other: Any) -> bool:
        return kind != "table" or name in tables

    with owner.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "compare_server_default": True, "include_object": include},
        )
        assert compare_metadata(context, Base.metadata) == []
        assert {p.table: p for p in noted_entities(connection)} == {p.table: p for p in protections}
        assert noted_shared(connection) == sorted(shared)
        columns = connection.execute(
            sa.text(
                "select attrelid::regclass::text, attname from pg_attribute where attnum > 0 and "
                "not attisdropped and attcollation"
                " = (select oid from pg_collation where collname = 'C' and collnamespace = "
                "'pg_catalog'::regnamespace)"
                " and attrelid::regclass::text = any(:tables)"
            ),
            {"tables": sorted(tables)},
        ).all()
        assert {table for table, column in columns if column == "org_path"} == {
            p.table for p in protections
        }
    owner.dispose()


@pytest.mark.parametrize("package", PACKAGES)
def test_the_first_migration_is_what_the_models_give(package: str) -> None:
    path = snapshot.environment_of(package).directory / snapshot.INITIAL
    assert path.read_text(encoding="utf-8") == snapshot.text_of(package), (
        f"python -m yishi_core.testing.snapshot {package}"
    )


def test_a_second_upgrade_changes_nothing(database_urls: Urls) -> None:
    upgrade(database_urls.owner, environments())
    found = versions(database_urls.owner, environments())
    assert found["core"] == ("core_0001", "core_0001")
    assert all(present == newest for present, newest in found.values())


def test_environments_run_in_order_of_dependency() -> None:
    def named(name: str, *requires: str) -> Environment:
        return Environment(name, Path(), requires)

    core = core_environment()
    found = in_order([named("b"), named("a", "z"), named("tenants"), named("z"), core])
    assert [e.name for e in found] == ["core", "b", "tenants", "z", "a"]
    with pytest.raises(UnknownEnvironment, match="not installed: absent"):
        in_order([core, named("a", "absent")])
    with pytest.raises(UnknownEnvironment, match="each other"):
        in_order([core, named("a", "b"), named("b", "a")])


def test_a_failing_plugin_leaves_nothing_of_the_run(fresh_database: Urls, tmp_path: Path) -> None:
    good = environment(tmp_path, "good", create("good_note"))
    bad = environment(
        tmp_path, "bad", create("bad_note") + "    op.execute('select 1/0')\n", "good"
    )
    with pytest.raises(sa.exc.DBAPIError, match="division by zero"):
        upgrade(fresh_database.owner, [*environments(), bad, good])
    with psycopg.connect(fresh_database.owner) as connection:
        left = (
            "select count(*) from pg_class where relname in ('good_note', 'bad_note', "
            "'alembic_version_good')"
        )
        assert connection.execute(left).fetchone() == (0,)


def test_an_uninstalled_plugin_does_not_disturb_later_upgrades(
    fresh_database: Urls, tmp_path: Path
) -> None:
    plugin = environment(tmp_path, "gone", create("gone_note"))
    upgrade(fresh_database.owner, [*environments(), plugin])
    (plugin.directory / "0001_initial.py").unlink()
    another = environment(tmp_path, "another", create("another_note"))
    upgrade(fresh_database.owner, [*environments(), another])
    with psycopg.connect(fresh_database.owner) as connection:
        kept = (
            "select count(*) from pg_policy where polrelid in ('gone_note'::regclass, "
            "'another_note'::regclass)"
        )
        assert connection.execute(kept).fetchone() == (10,)


def test_a_later_migration_may_add_a_column_and_renew_the_rights(
    fresh_database: Urls, tmp_path: Path
) -> None:
    plugin = environment(tmp_path, "grown", create("grown_note"))
    upgrade(fresh_database.owner, [*environments(), plugin])
    (plugin.directory / "0002_colour.py").write_text(
        "import sqlalchemy as sa\nfrom yishi_core.kernel.database.migrations import op\n"
        'revision = "grown_0002"\ndown_revision = "grown_0001"\n\n\ndef upgrade() -> None:\n'
        '    op.add_column("grown_note", sa.Column("colour", sa.Text()))\n    '
        'op.protect("grown_note")\n',
        encoding="utf-8",
    )
    upgrade(fresh_database.owner, [*environments(), plugin])
    with psycopg.connect(fresh_database.owner) as connection:
        may = "select has_column_privilege('yishi_app', 'grown_note', 'colour', 'UPDATE')"
        assert connection.execute(may).fetchone() == (True,)


def test_an_empty_database_is_filled_at_once(database_server: Server) -> None:
    from yishi_core.kernel.database import roles

    name = f"yishi_empty_{database_server.run}"
    roles.bootstrap(database_server.admin_url, name)
    try:
        upgrade(database_server.urls(name).owner, environments())
        assert set(versions(database_server.urls(name).owner, environments())) >= {
            "core",
            "tenants",
        }
    finally:
        database_server.drop(name)
