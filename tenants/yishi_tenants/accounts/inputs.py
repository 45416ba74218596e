"""Inputs and answers of the operations on accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from yishi_core.domain.people.models import Person
from yishi_core.kernel.operation import Input, Ref, Structure, like
from yishi_core.kernel.tree.models import OrgUnit
from yishi_tenants.accounts.models import Account

LoginName = Annotated[str, StringConstraints(pattern=r"^[\w.\-]{2,40}$")]
#: Never shown in a repr; the audit leaves out what is marked secret.
Password = Annotated[
    str, Field(repr=False, min_length=1, max_length=200, json_schema_extra={"secret": True})
]


class LoginInput(Input):
    """Name and password in one county."""

    county: int = Field(
        title="县级代码", description="Division code of the county, 6 digits.", ge=100000, le=999999
    )
    name: str = Field(title="登录名", description="Login name.", max_length=100)
    password: Password = Field(title="密码", description="Password.")


class ChangePasswordInput(Input):
    """The old and the new password of the caller."""

    old_password: Password = Field(title="原密码", description="Present password.")
    new_password: Password = Field(title="新密码", description="At least 10 characters.")


class LogoutInput(Input):
    """The token to end, or all sessions of the caller when none is named."""

    token: str | None = Field(
        None,
        title="令牌",
        description="The token to end.",
        repr=False,
        json_schema_extra={"secret": True},
    )


class CreateAccountInput(Input, enters=Account):
    """A new account at an org."""

    org: Ref[OrgUnit] = like(Account.org_id, doc="The org to which it belongs.")
    name: LoginName = like(Account.name, doc="Unique in the county; letters, digits, dot, hyphen.")
    display_name: str = like(Account.display_name, doc="Who it is.", min_length=1, max_length=40)
    person: Ref[Person] | None = like(
        Account.person_id,
        None,
        doc="Whom it stands for; a member's account needs one to sign in and speak.",
    )


class LinkAccountInput(Input):
    """The person for whom an account stands."""

    account: Ref[Account] = like(Account, doc="The account.")
    person: Ref[Person] | None = like(Account.person_id, None, doc="Left out: nobody any longer.")


class AccountInput(Input):
    """An account."""

    account: Ref[Account] = like(Account, doc="The account.")


class ResetPasswordInput(AccountInput):
    """The account that gets a one-time password."""


class DisableAccountInput(AccountInput):
    """The account that may log in no longer."""


class EnableAccountInput(AccountInput):
    """The account that may log in again."""


class HandOverAccountInput(Input):
    """The account that leaves and the account that follows."""

    account: Ref[Account] = Field(title="移交账号", description="Whose duties end.")
    successor: Ref[Account] = Field(title="接任账号", description="Who takes them over.")
    disable: bool = Field(
        True, title="停用原账号", description="Whether the old account is disabled at once."
    )


class MeInput(Input):
    """This input has no fields."""


class Session(Structure):
    """A login session: send `token` as a bearer token. It is shown once and not stored."""

    token: str = Field(repr=False, title="令牌", json_schema_extra={"secret": True})
    expires_at: datetime = Field(title="失效时间")
    must_change_password: bool = Field(title="须先修改密码")


class LoggedOut(Structure):
    """The number of sessions or tokens that ended."""

    ended: int = Field(title="结束的会话数")


class NewPassword(Structure):
    """An account with its one-time password, which is shown once.

    It must be changed at the first login.
    """

    account: Account = Field(title="账号")
    name: str = Field(title="登录名")
    password: str = Field(repr=False, title="一次性密码", json_schema_extra={"secret": True})


class PlacedGrant(Structure):
    """A role at a place."""

    id: str = Field(
        title="授权", description="Global id of the grant, or of the link that gives the role."
    )
    role: str = Field(title="角色")
    org: str = Field(title="组织", description="Global id of the org.")
    org_name: str = Field(title="组织名称")
    permissions: list[str] = Field(
        title="权限",
        description="Permissions that the role holds, with `:scope` when it is not the whole tree.",
    )


class Me(Structure):
    """The caller, and what they may do where."""

    account: str = Field(title="账号", description="Global id.")
    name: str = Field(title="登录名")
    display_name: str = Field(title="显示名")
    county: int = Field(title="县级代码")
    org: str = Field(title="所属组织", description="Global id.")
    must_change_password: bool = Field(title="须先修改密码")
    read_only: bool = Field(title="只读令牌")
    grants: list[PlacedGrant] = Field(title="授权")


class OpenMatters(Structure):
    """The number of open records of one kind at the places of the handed-over duties."""

    entity: str = Field(title="对象类型")
    label: str = Field(title="名称")
    count: int = Field(title="数量")


class HandOver(Structure):
    """What the successor took over."""

    successor: Account = Field(title="接任账号")
    grants: list[PlacedGrant] = Field(title="移交的授权")
    open: list[OpenMatters] = Field(title="未办结事项")
