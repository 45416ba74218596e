"""Login, logout, passwords, and the life of an account (access.md 3, checks K25–K27)."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.errors import Conflict, Refused, Text
from yishi_core.kernel.access import Permission, Principal
from yishi_core.kernel.operation import OperationContext, operation, question
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.platform import Platform
from yishi_tenants.accounts.events import (
    ACCOUNT_CREATED,
    ACCOUNT_DISABLED,
    ACCOUNT_ENABLED,
    ACCOUNT_HANDED_OVER,
    ACCOUNT_LINKED,
    ACCOUNT_MOVED,
    ACCOUNT_RESET,
)
from yishi_tenants.accounts.grants.moving import move_grants, open_matters
from yishi_tenants.accounts.grants.places import active_grants, linked, placed
from yishi_tenants.accounts.grants.rules import keep_an_administrator
from yishi_tenants.accounts.home import settle
from yishi_tenants.accounts.inputs import (
    ChangePasswordInput,
    CreateAccountInput,
    DisableAccountInput,
    EnableAccountInput,
    HandOver,
    HandOverAccountInput,
    LinkAccountInput,
    LoggedOut,
    LoginInput,
    LogoutInput,
    Me,
    MeInput,
    NewPassword,
    ResetPasswordInput,
    Session,
)
from yishi_tenants.accounts.logins import Proof, accept, examine, forget_failures, login_name
from yishi_tenants.accounts.models import Account, Credential
from yishi_tenants.accounts.passwords import check_strength, hash_password, one_time_password
from yishi_tenants.accounts.read_scope import see_county, seeing_county
from yishi_tenants.accounts.rules import AccountRule, own_account, touch, within_power
from yishi_tenants.accounts.tokens.sessions import end_sessions, end_token, end_tokens, open_session


async def examine_login(platform: Platform, principal: Principal, data: LoginInput) -> Proof:
    """Check name and password before the transaction of a login.

    Nothing is checked for a caller of another county.
    """
    if principal.county not in (0, data.county):
        return Proof()
    return await examine(platform, data.county, data.name, data.password)


async def examine_own(platform: Platform, principal: Principal, data: ChangePasswordInput) -> Proof:
    """Check the old password before the transaction that changes it."""
    if principal.account is None:
        return Proof()
    return await examine(platform, principal.county, principal.account, data.old_password)


@operation(
    Text("登录", "Log in"), permission=None, subject="", first_login=True, beforehand=examine_login
)
async def login(context: OperationContext, data: LoginInput) -> Session:
    """Exchange name and password for a session token of 12 hours.

    Failures are counted; from the fifth on there is a growing delay.
    """
    if context.county != data.county:
        raise Refused(AccountRule.LOGGED_IN_ELSEWHERE)
    await see_county(context)
    account = context.about = await accept(context.session, context.county, context.beforehand)
    return await open_session(context, account)


@operation(Text("退出登录", "Log out"), permission=None, subject="", first_login=True)
async def logout(context: OperationContext, data: LogoutInput) -> LoggedOut:
    """End one session of the caller, or all of them."""
    account = await own_account(context)
    if data.token is None:
        return LoggedOut(ended=await end_sessions(context, account))
    return LoggedOut(ended=await end_token(context, account, data.token))


@operation(
    Text("修改密码", "Change password"),
    permission=None,
    subject="",
    first_login=True,
    beforehand=examine_own,
)
async def change_password(context: OperationContext, data: ChangePasswordInput) -> Session:
    """Set a new password for the caller's own account. All sessions end, and a new one begins."""
    account = await own_account(context)
    await accept(context.session, context.county, context.beforehand)
    check_strength("new_password", data.new_password, account.name)
    if data.new_password == data.old_password:
        raise Refused(AccountRule.SAME_PASSWORD)
    await _set_password(context, account, data.new_password, one_time=False)
    return await open_session(context, account)


@operation(
    Text("新建账号", "Create an account"),
    permission=Permission.ACCOUNT_MANAGE,
    subject="org",
    event=ACCOUNT_CREATED,
)
async def create_account(context: OperationContext, data: CreateAccountInput) -> NewPassword:
    """Create an account at an org.

    It may do nothing until it is given a role. Its one-time password is shown once.
    """
    name = login_name(data.name)
    async with seeing_county(context, Permission.ACCOUNT_MANAGE):
        # A name is unique in the whole county, even where the caller cannot see it.
        if await context.first(Account, Account.name == name):
            raise Conflict(Text(f"登录名“{name}”已被使用。", f"The name “{name}” is taken."))
    require_one_county(context, data)
    account = context.add(
        entered(Account, data, name=name, must_change_password=True),
        data.org,
    )
    password = one_time_password()
    credential = Credential(
        account_id=account.id,
        password_hash=await hash_password(password),
        changed_at=context.now,
        one_time=True,
    )
    context.add(credential, data.org)
    return NewPassword(account=account, name=name, password=password)


@operation(
    Text("关联人员", "Link an account to a person"),
    permission=Permission.ACCOUNT_MANAGE,
    subject="account",
    event=ACCOUNT_LINKED,
)
async def link_account(context: OperationContext, data: LinkAccountInput) -> Account:
    """Set the person for whom an account stands. It takes effect with the next request."""
    require_one_county(context, data)
    async with seeing_county(context, Permission.ACCOUNT_MANAGE):
        await within_power(context, data.account)
    data.account.person_id = data.person.id if data.person else None
    touch(data.account)
    return data.account


@operation(
    Text("重置密码", "Reset a password"),
    permission=Permission.ACCOUNT_MANAGE,
    subject="account",
    event=ACCOUNT_RESET,
)
async def reset_password(context: OperationContext, data: ResetPasswordInput) -> NewPassword:
    """Give an account a one-time password, as an administrator above it.

    Its sessions end, and a lock is lifted.
    """
    async with seeing_county(context, Permission.ACCOUNT_MANAGE):
        await within_power(context, data.account)
        password = one_time_password()
        await _set_password(context, data.account, password, one_time=True)
    return NewPassword(account=data.account, name=data.account.name, password=password)


@operation(
    Text("停用账号", "Disable an account"),
    permission=Permission.ACCOUNT_MANAGE,
    subject="account",
    event=ACCOUNT_DISABLED,
)
async def disable_account(context: OperationContext, data: DisableAccountInput) -> Account:
    """Prevent an account from logging in.

    All its sessions and tokens end for good. Its records and its name in them stay.
    """
    async with seeing_county(context, Permission.ACCOUNT_MANAGE):
        await within_power(context, data.account)
        await _disable(context, data.account)
    return data.account


@operation(
    Text("启用账号", "Enable an account"),
    permission=Permission.ACCOUNT_MANAGE,
    subject="account",
    event=ACCOUNT_ENABLED,
)
async def enable_account(context: OperationContext, data: EnableAccountInput) -> Account:
    """Let a disabled account log in again.

    Sessions and tokens from before it was disabled stay ended.
    """
    async with seeing_county(context, Permission.ACCOUNT_MANAGE):
        await within_power(context, data.account)
        if data.account.disabled_at is not None:
            await end_tokens(
                context, data.account
            )  # an account that was disabled by an older version still has them
        data.account.disabled_at = None
        touch(data.account)
    return data.account


@operation(
    Text("移交账号", "Hand over an account"),
    permission=Permission.GRANT_MANAGE,
    subject="account",
    event=ACCOUNT_HANDED_OVER,
    emits=[ACCOUNT_MOVED],
)
async def hand_over_account(context: OperationContext, data: HandOverAccountInput) -> HandOver:
    """Move all roles of an account to its successor, and list what is open at their places.

    The records stay with the orgs that own them; nothing is rewritten. By default the old account
    is disabled.
    """
    if data.account.id == data.successor.id:
        raise Refused(AccountRule.SAME_ACCOUNT)
    if data.successor.disabled_at:
        raise Refused(AccountRule.SUCCESSOR_DISABLED)
    async with seeing_county(context, Permission.GRANT_MANAGE):
        await within_power(context, data.account)
        await within_power(context, data.successor)
        moved = await move_grants(context, data.account, data.successor)
        await settle(context, data.successor)
        if data.disable:
            await _disable(context, data.account)
        matters = await open_matters(context, [grant.reach_path for grant in moved])
        grants = await placed(context, moved)
    return HandOver(successor=data.successor, grants=grants, open=matters)


@question(Text("当前账号", "The caller"), permission=None, first_login=True)
async def me(context: OperationContext, data: MeInput) -> Me:
    """The caller's account, and what it may do where."""
    account = await own_account(context, changing=False)
    held = await active_grants(context, account)
    return Me(
        account=global_id(account),
        name=account.name,
        display_name=account.display_name,
        county=account.county,
        org=f"OrgUnit:{account.county}:{account.org_id}",
        must_change_password=account.must_change_password,
        read_only=context.principal.read_only,
        grants=await placed(context, [*held, *await linked(context, account)]),
    )


async def _set_password(
    context: OperationContext, account: Account, password: str, *, one_time: bool
) -> None:
    """Store the hash, lift locks, and end all sessions."""
    query = sa.select(Credential).where(
        Credential.county == context.county, Credential.account_id == account.id
    )
    credential = (await context.session.scalars(query)).one_or_none()
    if credential is None:  # an account that has had only tokens so far
        credential = context.add(Credential(account_id=account.id, org_path=account.org_path))
    credential.password_hash = await hash_password(password)
    credential.changed_at, credential.one_time = context.now, one_time
    await forget_failures(context.session, account)
    account.must_change_password = one_time
    await end_sessions(context, account)


async def _disable(context: OperationContext, account: Account) -> None:
    if account.disabled_at is None:
        await keep_an_administrator(context, account.id)
        account.disabled_at = context.now
    await end_tokens(context, account)
