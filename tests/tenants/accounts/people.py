"""How the tests of this folder get people who can really log in."""

from __future__ import annotations

from typing import Any

from tests.fixtures.county import County
from yishi_core.kernel.access import Principal
from yishi_tenants.accounts.models import Account

PASSWORD = "清水河畔的第3个站点"


async def newcomer(
    town: County, name: str, org: str = "township", by: str = "county"
) -> tuple[Account, str]:
    """An account made by an administrator, with its one-time password."""
    made = await town.act(by, "create_account", org=town.orgs[org], name=name, display_name=name)
    return made.account, made.password


async def login(town: County, name: str, password: str) -> Any:
    """The session of a login, as an anonymous caller sends it."""
    return await town.act(town.anonymous, "login", county=town.code, name=name, password=password)


async def settled(town: County, name: str, org: str = "township") -> tuple[Account, Principal, str]:
    """An account whose password is set: its row, its principal, its token."""
    account, once = await newcomer(town, name, org)
    first = await login(town, name, once)
    caller = await town.platform.principals.by_token(first.token)
    session = await town.act(caller, "change_password", old_password=once, new_password=PASSWORD)
    return account, await town.platform.principals.by_token(session.token), session.token
