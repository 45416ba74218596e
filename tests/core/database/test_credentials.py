"""The first query of a request: what the bearer of a token's hash learns, and that nobody else
learns anything.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from tests.fixtures.database import County, Urls, plant_county
from yishi_core import clock
from yishi_core.kernel.access.principal import LINKED_ROLE
from yishi_core.kernel.database import Database
from yishi_core.kernel.database.functions import WHOAMI
from yishi_core.kernel.entity.base import new_id

pytestmark = pytest.mark.anyio
HASH = "0f" * 32


def plant_account(owner: psycopg.Connection, county: County) -> UUID:
    """An account at the county's root, with two grants of which one has ended."""
    orgs = plant_county(owner, county)
    account, now = new_id(), clock.now()
    keys = [county.code, orgs.root, orgs.ids[orgs.root], now, now]
    owner.execute(
        "insert into account (id, name, display_name, grant_version, must_change_password, "
        "version, county, org_path, org_id, created_at,"
        " updated_at) values (%s, 'li', '李', 1, false, 1, %s, %s, %s, %s, %s)",
        [account, *keys],
    )
    for role, ended in (("county_admin", None), ("member", now)):
        owner.execute(
            "insert into grant_row (id, account_id, role, reach_county, reach_path, given_at, "
            "ended_at, version, county, org_path, org_id,"
            " created_at, updated_at) values (%s, %s, %s, %s, %s, %s, %s, 1, %s, %s, %s, %s, %s)",
            [new_id(), account, role, county.code, orgs.root, now, ended, *keys],
        )
    return account


def plant_token(
    owner: psycopg.Connection, county: County, account: UUID, hash_: str = HASH, **rest: object
) -> UUID:
    row = {
        "id": new_id(),
        "county": county.code,
        "org_path": county.path,
        "account_id": account,
        "kind": "session",
        "label": "",
        "token_hash": hash_,
        "read_only": True,
        "scopes": ["topic:read"],
        "version": 1,
        "created_at": clock.now(),
        "updated_at": clock.now(),
        **rest,
    }
    found = owner.execute("select org_id from account where id = %s", [account]).fetchone()
    row["org_id"] = found[0] if found else None
    owner.execute(
        psycopg.sql.SQL("insert into token ({}) values ({})").format(
            psycopg.sql.SQL(", ").join(map(psycopg.sql.Identifier, row)),
            psycopg.sql.SQL(", ").join(map(psycopg.sql.Placeholder, row)),
        ),
        row,
    )
    return UUID(str(row["id"]))


@pytest.mark.day
async def test_a_token_tells_account_grants_and_limits(
    database: Database, owner: psycopg.Connection, county: County
) -> None:
    account = plant_account(owner, county)
    token = plant_token(owner, county, account)
    assert await database.whoami(county.code, HASH) == {
        "account": str(account),
        "person": None,
        "county": county.code,
        "name": "li",
        "version": 1,
        "token": str(token),
        "expires_at": None,
        "until": None,
        "read_only": True,
        "scopes": ["topic:read"],
        "must_change_password": False,
        "grants": [{"role": "county_admin", "county": county.code, "path": county.path}],
    }


@pytest.mark.day
@pytest.mark.parametrize("wrong", ["hash", "county", "revoked", "expired", "disabled"])
async def test_anything_wrong_tells_nothing(
    database: Database, owner: psycopg.Connection, county: County, other_county: County, wrong: str
) -> None:
    account = plant_account(owner, county)
    past = clock.now() - timedelta(seconds=1)
    plant_token(
        owner,
        county,
        account,
        revoked_at=past if wrong == "revoked" else None,
        expires_at=past if wrong == "expired" else None,
    )
    if wrong == "disabled":
        owner.execute("update account set disabled_at = %s where id = %s", [past, account])
    asked = other_county.code if wrong == "county" else county.code
    assert await database.whoami(asked, HASH if wrong != "hash" else "1f" * 32) is None


@pytest.mark.day
async def test_a_token_expires_by_our_clock(
    database: Database, owner: psycopg.Connection, county: County
) -> None:
    account = plant_account(owner, county)
    plant_token(owner, county, account, expires_at=clock.now() + timedelta(hours=1))
    assert await database.whoami(county.code, HASH) is not None
    with clock.moved(clock.now() + timedelta(hours=2)):
        assert await database.whoami(county.code, HASH) is None


@pytest.mark.day
def test_credentials_show_the_bearers_rows_only_and_end_with_the_question(
    database_urls: Urls, owner: psycopg.Connection, county: County
) -> None:
    account = plant_account(owner, county)
    plant_token(owner, county, account)
    plant_token(owner, county, account, "2f" * 32)
    with psycopg.connect(database_urls.app) as connection:
        connection.execute("select sec.whoami(%s, %s, %s)", [county.code, HASH, clock.now()])
        for table in ("token", "account", "grant_row", "credential"):
            counted = connection.execute(
                psycopg.sql.SQL("select count(*) from {}").format(psycopg.sql.Identifier(table))
            )
            assert counted.fetchone() == (0,)
        connection.execute(f"set local app.counties = '{{{county.code}}}'")
        connection.execute(f"set local app.credential = '{HASH}'")
        assert connection.execute("select token_hash from token").fetchall() == [(HASH,)]
        assert connection.execute("select count(*) from account").fetchone() == (0,)


def test_the_linked_role_is_the_one_that_the_function_looks_for() -> None:
    assert f"g.role = '{LINKED_ROLE}'" in WHOAMI
