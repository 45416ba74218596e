"""What a bearer of a token's hash may see before he is anybody: his token, its account, that
account's grants (access.md 3).

`sec.whoami` sets `app.credential` to the hash, finds the token, sets `app.account`, reads the rest
and clears both. A wrong hash makes nothing visible. `sec.enter` sets `app.account` for the one look
at the version of the grants. Of the links between bodies those are seen whose guide lies at or
below a path in `app.guides`: the bodies at which the account holds the role, then the places that
these guide.
"""

from __future__ import annotations

from yishi_core.kernel.database.expressions import COUNTY, listed, setting

# : Table → condition of its policy `credential`; the policies' generator writes it beside the
# others.
CREDENTIALS = {
    "token": f"{COUNTY} and token_hash = {setting('credential', 'text')}",
    "account": f"{COUNTY} and id = {setting('account', 'uuid')}",
    "grant_row": f"{COUNTY} and account_id = {setting('account', 'uuid')}",
    "org_link": f"{COUNTY} and guide_path ^@ any {listed('guides', 'text[]')}",
}
