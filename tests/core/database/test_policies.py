"""Policies have exactly the forms of access.md 1, and do what those forms promise."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import psycopg
import pytest

from tests.core.database.conftest import SAMPLES, enter
from tests.fixtures.database import County, Urls
from yishi_core.kernel.access.places import TenantScope
from yishi_core.kernel.database import policies
from yishi_core.kernel.database.migrations.run import engine, renew_policies
from yishi_core.kernel.database.policies import Protection
from yishi_core.kernel.entity.model import Visibility

C = "(county = ANY (C))"
TREE = "(org_path ^@ ANY (P))"
LINEAGE = "(org_path = ANY (L))"
AUDIENCE = "((audience IS NOT NULL) AND (audience && A))"
OWN = f"({C} AND {TREE})"
HANDED = f"({C} AND ({TREE} OR {AUDIENCE}))"

# : Table → policy → (USING, WITH CHECK) as PostgreSQL itself prints them, the four settings
# abbreviated.
FORMS: dict[str, dict[str, tuple[str | None, str | None]]] = {
    "note_tree": {"tenant_select": (OWN, None), "tenant_update": (OWN, OWN)},
    "note_inherited": {
        "tenant_select": (f"({C} AND ({TREE} OR {LINEAGE}))", None),
        "tenant_update": (OWN, OWN),
    },
    "note_shared": {
        "tenant_select": (f"({C} AND ({TREE} OR {AUDIENCE}))", None),
        "tenant_update": (OWN, OWN),
    },
    "note_open": {
        "tenant_select": (f"({C} AND ({TREE} OR {LINEAGE} OR {AUDIENCE}))", None),
        "tenant_update": (OWN, OWN),
    },
    "note_handed": {"tenant_select": (HANDED, None), "tenant_update": (HANDED, HANDED)},
    "note_log": {"tenant_select": (OWN, None)},
}

_SETTING = re.compile(
    r"\( ?SELECT \(NULLIF\(current_setting\('app\.(\w)\w+'::text, true\), ''::text\)\)"
    r'::\w+\[\] AS "nullif"\)(::\w+\[\])?'
)


def abbreviated(expression: str | None) -> str | None:
    """PostgreSQL's text with the settings as C, P, L, A: each must be `(SELECT …)`, so that it is
    read once per statement.
    """
    if expression is None:
        return None
    return _SETTING.sub(lambda m: {"c": "C", "p": "P", "l": "L", "m": "A"}[m.group(1)], expression)


@pytest.fixture
def app(samples: Urls) -> Iterator[psycopg.Connection]:
    with psycopg.connect(samples.app) as connection:
        yield connection


def plant(
    urls: Urls, table: str, county: County, path: str, audience: list[str] | None = None
) -> uuid.UUID:
    id_ = uuid.uuid4()
    with psycopg.connect(urls.owner) as connection:
        connection.execute(
            psycopg.sql.SQL(
                "insert into {} (county, id, org_path, title, audience) values (%s, %s, %s, 'x', "
                "%s)"
            ).format(psycopg.sql.Identifier(table)),
            [county.code, id_, path, audience],
        )
    return id_


def ids(connection: psycopg.Connection, table: str) -> set[uuid.UUID]:
    query = psycopg.sql.SQL("select id from {}").format(psycopg.sql.Identifier(table))
    return {row[0] for row in connection.execute(query)}


@pytest.mark.check("K6", part="forms")
@pytest.mark.parametrize("table", SAMPLES)
def test_policies_have_exactly_the_written_forms(samples: Urls, table: str) -> None:
    wanted = {
        "tenant_insert": (None, OWN),
        "tenant_delete": (OWN, None),
        "owner_all": ("true", "true"),
        **FORMS[table],
    }
    if table == "note_log":
        del wanted["tenant_delete"]
    with psycopg.connect(samples.owner) as connection:
        found = connection.execute(
            "select polname, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, "
            "polrelid), polroles::regrole[]::text[],"
            " polpermissive from pg_policy where polrelid = %s::regclass",
            [table],
        ).fetchall()
    assert {
        name: (abbreviated(using), abbreviated(check)) for name, using, check, *_ in found
    } == wanted
    assert {name: to for name, _, _, to, _ in found} == {
        name: ["yishi_owner" if name == "owner_all" else "yishi_app"] for name in wanted
    }
    assert all(permissive for *_, permissive in found)


def test_tree_reaches_down_and_never_aside_or_up(
    samples: Urls, app: psycopg.Connection, county: County, other_county: County
) -> None:
    root, mine, below, sibling = (
        county.path,
        f"{county.path}100/",
        f"{county.path}100/201/",
        f"{county.path}1001/",
    )
    planted = {
        path: plant(samples, "note_tree", county, path) for path in (root, mine, below, sibling)
    }
    plant(samples, "note_tree", other_county, other_county.path)
    enter(app, county.entry(mine))
    assert ids(app, "note_tree") == {planted[mine], planted[below]}
    app.rollback()
    enter(app, county.entry())
    assert ids(app, "note_tree") == set(planted.values())


def test_inherited_rows_are_read_from_below_and_changed_from_above(
    samples: Urls, app: psycopg.Connection, county: County
) -> None:
    root = plant(samples, "note_inherited", county, county.path)
    plant(samples, "note_inherited", county, f"{county.path}101/")
    enter(app, county.entry(f"{county.path}100/201/"))
    assert ids(app, "note_inherited") == {root}
    assert app.execute("update note_inherited set title = 'y'").rowcount == 0
    assert app.execute("delete from note_inherited").rowcount == 0


@pytest.mark.parametrize("mark", ["public", "account:1", "receipt:2", "path"])
def test_shared_rows_are_read_by_their_audience_and_not_changed(
    samples: Urls, app: psycopg.Connection, county: County, mark: str
) -> None:
    guest = f"{county.path}unit/"
    token = guest if mark == "path" else mark
    mine = plant(samples, "note_shared", county, f"{county.path}100/", [token, "account:9"])
    plant(samples, "note_shared", county, f"{county.path}100/", ["account:8"])
    plant(samples, "note_shared", county, f"{county.path}100/")
    enter(app, TenantScope((county.code,), (), (), (token,)))
    assert ids(app, "note_shared") == {mine}
    assert app.execute("update note_shared set title = 'y'").rowcount == 0


def test_handed_rows_are_changed_by_their_audience_but_not_moved(
    samples: Urls, app: psycopg.Connection, county: County
) -> None:
    mine = plant(samples, "note_handed", county, f"{county.path}100/", ["unit"])
    plant(samples, "note_handed", county, f"{county.path}100/", ["other"])
    enter(app, TenantScope((county.code,), (f"{county.path}unit/",), (), ("unit",)))
    assert app.execute("update note_handed set title = 'y' returning id").fetchall() == [(mine,)]
    for column, value in {
        "org_path": "'x/'",
        "audience": "null",
        "county": "1",
        "id": "gen_random_uuid()",
    }.items():
        with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
            app.execute(psycopg.sql.SQL(f"update note_handed set {column} = {value}"))
    assert app.execute("delete from note_handed").rowcount == 0


@pytest.mark.parametrize(
    "statement", ["update note_log set title = 'y'", "delete from note_log", "truncate note_log"]
)
def test_append_only_rows_stay_as_they_are(
    app: psycopg.Connection, county: County, statement: str
) -> None:
    enter(app, county.entry())
    app.execute(
        "insert into note_log (county, id, org_path) values (%s, %s, %s)",
        [county.code, uuid.uuid4(), county.path],
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(statement)


@pytest.mark.parametrize("table", SAMPLES)
def test_nobody_inserts_beside_his_places(
    app: psycopg.Connection, county: County, other_county: County, table: str
) -> None:
    statement = psycopg.sql.SQL("insert into {} (county, id, org_path) values (%s, %s, %s)").format(
        psycopg.sql.Identifier(table)
    )
    enter(app, county.entry(f"{county.path}100/"))
    app.execute(statement, [county.code, uuid.uuid4(), f"{county.path}100/201/"])
    for code, path in (
        (county.code, county.path),
        (county.code, f"{county.path}101/"),
        (other_county.code, f"{county.path}100/"),
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
            app.execute(statement, [code, uuid.uuid4(), path])


def test_without_settings_nothing_is_there(
    samples: Urls, app: psycopg.Connection, county: County
) -> None:
    for table in SAMPLES:
        plant(samples, table, county, county.path, ["public"])
        assert ids(app, table) == set()


def test_settings_end_with_the_transaction(app: psycopg.Connection, county: County) -> None:
    settings = (
        "select current_setting('app.counties', true), current_setting('app.paths', "
        "true), current_setting('app.marks', true)"
    )
    enter(app, county.entry())
    assert app.execute(settings).fetchone() == (
        f"{{{county.code}}}",
        f"{{{county.path}}}",
        f"{{public,{county.path}}}",
    )
    app.commit()
    assert set(app.execute(settings).fetchone() or ()) <= {"", None}


def test_policies_are_written_anew_when_the_generator_changes(samples: Urls) -> None:
    owner = engine(samples.owner)
    with owner.connect() as connection:
        assert renew_policies(connection) is False
        connection.exec_driver_sql("update sec.generation set digest = 'of an older release'")
        connection.exec_driver_sql("drop policy tenant_select on note_tree")
        assert renew_policies(connection) is True
        assert (
            connection.exec_driver_sql("select digest from sec.generation").scalar_one()
            == policies.generation()
        )
        names = "select count(*) from pg_policy where polrelid = 'note_tree'::regclass"
        assert connection.exec_driver_sql(names).scalar_one() == 5
    owner.dispose()


def test_protection_is_read_from_the_model() -> None:
    from yishi_core.kernel.audit.models import AuditEntry
    from yishi_core.kernel.entity import describe
    from yishi_core.kernel.tree.models import OrgUnit

    assert Protection.of(describe(AuditEntry)) == Protection(
        "audit_entry", frozenset({Visibility.TREE}), append_only=True
    )
    assert Protection.of(describe(OrgUnit)).visibility == {
        Visibility.TREE,
        Visibility.INHERITED,
        Visibility.SHARED,
    }
