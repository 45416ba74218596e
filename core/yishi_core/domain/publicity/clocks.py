"""Daily withdrawal of texts whose last day has passed (domain.md 2.15)."""

from __future__ import annotations

from yishi_core.domain.publicity.events import DISCLOSURE_WITHDRAWN
from yishi_core.domain.publicity.models import Disclosure, DisclosureState
from yishi_core.facilities.daily.declaration import daily
from yishi_core.kernel.operation.context import OperationContext

OVER = "公开期满"


@daily("disclosures.over", emits=[DISCLOSURE_WITHDRAWN])
async def take_down(context: OperationContext) -> None:
    """Withdraw released texts on the day after their last one.

    From then on the public does not see them.
    """
    for row in await context.find(
        Disclosure, Disclosure.state == DisclosureState.RELEASED, Disclosure.until < context.today
    ):
        row.state, row.withdrawn_on, row.withdraw_reason, row.audience = (
            DisclosureState.WITHDRAWN,
            context.today,
            OVER,
            None,
        )
        context.emit(DISCLOSURE_WITHDRAWN, row)
