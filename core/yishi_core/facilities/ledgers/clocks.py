"""Daily: remove the files and errors of imports that ended a week ago."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from yishi_core.facilities.daily.declaration import daily
from yishi_core.facilities.ledgers.models import LedgerImport
from yishi_core.kernel.operation.context import OperationContext

KEPT = timedelta(days=7)


@daily("ledgers.files")
async def take_away(context: OperationContext) -> None:
    """Remove old files and their errors, which may hold personal data; the results are kept."""
    old = (LedgerImport.county == context.county, LedgerImport.ended_at < context.now - KEPT)
    held = sa.or_(LedgerImport.file.is_not(None), LedgerImport.errors.is_not(None))
    await context.session.execute(
        sa.update(LedgerImport).where(*old, held).values(file=None, errors=sa.null())
    )
