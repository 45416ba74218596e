"""Accounts and their credentials (access.md 3, 6). An account lives in its home county; its name is
unique there.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.kernel.entity import Entity, Personal, TenantRow, column, ref


class Account(Entity):
    """A person or a machine that may log in; what it may do stands in its grants."""

    __label__ = "账号"
    __constraints__ = (sa.UniqueConstraint("county", "name"),)

    name: Mapped[str] = column("登录名", "Login name, unique in the county, in lower case.")
    display_name: Mapped[str] = column(
        "显示名", "Who it is, as shown beside records.", personal=Personal("说明记录由谁录入", 60)
    )
    person_id: Mapped[uuid.UUID | None] = ref(
        "Person",
        "对应人员",
        "Who acts with it; a member signs in and speaks as this person only.",
        inverse="accounts",
    )
    grant_version: Mapped[int] = column(
        "授权版本",
        "Counts changes of grants, password, tokens and state; a cached principal of an older "
        "one is refused.",
        hidden=True,
        default=1,
    )
    must_change_password: Mapped[bool] = column(
        "须改密码", "Whether nothing else works before a new password is set.", default=False
    )
    disabled_at: Mapped[datetime | None] = column("停用时间", "Since when it cannot log in.")


class Credential(TenantRow):
    """The password of an account, as argon2id hash."""

    __constraints__ = (sa.UniqueConstraint("county", "account_id"),)

    account_id: Mapped[uuid.UUID] = ref("Account", "账号")
    password_hash: Mapped[str] = column("密码散列", "argon2id, with its parameters.", hidden=True)
    changed_at: Mapped[datetime] = column("修改时间", "When the password was set.", hidden=True)
    one_time: Mapped[bool] = column(
        "一次性",
        "Set by somebody else: good for one login and a change.",
        hidden=True,
        default=False,
    )


class FailedLogin(TenantRow):
    """The attempts of one client to log in to one account since its last success: somebody else's
    do not keep the owner out.
    """

    __constraints__ = (sa.UniqueConstraint("county", "account_id", "client"),)

    account_id: Mapped[uuid.UUID] = ref("Account", "账号")
    client: Mapped[str] = column(
        "客户端",
        "Address, hashed with the day's secret: for nobody to read.",
        hidden=True,
        type_=sa.String(64),
    )
    failures: Mapped[int] = column(
        "失败次数", "Attempts since the last success.", hidden=True, default=0
    )
    locked_until: Mapped[datetime | None] = column(
        "锁定至", "No attempt is looked at before.", hidden=True
    )


class ClientSecret(TenantRow):
    """What the addresses of clients are hashed with for one day; with it goes what was counted by
    them.
    """

    __constraints__ = (sa.UniqueConstraint("county", "day"),)

    day: Mapped[date] = column("日期", "Day in China on which it is used.", hidden=True)
    secret: Mapped[str] = column(
        "当日随机值",
        "Random, thrown away on the first login of another day.",
        hidden=True,
        type_=sa.String(64),
    )
