"""Money in the accounts of a closed year is not taken back."""

from __future__ import annotations

from yishi_core.domain.funds.models import Budget, Expense, FundSecured, Stipend, Subsidy
from yishi_core.domain.funds.rules import require_open_accounts
from yishi_core.facilities.voiding.declaration import Voiding
from yishi_core.kernel.entity import Entity
from yishi_core.kernel.operation.context import OperationContext


async def _require_open_accounts(context: OperationContext, row: Entity) -> None:
    await require_open_accounts(context, row, "id")


BUDGETS = Voiding(Budget, before=_require_open_accounts)
SUBSIDIES = Voiding(Subsidy, before=_require_open_accounts)
EXPENSES = Voiding(Expense, before=_require_open_accounts)
FUNDS_SECURED = Voiding(FundSecured, before=_require_open_accounts)
STIPENDS = Voiding(Stipend, before=_require_open_accounts)
