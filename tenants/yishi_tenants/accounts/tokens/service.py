"""Personal tokens for clients of the API: issued, listed, revoked (access.md 3)."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import Field

from yishi_core.errors import InvalidInput, NotFound, Refused, Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.operation import (
    Input,
    OperationContext,
    Ref,
    Structure,
    like,
    operation,
    question,
)
from yishi_core.kernel.operation.inputs import global_id, parse_global_id
from yishi_tenants.accounts.grants.places import known_permissions
from yishi_tenants.accounts.models import Account
from yishi_tenants.accounts.read_scope import seeing_county
from yishi_tenants.accounts.rules import AccountRule, own_account, touch, within_power
from yishi_tenants.accounts.tokens.models import Token, TokenKind
from yishi_tenants.accounts.tokens.rules import TokenRule
from yishi_tenants.accounts.tokens.secret import new_token, token_hash


class TokenTermsInput(Input):
    """What a token is for, what it may do, and for how long."""

    label: str = Field(
        title="用途", description="What it is used for.", min_length=1, max_length=60
    )
    read_only: bool = like(Token.read_only, True)
    scopes: list[str] | None = like(
        Token.scopes,
        None,
        doc="Permissions (`object:action` or `object:*`); none: all of the account's.",
        max_length=100,
    )
    days: int = Field(90, title="有效天数", description="Days until it expires.", ge=1, le=366)


class IssueOwnTokenInput(TokenTermsInput):
    """A token that acts for the caller."""


class IssueTokenInput(TokenTermsInput):
    """A token for an account in the administrator's care, e.g. for a machine."""

    account: Ref[Account] = like(Account, doc="The account that the token speaks for.")


class MyTokensInput(Input):
    """This input has no fields."""


class RevokeTokenInput(Input):
    """The token to revoke."""

    token: Ref[Token] = Field(title="令牌")


class RevokeOwnTokenInput(Input):
    """One of the caller's own tokens."""

    id: str = Field(title="令牌", description="Global id, as in `myTokens`.", max_length=120)


class IssuedToken(Structure):
    """A new token; `token` is shown once and not stored."""

    id: str = Field(title="标识", description="Global id.")
    token: str = Field(repr=False, title="令牌", json_schema_extra={"secret": True})
    expires_at: datetime = Field(title="失效时间")


class OwnToken(Structure):
    """One of the caller's tokens and sessions."""

    id: str = Field(title="标识", description="Global id.")
    kind: TokenKind = Field(title="类型")
    label: str = Field(title="用途")
    read_only: bool = Field(title="只读")
    scopes: list[str] | None = Field(title="权限范围")
    created_at: datetime = Field(title="签发时间")
    expires_at: datetime | None = Field(title="失效时间")
    last_used_at: datetime | None = Field(title="最近使用")


@operation(Text("签发令牌", "Issue a token"), permission=Permission.TOKEN_MANAGE, subject="account")
async def issue_token(context: OperationContext, data: IssueTokenInput) -> IssuedToken:
    """Issue a token that acts for an account.

    Only for accounts all of whose roles the caller could give.
    """
    if context.principal.scopes is not None:
        raise Refused(TokenRule.TOKEN_LIMITED)
    async with seeing_county(context, Permission.TOKEN_MANAGE):
        await within_power(context, data.account)
        return _issue(context, data.account, data)


@operation(Text("签发本人令牌", "Issue a token of one's own"), permission=None, subject="")
async def issue_own_token(context: OperationContext, data: IssueOwnTokenInput) -> IssuedToken:
    """Issue a token that acts for the caller, e.g. for a script."""
    return _issue(context, await own_account(context), data)


@operation(Text("吊销令牌", "Revoke a token"), permission=Permission.TOKEN_MANAGE, subject="token")
async def revoke_token(context: OperationContext, data: RevokeTokenInput) -> Token:
    """Revoke a token or session of an account in the administrator's care.

    It is refused from its next request on.
    """
    async with seeing_county(context, Permission.TOKEN_MANAGE):
        await _revoke(context, data.token)
    return data.token


@operation(Text("吊销本人令牌", "Revoke a token of one's own"), permission=None, subject="")
async def revoke_own_token(context: OperationContext, data: RevokeOwnTokenInput) -> OwnToken:
    """Revoke one of the caller's own tokens or sessions."""
    account = await own_account(context)
    try:
        pending = parse_global_id(data.id)
    except ValueError:
        raise NotFound.at("id") from None
    token = await context.first(Token, Token.id == pending.id, Token.account_id == account.id)
    if token is None or pending.type != "Token" or pending.county != context.county:
        raise NotFound.at("id")
    await _revoke(context, token)
    return _shown(token)


@question(Text("本人令牌", "One's own tokens"), permission=None)
async def my_tokens(context: OperationContext, data: MyTokensInput) -> list[OwnToken]:
    """The caller's tokens and sessions that are still valid."""
    account = await own_account(context, changing=False)
    rows = await context.find(Token, Token.account_id == account.id, Token.revoked_at.is_(None))
    return [_shown(row) for row in rows if row.expires_at is None or row.expires_at > context.now]


def _issue(context: OperationContext, account: Account, terms: TokenTermsInput) -> IssuedToken:
    if account.disabled_at:
        raise Refused(AccountRule.ACCOUNT_DISABLED)
    _check_scopes(context, terms.scopes)
    token, expires = new_token(context.county), context.now + timedelta(days=terms.days)
    row = Token(
        account_id=account.id,
        kind=TokenKind.PERSONAL,
        label=terms.label,
        token_hash=token_hash(token),
        read_only=terms.read_only,
        scopes=terms.scopes,
        expires_at=expires,
        org_path=account.org_path,
    )
    context.add(row)
    row.org_id = account.org_id
    return IssuedToken(id=global_id(row), token=token, expires_at=expires)


def _check_scopes(context: OperationContext, scopes: list[str] | None) -> None:
    known = known_permissions(context)
    objects = {p.partition(":")[0] + ":*" for p in known}
    for index, scope in enumerate(scopes or []):
        if scope not in known and scope not in objects:
            raise InvalidInput.of(
                f"scopes.{index}", f"没有权限“{scope}”。", f"No such permission: {scope}."
            )


async def _revoke(context: OperationContext, token: Token) -> None:
    if token.revoked_at:
        raise Refused(TokenRule.REVOKED)
    token.revoked_at = context.now
    account = await context.get(Account, token.account_id)
    if account is not None:
        touch(account)


def _shown(row: Token) -> OwnToken:
    return OwnToken(
        id=global_id(row),
        kind=row.kind,
        label=row.label,
        read_only=row.read_only,
        scopes=row.scopes,
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
    )
