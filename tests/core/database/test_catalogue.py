"""Tables are what PostgreSQL says they are: a migration that leaves a hole is rolled back as a
whole.
"""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from tests.core.database.conftest import create, environment
from tests.fixtures.database import Urls, environments
from yishi_core.kernel.database.migrations import Unsound, upgrade
from yishi_core.kernel.database.migrations.catalogue import (
    RULES,
    definers,
    keys_without_county,
    rights,
    triggers,
    unprotected,
    violations,
)
from yishi_core.kernel.database.migrations.notes import noted_entities
from yishi_core.kernel.database.migrations.run import engine

FUNCTION = "create function peek() returns bigint language sql security definer"
COPY = "op.execute('create table copy (county int not null, id uuid primary key)')"

#: What is wrong → (rule that finds it, body of the migration, words of its report).
HOLES = {
    "a table made past us": (unprotected, f"    {COPY}\n", "copy: has a county but was not made"),
    "a table without county": (
        unprotected,
        "    op.execute('create table loose (id int)')\n",
        "loose: neither a tenant table",
    ),
    "protection switched off": (
        unprotected,
        create("hole") + "    op.execute('alter table hole disable row level security')\n",
        "hole: row level security is not enabled",
    ),
    "protection not forced": (
        unprotected,
        create("hole") + "    op.execute('alter table hole no force row level security')\n",
        "hole: row level security is not enabled and forced",
    ),
    "a policy more": (
        unprotected,
        create("hole")
        + "    op.execute('create policy wide on hole for select to yishi_app using (true)')\n",
        "wide",
    ),
    "a policy less": (
        unprotected,
        create("hole") + "    op.execute('drop policy tenant_update on hole')\n",
        "hole: policies",
    ),
    "a key without county": (
        keys_without_county,
        create("hole", 'sa.UniqueConstraint("title"),'),
        "key over (title) does not start with county",
    ),
    "a unique index without county": (
        keys_without_county,
        create("hole", 'sa.Index("hole_title", "title", unique=True),'),
        "hole_title: key over (title)",
    ),
    "a view with its owner's rights": (
        definers,
        "    op.execute('create view peek as select * from org_unit')\n",
        "peek: the view lacks security_invoker",
    ),
    "a materialized view": (
        definers,
        "    op.execute('create materialized view peek as select * from org_unit')\n",
        "peek: a materialized view",
    ),
    "a definer function": (
        definers,
        f"    op.execute('{FUNCTION} as $$ select count(*) from org_unit $$')\n",
        "public.peek: SECURITY DEFINER",
    ),
    "a trigger": (
        triggers,
        create("hole")
        + "    op.execute('create function fire() returns trigger language plpgsql as $$ begin "
        "return new; end $$')\n"
        + "    op.execute('create trigger fire before insert on hole for each row execute "
        "function fire()')\n",
        "hole.fire: triggers",
    ),
    "a right to move rows": (
        rights,
        create("hole") + "    op.execute('grant update on hole to yishi_app')\n",
        "hole.org_path: yishi_app may change it",
    ),
}


@pytest.mark.parametrize("what", HOLES)
@pytest.mark.check("K1", part="a migration that leaves a hole is rolled back")
def test_a_migration_with_a_hole_is_rolled_back(
    fresh_database: Urls, tmp_path: Path, what: str
) -> None:
    rule, body, words = HOLES[what]
    with pytest.raises(Unsound) as refused:
        upgrade(fresh_database.owner, [*environments(), environment(tmp_path, "holed", body)])
    assert [line for line in refused.value.violations if words in line]
    assert rule in RULES
    with psycopg.connect(fresh_database.owner) as connection:
        left = (
            "select count(*) from pg_class where relname in ('hole', 'copy', 'loose', 'peek', "
            "'alembic_version_holed')"
        )
        assert connection.execute(left).fetchone() == (0,)


def test_a_reference_without_county_is_found(fresh_database: Urls) -> None:
    """Nothing unique lacks the county, so PostgreSQL has no key such a reference could point at:
    planted with one.
    """
    owner = engine(fresh_database.owner)
    with owner.connect() as connection:
        connection.exec_driver_sql("alter table org_unit add constraint loose_key unique (id)")
        connection.exec_driver_sql(
            "alter table station add constraint loose foreign key (org_id) references org_unit (id)"
        )
        found = sorted(keys_without_county(connection))
    owner.dispose()
    assert found == [
        "org_unit.loose_key: key over (id) does not start with county",
        "org_unit.loose_key: key over (id) does not start with county",
        "station.loose: points at org_unit without county at both ends",
    ]


@pytest.mark.check("K1")
@pytest.mark.check("K4")
@pytest.mark.check("K5")
def test_the_migrated_database_is_sound(database_urls: Urls) -> None:
    owner = engine(database_urls.owner)
    with owner.connect() as connection:
        assert violations(connection) == []
        entities = {p.table for p in noted_entities(connection)}
        query = (
            "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid join "
            "pg_namespace n on n.oid = c.relnamespace"
            " where c.relkind in ('r', 'p') and a.attname = 'county' and not a.attisdropped and "
            "n.nspname = 'public'"
            " and c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p "
            "where p.polrelid = c.oid"
            " and p.polqual is not null and p.polwithcheck is not null)"
        )
        assert set(connection.exec_driver_sql(query).scalars()) == entities
    owner.dispose()
    assert {"org_unit", "station", "account", "audit_entry"} <= entities
