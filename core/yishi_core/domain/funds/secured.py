"""Money that consultations brought in, and the accounts of an org: for the work and brought in,
kept apart (domain.md 2.14; trap 18).
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import Field, model_validator

from yishi_core.domain.funds import rules
from yishi_core.domain.funds.events import FUND_SECURED
from yishi_core.domain.funds.models import (
    Budget,
    Expense,
    FundSecured,
    SecuredSource,
    Stipend,
    Subsidy,
)
from yishi_core.domain.funds.service import Cents, Year
from yishi_core.domain.outcomes.models import Outcome
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.errors import Text
from yishi_core.kernel.access import Permission
from yishi_core.kernel.access.permissions import reading
from yishi_core.kernel.entity import Entity
from yishi_core.kernel.messages import BadValue
from yishi_core.kernel.operation import (
    Input,
    OperationContext,
    Ref,
    Structure,
    like,
    operation,
    question,
)
from yishi_core.kernel.operation.changing import require_one_county
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.tree.models import OrgUnit

Sum = Annotated[int, Field(le=10**18)]


class RecordFundSecuredInput(Input, enters=FundSecured):
    """Money that a case or one of its outcomes brought in."""

    case: Ref[ConsultationCase] | None = like(FundSecured.case_id, None, doc="Either the case …")
    outcome: Ref[Outcome] | None = like(FundSecured.outcome_id, None, doc="… or one outcome of it.")
    amount: Cents = like(FundSecured.amount)
    source: SecuredSource = like(FundSecured.source)
    from_body: str = like(FundSecured.from_body, min_length=2, max_length=120)
    date: dt.date = like(FundSecured.date)
    purpose: str = like(FundSecured.purpose, min_length=2, max_length=500)

    @model_validator(mode="after")
    def _one_origin(self) -> RecordFundSecuredInput:
        if (self.case is None) == (self.outcome is None):
            raise BadValue("协商事项与协商成果须且只须填写一项。", "Give either case or outcome.")
        return self

    @property
    def origin(self) -> ConsultationCase | Outcome | None:
        """What brought it in."""
        return self.case or self.outcome


class FundAccountsInput(Input):
    """Whose accounts, of which year."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="With everything below it.")
    year: Year | None = Field(
        None, title="年度", description="Left out: all years, with budgets whose year is not known."
    )


class FundAccounts(Structure):
    """Money for the work, and money brought in: two accounts that are never added. All in cents."""

    budgeted: Sum = Field(title="工作经费(分)", description="For the work: budgets.")
    spent: Sum = Field(title="已支出(分)", description="For the work: expenses of the year.")
    left: Sum = Field(
        title="结余(分)",
        description="For the work: budgets less expenses; negative when overspent.",
    )
    subsidies: Sum = Field(title="奖补资金(分)", description="Reward money granted to stations.")
    own_funds: Sum = Field(title="自筹资金(分)", description="What stations put in themselves.")
    stipends: Sum = Field(
        title="召集人补助(分)",
        description="What conveners were paid, by the last day of the period.",
    )
    secured: Sum = Field(
        title="争取资金(分)", description="Brought in by consultations for projects."
    )


@operation(
    Text("登记争取资金", "Record funds secured"),
    permission=Permission.FUNDS_RECORD,
    subject="origin",
    event=FUND_SECURED,
    importable=True,
)
async def record_fund_secured(
    context: OperationContext, data: RecordFundSecuredInput
) -> FundSecured:
    """Record money that a case or outcome brought in for a project. It is never part of the money
    for the work.
    """
    require_one_county(context, data)
    secured = entered(FundSecured, data)
    if data.outcome:
        secured.case_id = data.outcome.case_id
    await rules.require_secured(context, secured)
    return context.add(secured)


@question(Text("经费账目", "Fund accounts"), permission=reading("budget"), subject="org")
async def fund_accounts(context: OperationContext, data: FundAccountsInput) -> FundAccounts:
    """The accounts of an org with everything below it: money for the work and money brought in,
    kept apart.
    """
    org, year = data.org, data.year
    budgeted = await _sum(context, org, Budget, Budget.amount, Budget.year, year)
    spent = await _sum(context, org, Expense, Expense.amount, _year(Expense.date), year)
    return FundAccounts(
        budgeted=budgeted,
        spent=spent,
        left=budgeted - spent,
        subsidies=await _sum(context, org, Subsidy, Subsidy.amount, Subsidy.year, year),
        own_funds=await _sum(context, org, Subsidy, Subsidy.own_funds, Subsidy.year, year),
        stipends=await _sum(context, org, Stipend, Stipend.amount, _year(Stipend.period_to), year),
        secured=await _sum(
            context, org, FundSecured, FundSecured.amount, _year(FundSecured.date), year
        ),
    )


def _year(day: Any) -> Any:
    return sa.func.date_part("year", day)


async def _sum(
    context: OperationContext,
    org: OrgUnit,
    entity: type[Entity],
    value: Any,
    of: Any,
    year: int | None,
) -> int:
    query = sa.select(sa.func.coalesce(sa.func.sum(value), 0)).select_from(entity)
    query = query.where(
        entity.county == org.county,
        entity.org_path.bool_op("^@")(org.org_path),
        entity.voided_at.is_(None),
    )
    if year is not None:
        query = query.where(of == year)
    return int((await context.session.execute(query)).scalar_one())
