"""A database with one sample table of each protection, made by a migration as a plugin would bring
it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.fixtures.database import Server, Urls, environments
from yishi_core.kernel.access.places import TenantScope
from yishi_core.kernel.database import entry_parameters
from yishi_core.kernel.database.driver.unit import ENTER
from yishi_core.kernel.database.migrations import Environment, upgrade
from yishi_core.kernel.entity.base import new_id

#: Table → what the migration says of it.
SAMPLES = {
    "note_tree": "",
    "note_inherited": 'visibility=("inherited",)',
    "note_shared": 'visibility=("shared",)',
    "note_open": 'visibility=("inherited", "shared")',
    "note_handed": 'visibility=("handed", "shared")',
    "note_log": "append_only=True",
}

HEAD = """
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from yishi_core.kernel.database.migrations import op

revision = "{name}_0001"
down_revision = None


def upgrade() -> None:
"""

COLUMNS = """
        sa.Column("county", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_path", sa.Text(collation="C"), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("audience", postgresql.ARRAY(sa.Text()), nullable=True),
        sa.Index(None, "county", "org_path"),
"""


def environment(folder: Path, name: str, body: str, *requires: str) -> Environment:
    """An environment of one migration; `body` is the indented body of its `upgrade`."""
    folder = folder / name
    folder.mkdir(exist_ok=True)
    (folder / "0001_initial.py").write_text(HEAD.format(name=name) + body, encoding="utf-8")
    return Environment(name, folder, requires)


def create(table: str, options: str = "") -> str:
    """A line of a migration that makes a sample table."""
    return f'    op.create_entity("{table}",{COLUMNS}        {options})\n'


def enter(connection: psycopg.Connection, entry: TenantScope) -> None:
    """Enter the running transaction of a plain connection."""
    connection.execute(ENTER, entry_parameters(entry))


@pytest.fixture(scope="module")
def samples(database_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Urls]:
    """A clone with the sample tables on top."""
    name = f"yishi_samples_{database_server.run}_{new_id().hex[-12:]}"
    urls = database_server.clone(name)
    body = "".join(create(table, options) for table, options in SAMPLES.items())
    folder = tmp_path_factory.mktemp("migrations")
    upgrade(urls.owner, [*environments(), environment(folder, "sample", body)])
    yield urls
    database_server.drop(name)
