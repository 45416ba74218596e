"""What waits on matters that could not be solved (domain.md 2.9, class C): the yearly look."""

from __future__ import annotations

import sqlalchemy as sa

from yishi_core.access import Permission
from yishi_core.errors import Text
from yishi_core.outcomes.models import Explanation, Outcome, RouteClass
from yishi_core.todos.declaration import Matter, Todo

_outcome = (Outcome.county == Explanation.county) & (Outcome.id == Explanation.outcome_id)

EXPLANATION = Matter(
    Explanation, title=sa.select(Outcome.title).where(_outcome).correlate(Explanation).scalar_subquery(), acts=("explain_outcome",),
)  # fmt: skip

RECHECK = Todo(
    "explanation.recheck", EXPLANATION, Text("复查暂不能解决的事项", "Look again at what could not be solved"), waits="解释事项到期未复查",
    permission=Permission.OUTCOME_ROUTE,
    when=Explanation.settled_on.is_(None) & sa.exists().where(_outcome, Outcome.route_class == RouteClass.C).correlate(Explanation),
    due=Explanation.recheck_on, begins=Explanation.recheck_on, by=("recheck_explanation",),
)  # fmt: skip
