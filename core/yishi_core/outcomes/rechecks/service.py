"""The yearly look at what could only be explained (domain.md 2.9 [D])."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from yishi_core.access import Permission
from yishi_core.errors import NotFound, Text
from yishi_core.operation import Input, OperationContext, Ref, operation
from yishi_core.operation.rules import not_before, not_future, require, require_field
from yishi_core.outcomes.models import Explanation, Outcome, OutcomeState, RouteClass
from yishi_core.outcomes.rechecks.models import Recheck
from yishi_core.outcomes.routes.rules import recheck_day
from yishi_core.plugins.core_settings import CoreSettings


class RecheckExplanationInput(Input):
    """What a look at an explained outcome showed."""

    explanation: Ref[Explanation] = Field(title="宣传解释")
    by: str = Field(title="复查人", description="Who looked, and the post.", min_length=2, max_length=120)
    finding: str = Field(title="复查情况", description="What was found.", min_length=2, max_length=2000)
    solvable: bool = Field(title="现可解决", description="Whether it can be solved now.")
    on: date | None = Field(None, title="复查日期", description="Today unless named.")
    next_on: date | None = Field(None, title="下次复查", description="By default a year on (setting); only where it still cannot be solved.")


@operation(Text("C类复查", "Re-check an explanation"), permission=Permission.OUTCOME_ROUTE, subject="explanation", event="outcome.rechecked")
async def recheck_explanation(context: OperationContext, data: RecheckExplanationInput) -> Recheck:
    """Look again at an outcome of class C. Still unsolvable: the next look is a year on. Solvable: it leaves the list and waits for a new class."""
    explanation, day = data.explanation, data.on or context.today
    require(explanation.settled_on is None, "settled_already", "该事项已复查销号。", "It has left the list already.")
    not_future(day, "on", context)
    not_before(day, explanation.on, "on", "解释日期", "the day of the explanation")
    outcome = await context.get(Outcome, explanation.outcome_id)
    if outcome is None:
        raise NotFound.at("explanation")
    require(
        outcome.route_class is RouteClass.C, "route_class", "该成果已改为其他分类,无需复查。", "The outcome is of another class now."
    )
    following = None
    if data.solvable:
        require_field(data.next_on is None, "next_on", "现可解决时不填下次复查。", "What can be solved is not looked at again.")
        explanation.settled_on = day
        outcome.route_class, outcome.state, outcome.closed_on = None, OutcomeState.DRAFT, None
    else:
        following = data.next_on or recheck_day(day, context.settings.of("core", CoreSettings).recheck_months)
        require_field(following > day, "next_on", "下次复查应晚于本次。", "The next look lies after this one.")
        explanation.recheck_on = following
    return context.add(
        Recheck(
            explanation_id=explanation.id, outcome_id=outcome.id, on=day, by=data.by, finding=data.finding, solvable=data.solvable,
            next_on=following,
        )
    )  # fmt: skip
