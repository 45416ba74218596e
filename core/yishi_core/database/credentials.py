"""What a bearer of a token's hash may see before he is anybody: his token, its account, that account's grants (access.md 3).

`sec.whoami` sets `app.credential` to the hash, finds the token, sets `app.account`, reads the rest and clears both. A wrong hash makes
nothing visible. `sec.enter` sets `app.account` for the one look at the version of the grants.
"""

from __future__ import annotations

from yishi_core.database.policies import COUNTY, setting
from yishi_core.database.roles import APP

#: Table → condition of its policy `credential`.
CREDENTIALS = {
    "token": f"{COUNTY} and token_hash = {setting('credential', 'text')}",
    "account": f"{COUNTY} and id = {setting('account', 'uuid')}",
    "grant_row": f"{COUNTY} and account_id = {setting('account', 'uuid')}",
}


def credential_ddl(table: str) -> list[str]:
    """Statements that give `token`, `account` and `grant_row` their second reading policy; none for other tables."""
    if (condition := CREDENTIALS.get(table)) is None:
        return []
    return [
        f"drop policy if exists credential on {table}",
        f"create policy credential on {table} for select to {APP} using ({condition})",
    ]
