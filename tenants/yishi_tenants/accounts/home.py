"""The home of an account: the body to which it belongs, whose administrators look after it."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from yishi_core.kernel.audit import service as audit
from yishi_core.kernel.audit.models import AuditResult
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.tree.models import OrgUnit
from yishi_tenants.accounts.events import ACCOUNT_MOVED
from yishi_tenants.accounts.grants.models import GrantRow
from yishi_tenants.accounts.models import Account, Credential
from yishi_tenants.accounts.tokens.models import Token
from yishi_tenants.settings.layers import lineage


async def settle(context: OperationContext, account: Account) -> None:
    """After its grants changed, move an account to where its person works now.

    The transaction must see the county. An account has left its home when all its running grants
    lie elsewhere, neither at its home nor below or above it: nobody at home may act on it, and
    nobody where it works can see it. It moves to the nearest body at or above all these grants,
    with its password and its tokens. The audit gets a separate entry, and the event `account.moved`
    is written. An account without any grant stays where it is.
    """
    await context.session.flush()
    held = await context.find(
        GrantRow,
        GrantRow.account_id == account.id,
        GrantRow.ended_at.is_(None),
        GrantRow.reach_county == account.county,
    )
    places = [grant.reach_path for grant in held]
    if not places or any(
        place.startswith(account.org_path) or account.org_path.startswith(place) for place in places
    ):
        return
    above = OrgUnit.org_path.in_(lineage(common(places)))
    home = await context.first(OrgUnit, above, order=sa.func.length(OrgUnit.org_path).desc())
    if home is None or home.id == account.org_id:
        return
    before, account.org_id, account.org_path = account.org_id, home.id, home.org_path
    for token in await context.find(Token, Token.account_id == account.id):
        token.org_id, token.org_path = home.id, home.org_path
    for credential in await context.find(Credential, Credential.account_id == account.id):
        credential.org_path = home.org_path
    await context.session.flush()
    await audit.write(
        context.session,
        context.principal,
        context.operation,
        AuditResult.DONE,
        county=account.county,
        path=home.org_path,
        row=account,
        changes={"org_id": [str(before), str(home.id)]},
    )
    context.emit(ACCOUNT_MOVED, account)


def common(paths: Iterable[str]) -> str:
    """The longest path at or above all of them.

    `61/09/22/100/201/` and `61/09/22/100/202/` → `61/09/22/100/`.
    """
    first, *more = [path.rstrip("/").split("/") for path in paths]
    length = next(
        (n for n, part in enumerate(first) if any(other[n : n + 1] != [part] for other in more)),
        len(first),
    )
    return "/".join(first[:length]) + "/"
