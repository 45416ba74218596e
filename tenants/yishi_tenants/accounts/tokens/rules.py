"""Rules about tokens."""

from __future__ import annotations

from yishi_core.errors import Rule
from yishi_core.kernel.refusals import CommonRule


class TokenRule(Rule):
    """Why an operation on tokens is refused."""

    REVOKED = "revoked", "该令牌已吊销。", "The token is revoked already."
    TOKEN_LIMITED = (
        CommonRule.TOKEN_LIMITED,
        "受限令牌不能签发令牌。",
        "A limited token cannot issue tokens.",
    )
