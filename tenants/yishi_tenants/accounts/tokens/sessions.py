"""Login sessions: the tokens that a login makes, and how they end."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from yishi_core.kernel.operation import OperationContext
from yishi_tenants.accounts.inputs import Session
from yishi_tenants.accounts.models import Account
from yishi_tenants.accounts.rules import touch
from yishi_tenants.accounts.tokens.models import Token, TokenKind
from yishi_tenants.accounts.tokens.secret import new_token, token_hash

SESSION = timedelta(hours=12)


async def open_session(context: OperationContext, account: Account) -> Session:
    """Open a session for an account; every login has a token of its own."""
    token, expires = new_token(context.county), context.now + SESSION
    row = Token(
        account_id=account.id,
        kind=TokenKind.SESSION,
        label="",
        token_hash=token_hash(token),
        expires_at=expires,
        org_path=account.org_path,
    )
    context.add(row)
    row.org_id = account.org_id
    return Session(
        token=token, expires_at=expires, must_change_password=account.must_change_password
    )


async def end_sessions(context: OperationContext, account: Account) -> int:
    """Revoke all sessions of an account and return their number.

    Personal tokens stay; they are revoked one by one.
    """
    return await _end(context, account, Token.kind == TokenKind.SESSION)


async def end_tokens(context: OperationContext, account: Account) -> int:
    """Revoke all tokens of an account for good and return their number.

    This includes sessions and personal tokens, no matter who issued them.
    """
    return await _end(context, account)


async def _end(context: OperationContext, account: Account, *which: sa.ColumnElement[bool]) -> int:
    rows = await context.find(
        Token, Token.account_id == account.id, Token.revoked_at.is_(None), *which
    )
    for row in rows:
        row.revoked_at = context.now
    touch(account)
    return len(rows)


async def end_token(context: OperationContext, account: Account, token: str) -> int:
    """Revoke one token of an account; return 0 for a token that is not the account's own."""
    mine: sa.ColumnElement[bool] = Token.account_id == account.id
    row = await context.first(
        Token, mine, Token.token_hash == token_hash(token), Token.revoked_at.is_(None)
    )
    if row is None:
        return 0
    row.revoked_at = context.now
    touch(account)
    return 1
