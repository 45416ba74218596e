"""Who may lay hands on an account, and what must follow when one changes."""

from __future__ import annotations

from yishi_core.errors import Forbidden, Refused, Rule, Text, Unauthenticated
from yishi_core.kernel.access import holds
from yishi_core.kernel.operation import OperationContext
from yishi_core.kernel.refusals import CommonRule
from yishi_core.kernel.tree.models import OrgUnit
from yishi_tenants.accounts.grants.models import GrantRow
from yishi_tenants.accounts.models import Account
from yishi_tenants.accounts.read_scope import see_county


class AccountRule(Rule):
    """Why an operation on accounts and logins is refused."""

    ACCOUNT_DISABLED = "account_disabled", "该账号已停用。", "The account is disabled."
    LOGGED_IN_ELSEWHERE = (
        "logged_in_elsewhere",
        "您已登录其他县(市、区),请先退出。",
        "You are logged in in another county: log out first.",
    )
    SAME_ACCOUNT = "same_account", "接任账号不能是原账号。", "An account cannot succeed itself."
    SAME_PASSWORD = (
        "same_password",
        "新密码不能与原密码相同。",
        "The new password must differ from the old one.",
    )
    SUCCESSOR_DISABLED = "successor_disabled", "接任账号已停用。", "The successor is disabled."
    TOKEN_LIMITED = (
        CommonRule.TOKEN_LIMITED,
        "受限令牌不能修改本人的密码、会话与令牌。",
        "A limited token cannot change password, sessions or tokens.",
    )


def touch(account: Account) -> None:
    """Whoever relies on what was known of the account must ask anew: its cached principals are
    refused from the commit on.
    """
    account.grant_version += 1


async def own_account(context: OperationContext, *, changing: bool = True) -> Account:
    """The caller's account; the transaction sees his county from here on.

    Raises `Unauthenticated` for anybody without one, and `Refused` for a limited token that would
    change something: otherwise a read-only token could make itself one that writes.
    """
    principal = context.principal
    if principal.account is None:
        raise Unauthenticated.missing()
    if changing and principal.limited:
        raise Refused(AccountRule.TOKEN_LIMITED)
    await see_county(context)
    account = await context.get(Account, principal.account)
    if account is None or account.disabled_at:
        raise Unauthenticated.missing()
    context.about = account
    return account


def may_give(context: OperationContext, role: str, org: OrgUnit) -> bool:
    """Whether the caller may give or end this role at this place: permission `role:<role>`
    there.
    """
    return holds(context.principal, f"role:{role}", org)


async def within_power(context: OperationContext, account: Account) -> None:
    """An account may be reset, disabled or handed over only by who could have given all its roles:
    otherwise a township's administrator could take over the account of a county leader that happens
    to lie in his tree.
    """
    if context.principal.account == account.id:
        return
    held = await context.find(
        GrantRow, GrantRow.account_id == account.id, GrantRow.ended_at.is_(None)
    )
    orgs = {o.id: o for o in await context.find(OrgUnit, OrgUnit.id.in_([g.org_id for g in held]))}
    beyond = [
        g
        for g in held
        if g.reach_county != context.county or not may_give(context, g.role, orgs[g.org_id])
    ]
    if beyond:
        role = beyond[0].role
        zh = f"该账号持有您无权授予的角色“{role}”,请由上级管理员处理。"
        raise Forbidden(
            Text(zh, f"The account holds the role “{role}”, which you cannot give."),
            permission=f"role:{role}",
        )
