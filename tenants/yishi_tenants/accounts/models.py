"""Accounts and their credentials (access.md 3, 6).

An account lives in its home county, where its name is unique.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Personal, TenantRow, column, ref


class Account(Entity):
    """A person or machine that may log in; its grants determine what it may do."""

    __label__ = "账号"
    __constraints__ = (sa.UniqueConstraint("county", "name"),)

    name: Mapped[str] = column("登录名", "Login name, unique in the county, in lower case.")
    display_name: Mapped[str] = column(
        "显示名", "Name shown beside records.", personal=Personal("说明记录由谁录入", 60)
    )
    person_id: Mapped[uuid.UUID | None] = ref(
        "Person",
        "对应人员",
        "Person who uses it; a member signs in and speaks as this person only.",
        inverse="accounts",
    )
    grant_version: Mapped[int] = column(
        "授权版本",
        "Counter of changes of grants, password, tokens and state; a cached principal with an "
        "older value is refused.",
        hidden=True,
        default=1,
    )
    must_change_password: Mapped[bool] = column(
        "须改密码",
        "Whether a new password must be set before anything else is allowed.",
        default=False,
    )
    disabled_at: Mapped[datetime | None] = column(
        "停用时间", "When it was disabled; it cannot log in since then."
    )


class Credential(TenantRow):
    """The password of an account, as an argon2id hash."""

    __constraints__ = (sa.UniqueConstraint("county", "account_id"),)

    account_id: Mapped[uuid.UUID] = ref("Account", "账号")
    password_hash: Mapped[str] = column(
        "密码散列", "argon2id hash, including its parameters.", hidden=True
    )
    changed_at: Mapped[datetime] = column("修改时间", "When the password was set.", hidden=True)
    one_time: Mapped[bool] = column(
        "一次性",
        "Whether it was set by someone else: it allows one login, to change it.",
        hidden=True,
        default=False,
    )


class FailedLogin(TenantRow):
    """The failed attempts of one client to log in to one account since its last success.

    Attempts of other clients do not lock the owner out.
    """

    __constraints__ = (sa.UniqueConstraint("county", "account_id", "client"),)

    account_id: Mapped[uuid.UUID] = ref("Account", "账号")
    client: Mapped[str] = column(
        "客户端",
        "Address, hashed with the day's secret so that nobody can read it.",
        hidden=True,
        type_=sa.String(64),
    )
    failures: Mapped[int] = column(
        "失败次数", "Number of attempts since the last success.", hidden=True, default=0
    )
    locked_until: Mapped[datetime | None] = column(
        "锁定至", "Attempts before this moment are refused unchecked.", hidden=True
    )


class ClientSecret(TenantRow):
    """The secret with which client addresses are hashed for one day.

    When it is replaced, the counts made with it are deleted.
    """

    __constraints__ = (sa.UniqueConstraint("county", "day"),)

    day: Mapped[date] = column("日期", "Day in China on which it is used.", hidden=True)
    secret: Mapped[str] = column(
        "当日随机值",
        "Random, thrown away on the first login of another day.",
        hidden=True,
        type_=sa.String(64),
    )
