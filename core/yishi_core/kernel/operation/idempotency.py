"""One key, one effect, equal answers: a client may repeat a request that it got no answer to
(K39).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from yishi_core.errors import InvalidInput, Refused
from yishi_core.kernel.entity import TenantRow
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.models import IdempotencyKey
from yishi_core.kernel.refusals import KernelRule


async def claim(
    context: OperationContext, key: str, raw: Mapping[str, Any], place: str
) -> TenantRow | None:
    """Take the key for this transaction; a second taker waits for the first and gets what it made.

    Raises `Refused` when the key was used with another input.
    """
    if context.principal.account is None:
        raise InvalidInput.of(
            "idempotencyKey", "幂等键需要登录后使用。", "An idempotency key needs an account."
        )
    body = hashlib.sha256(
        json.dumps(
            [context.operation, raw], sort_keys=True, ensure_ascii=False, default=str
        ).encode()
    ).hexdigest()
    taken = await context.session.execute(
        insert(IdempotencyKey)
        .values(
            county=context.county,
            id=new_id(),
            org_path=place,
            account=context.principal.account,
            key=key,
            operation=context.operation,
            body=body,
            at=context.now,
        )
        .on_conflict_do_nothing()
        .execution_options(preserve_rowcount=True)  # SQLAlchemy answers -1 for an insert otherwise
    )
    if cast("sa.CursorResult[Any]", taken).rowcount:
        return None
    seen = await context.first(
        IdempotencyKey,
        IdempotencyKey.account == context.principal.account,
        IdempotencyKey.key == key,
    )
    if seen is None or seen.body != body:
        raise Refused(KernelRule.IDEMPOTENCY_KEY_USED)
    if seen.result_type is None:
        raise Refused(KernelRule.IDEMPOTENCY_KEY_ANSWERED)
    entity = context.platform.registry[seen.result_type].entity
    return await context.get(entity, seen.result_id)


async def fulfil(context: OperationContext, key: str, row: TenantRow | None) -> None:
    """Write down what the key made."""
    if row is None:
        return
    await context.session.execute(
        sa.update(IdempotencyKey)
        .where(
            IdempotencyKey.county == context.county,
            IdempotencyKey.account == context.principal.account,
            IdempotencyKey.key == key,
        )
        .values(result_type=type(row).__name__, result_id=row.id)
    )
