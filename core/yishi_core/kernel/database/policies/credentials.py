"""Policies by which the holder of a token is found before their identity is known (access.md 3).

`sec.whoami` sets `app.credential` to the hash of the token, finds the token, sets `app.account`,
reads the account and its grants, and clears both settings. A wrong hash makes nothing visible.
`sec.enter` sets `app.account` to check the version of the grants. Links between bodies are visible
if their guide lies at or below a path in `app.guides`: first the bodies at which the account holds
the role, then the places that these guide.
"""

from __future__ import annotations

from yishi_core.kernel.database.policies.expressions import COUNTY, listed, setting

# Table → condition of its policy `credential`, which the generator writes beside the others.
CREDENTIALS = {
    "token": f"{COUNTY} and token_hash = {setting('credential', 'text')}",
    "account": f"{COUNTY} and id = {setting('account', 'uuid')}",
    "grant_row": f"{COUNTY} and account_id = {setting('account', 'uuid')}",
    "org_link": f"{COUNTY} and guide_path ^@ any {listed('guides', 'text[]')}",
}
