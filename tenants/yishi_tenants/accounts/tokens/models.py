"""Tokens of the form `ys_<county>_<secret>` (access.md 3).

Only the SHA-256 of the whole token is stored; the secret has 256 random bits.
"""

from __future__ import annotations

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Labelled, column, ref


class TokenKind(Labelled):
    SESSION = "session", "登录会话"
    PERSONAL = "personal", "个人令牌"


class Token(Entity):
    """An access token, sent instead of name and password.

    It allows what the account may do, narrowed by `read_only` and `scopes`.
    """

    __label__ = "访问令牌"
    __constraints__ = (sa.UniqueConstraint("county", "token_hash"),)

    account_id: Mapped[uuid.UUID] = ref(
        "Account", "账号", "The account that the token speaks for.", inverse="tokens"
    )
    kind: Mapped[TokenKind] = column(
        "类型", "A login session, or a personal token made for a client."
    )
    label: Mapped[str] = column("名称", "Purpose of the token.", default="")
    token_hash: Mapped[str] = column("散列", "SHA-256 of the token, in hexadecimal.", hidden=True)
    read_only: Mapped[bool] = column("只读", "Whether it only allows reading.", default=False)
    scopes: Mapped[list[str] | None] = column(
        "权限范围",
        "Permissions to which it is limited (`object:action` or `object:*`); null for no limit.",
    )
    expires_at: Mapped[datetime | None] = column("失效时间", "When it expires.")
    last_used_at: Mapped[datetime | None] = column(
        "最近使用", "When it was last used, to the hour."
    )
    revoked_at: Mapped[datetime | None] = column("吊销时间", "When it was revoked.")
