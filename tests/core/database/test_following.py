"""What migrations make is compared with the models, and the next migration follows from it."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
import pytest

from tests.fixtures.database import Urls, environments
from yishi_core import clock
from yishi_core.kernel.access.places import county_path
from yishi_core.kernel.database.migrations import Environment, upgrade
from yishi_core.kernel.database.migrations.following import Following
from yishi_core.kernel.database.migrations.recording import BrokenMigration, made_by
from yishi_core.testing import snapshot

PLUGIN = "yishi_plugins.qiangshan_hall"
OURS = (
    "yishi_core",
    "yishi_tenants",
    PLUGIN,
    "yishi_plugins.ancient_city_group",
    "yishi_plugins.group_studio_union",
)
OLD = (
    ('        sa.Column("law_place", sa.Text(), nullable=True),\n', ""),
    ('        sa.Column("visited_on", sa.Date(), nullable=False),\n', ""),
    ('"wishes", sa.Text(), nullable=True', '"wishes", sa.String(length=40), nullable=False'),
    (
        '        sa.Index("ix_household_visit_county_visitor_id", "county", "visitor_id"),\n',
        '        sa.Column("mood", sa.Text(), nullable=True),\n'
        '        sa.Index("ix_household_visit_county_wishes", "county", "wishes"),\n',
    ),
    ('        visitor_id="person",\n', ""),
)
"""How an earlier release of the plugin differed from today's, as changes of its first migration."""
DIFFERENT = {
    "household_visit.law_place": "no migration makes this column",
    "household_visit.visited_on": "no migration makes this column",
    "household_visit.wishes": 'migrations: sa.Column("wishes", sa.String(length=40), '
    'nullable=False), model: sa.Column("wishes", sa.Text(), nullable=True)',
    "household_visit.mood": "the model no longer has this column",
    'household_visit: sa.Index("ix_household_visit_county_visitor_id", "county", "visitor_id")': (
        "no migration makes it"
    ),
    'household_visit: sa.Index("ix_household_visit_county_wishes", "county", "wishes")': (
        "the model no longer has it"
    ),
    "household_visit.visitor_id": "refers to person, migrations: None",
}
NEXT = '''"""What qiangshan_hall_0001 does not make. Written from the models: read it before you keep it."""

import sqlalchemy as sa

from yishi_core import op

revision = "qiangshan_hall_0002"
down_revision = "qiangshan_hall_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_household_visit_county_wishes", "household_visit")
    op.add_column("household_visit", sa.Column("visited_on", sa.Date(), nullable=True))
    # Give the rows that are there a value before the column becomes required.
    op.alter_column("household_visit", "visited_on", nullable=False)
    op.alter_column("household_visit", "wishes", type_=sa.Text(), nullable=True)
    op.add_column("household_visit", sa.Column("law_place", sa.Text(), nullable=True))
    op.drop_column("household_visit", "mood")
    op.create_index(op.f("ix_household_visit_county_visitor_id"), "household_visit", ["county", "visitor_id"], unique=False)
    op.create_references("household_visit", visitor_id="person")
    op.protect("household_visit")
'''


@pytest.fixture
def old(tmp_path: Path) -> Environment:
    """The environment of the plugin as an earlier release left it."""
    newest = snapshot.environment_of(PLUGIN)
    text = (newest.directory / snapshot.INITIAL).read_text(encoding="utf-8")
    for now, before in OLD:
        assert now in text
        text = text.replace(now, before)
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / snapshot.INITIAL).write_text(text, encoding="utf-8")
    return Environment(newest.name, folder)


def following(environment: Environment) -> Following:
    return Following(snapshot.declared_by(PLUGIN).entities, made_by(environment))


@pytest.mark.parametrize("package", OURS)
def test_the_migrations_make_what_the_models_say(package: str) -> None:
    assert [*snapshot.following_of(package).differences()] == []


def test_every_difference_is_named_with_table_and_column(old: Environment) -> None:
    assert {d.what: d.text.en for d in following(old).differences()} == DIFFERENT


def test_the_next_migration_makes_what_the_models_say(old: Environment) -> None:
    text = following(old).file("qiangshan_hall_0002", "qiangshan_hall_0001", op="yishi_core")
    assert text == NEXT
    (old.directory / "0002_household_visit.py").write_text(text, encoding="utf-8")
    assert [*following(old).differences()] == []


def test_the_next_migration_brings_a_database_with_rows_to_the_newest_form(
    old: Environment, fresh_database: Urls
) -> None:
    """Rows get their value where the comment stands; the serving role may write the new columns."""
    with psycopg.connect(fresh_database.owner) as connection:
        connection.execute("drop table household_visit, alembic_version_qiangshan_hall")
        connection.execute("delete from sec.entity where name = 'household_visit'")
    others = [e for e in environments() if e.name != old.name]
    upgrade(fresh_database.owner, [*others, old])
    with psycopg.connect(fresh_database.owner) as connection:
        connection.execute("alter table household_visit drop constraint fk_household_visit_org_id")
        connection.execute(
            "alter table household_visit drop constraint fk_household_visit_activity_id"
        )
        connection.execute(
            "insert into household_visit (county, id, org_path, org_id, activity_id, visitor_id,"
            " link_kind, visited, wishes, version, created_at, updated_at)"
            " select 990101, gen_random_uuid(), %s, gen_random_uuid(), gen_random_uuid(),"
            " gen_random_uuid(), 'a', 'b', 'c', 1, %s, %s",
            [county_path(990101), clock.now(), clock.now()],
        )
    given = "    op.execute(\"update household_visit set visited_on = date '2026-01-01'\")\n"
    mark = "    # Give the rows"
    text = NEXT.replace(mark, given + mark)
    text = text.replace('    op.create_references("household_visit", visitor_id="person")\n', "")
    (old.directory / "0002_household_visit.py").write_text(text, encoding="utf-8")
    upgrade(fresh_database.owner, [*others, old])
    with psycopg.connect(fresh_database.owner) as connection:
        row = connection.execute("select visited_on::text, wishes, law_place from household_visit")
        assert row.fetchone() == ("2026-01-01", "c", None)
        may = "select has_column_privilege('yishi_app', 'household_visit', 'law_place', 'UPDATE')"
        assert connection.execute(may).fetchone() == (True,)


def test_a_migration_that_cannot_be_run_is_named_by_its_file(old: Environment) -> None:
    (old.directory / "0002_late.py").write_text(
        'from yishi_core import op\nrevision = "q_0002"\ndown_revision = "qiangshan_hall_0001"\n'
        'def upgrade():\n    op.create_entity("late")\n',
        encoding="utf-8",
    )
    with pytest.raises(BrokenMigration, match=r"^0002_late\.py: ValueError: late lacks county"):
        made_by(old)
    (old.directory / "0002_late.py").write_text("import no_such_library\n", encoding="utf-8")
    with pytest.raises(BrokenMigration, match="no_such_library"):
        made_by(old)
    shutil.rmtree(old.directory / "__pycache__", ignore_errors=True)
    (old.directory / "0002_late.py").unlink()
    assert "household_visit" in made_by(old)


def test_rows_that_a_migration_reads_are_none_while_it_is_only_noted(old: Environment) -> None:
    (old.directory / "0002_fill.py").write_text(
        "import sqlalchemy as sa\nfrom yishi_core import op\n"
        'revision = "q_0002"\ndown_revision = "qiangshan_hall_0001"\ndef upgrade():\n'
        '    for row in op.get_bind().execute(sa.text("select 1")).all():\n'
        '        raise AssertionError(row)\n    op.execute("select 1/0")\n',
        encoding="utf-8",
    )
    assert made_by(old)["household_visit"].columns["mood"].nullable
