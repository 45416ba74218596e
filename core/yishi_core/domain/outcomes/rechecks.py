"""Yearly rechecks of outcomes that could only be explained (domain.md 2.9 [D])."""

from __future__ import annotations

import uuid
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.domain.outcomes.models import Explanation, Outcome, OutcomeState, RouteClass
from yishi_core.domain.outcomes.routes import recheck_day
from yishi_core.domain.outcomes.rules import OutcomeRule
from yishi_core.errors import NotFound, Text
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access import Permission
from yishi_core.kernel.entity import Entity, column, ref
from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.operation import TODAY, Input, OperationContext, Ref, like, operation
from yishi_core.kernel.operation.entering import entered
from yishi_core.kernel.operation.rules import not_before, not_future, require, require_field
from yishi_core.kernel.variants.core_settings import CoreSettings


class Recheck(Entity):
    """Recheck of an explained outcome: solvable now, or still not."""

    __label__ = "C类复查"

    explanation_id: Mapped[uuid.UUID] = ref("Explanation", "宣传解释", inverse="rechecks")
    outcome_id: Mapped[uuid.UUID] = ref("Outcome", "协商成果", inverse="rechecks")
    on: Mapped[date] = column("复查日期", "When.", search="date")
    by: Mapped[str] = column("复查人", "Who looked, and the post.")
    finding: Mapped[str] = column("复查情况", "What was found.", search="text")
    solvable: Mapped[bool] = column("现可解决", "It can be solved now: the outcome is routed anew.")
    next_on: Mapped[date | None] = column("下次复查", "Where it still cannot be solved.")


OUTCOME_RECHECKED = EventType("outcome.rechecked", Recheck)


class RecheckExplanationInput(Input, enters=Recheck):
    """The result of a recheck of an explained outcome."""

    explanation: Ref[Explanation] = like(Recheck.explanation_id)
    by: str = like(Recheck.by, min_length=2, max_length=120)
    finding: str = like(Recheck.finding, min_length=2, max_length=2000)
    solvable: bool = like(Recheck.solvable, doc="Whether it can be solved now.")
    on: date | None = like(Recheck.on, None, doc=TODAY)
    next_on: date | None = like(
        Recheck.next_on,
        None,
        doc="By default a year on (setting); only where it still cannot be solved.",
    )


@operation(
    Text("C类复查", "Re-check an explanation"),
    permission=Permission.OUTCOME_ROUTE,
    subject="explanation",
    event=OUTCOME_RECHECKED,
)
async def recheck_explanation(context: OperationContext, data: RecheckExplanationInput) -> Recheck:
    """Recheck an outcome of class C.

    If it is still unsolvable, the next recheck is a year later. If it is solvable, it leaves the
    list and waits for a new class.
    """
    explanation, day = data.explanation, data.on or context.today
    require(explanation.settled_on is None, OutcomeRule.RECHECKED_ALREADY)
    not_future(day, "on", context)
    not_before(day, explanation.on, "on", "解释日期", "the day of the explanation")
    outcome = await context.get(Outcome, explanation.outcome_id)
    if outcome is None:
        raise NotFound.at("explanation")
    require(outcome.route_class is RouteClass.C, OutcomeRule.RECLASSIFIED)
    following = None
    if data.solvable:
        require_field(
            data.next_on is None,
            "next_on",
            "现可解决时不填下次复查。",
            "What can be solved is not looked at again.",
        )
        explanation.settled_on = day
        outcome.route_class, outcome.state, outcome.closed_on = None, OutcomeState.DRAFT, None
    else:
        following = data.next_on or recheck_day(
            day, context.settings.of(CoreSettings).recheck_months
        )
        require_field(
            following > day, "next_on", "下次复查应晚于本次。", "The next look lies after this one."
        )
        explanation.recheck_on = following
    return context.add(
        entered(
            Recheck,
            data,
            explanation_id=explanation.id,
            outcome_id=outcome.id,
            on=day,
            next_on=following,
        )
    )


_outcome = (Outcome.county == Explanation.county) & (Outcome.id == Explanation.outcome_id)

EXPLANATION = Matter(
    Explanation,
    title=sa.select(Outcome.title).where(_outcome).correlate(Explanation).scalar_subquery(),
    acts=("explain_outcome",),
)

RECHECK = Todo(
    "explanation.recheck",
    EXPLANATION,
    Text("复查暂不能解决的事项", "Look again at what could not be solved"),
    waits="解释事项到期未复查",
    permission=Permission.OUTCOME_ROUTE,
    when=Explanation.settled_on.is_(None)
    & sa.exists().where(_outcome, Outcome.route_class == RouteClass.C).correlate(Explanation),
    due=Explanation.recheck_on,
    begins=Explanation.recheck_on,
    by=("recheck_explanation",),
)
