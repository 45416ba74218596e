"""Operations that the operator of the installation runs on an account.

They run as the system of the account's county, and are checked and audited like any other.
"""

from __future__ import annotations

from typing import Any

from yishi_core.kernel.access import Principal
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.run import run
from yishi_graphql.place.assemble import assembled
from yishi_graphql.place.opened import Place


async def as_operator(
    place: Place, county: int, operation: str, *, account: str, **raw: Any
) -> Any:
    """Run an operation whose subject is the account with this login name; return its value."""
    from yishi_tenants.accounts.directory import account_named

    async with assembled(place.settings, place.url) as platform:
        system = Principal.system(county, platform.policy)
        async with platform.database.transaction(system.reading) as session:
            found = await account_named(session, county, account)
        declared = next(o for o in platform.operations.values() if o.name == operation)
        return (await run(platform, system, declared, {"account": global_id(found), **raw})).value
