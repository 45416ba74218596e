"""Supervision by class: how each outcome is supervised, by its class and urgency (domain.md 3.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import Field

from yishi_core import (
    Advice,
    Input,
    Labelled,
    OperationContext,
    ReadContext,
    Ref,
    Structure,
    Text,
    advise,
    like,
    question,
)
from yishi_core.domain.orgs import OrgUnit
from yishi_core.domain.outcomes import (
    Outcome,
    OutcomeState,
    RouteClass,
    SuperviseInput,
    Supervision,
    SupervisionMethod,
    supervise,
)
from yishi_core.domain.procedures import ConsultationCase
from yishi_core.domain.topics import Topic, Urgency
from yishi_plugins.one_three_four_six.settings import PROCEDURE, Settings


class SupervisionClass(Labelled):
    """The classes of supervision."""

    URGENT = "urgent", "急办"
    A = "A", "A类:交承办单位办理"
    B = "B", "B类:报党委政府决策或村(居)两委处理"
    C = "C", "C类:宣传解释"


@dataclass(frozen=True)
class Supervised:
    """An outcome with its class, and how it was supervised so far."""

    outcome: Outcome
    class_: SupervisionClass | None
    """None before it is routed."""
    methods: frozenset[SupervisionMethod]

    def enough(self, settings: Settings) -> bool:
        """Whether it was supervised in one of the ways that its class asks for."""
        return bool(self.class_ and self.methods & set(methods_of(settings, self.class_)))

    def due_on(self, settings: Settings) -> date:
        """The day by which it is to be supervised, counted from when it came about."""
        urgent = self.class_ is SupervisionClass.URGENT
        days = settings.days_urgent if urgent else settings.days_usual
        return self.outcome.formed_on + timedelta(days=days)


def methods_of(settings: Settings, class_: SupervisionClass) -> Sequence[SupervisionMethod]:
    """The ways in which outcomes of a class are supervised."""
    return {
        SupervisionClass.URGENT: settings.methods_urgent,
        SupervisionClass.A: settings.methods_a,
        SupervisionClass.B: settings.methods_b,
        SupervisionClass.C: settings.methods_c,
    }[class_]


def class_of(route: RouteClass | None, urgency: Urgency | None) -> SupervisionClass | None:
    """The class of supervision: what can only be explained is never urgent."""
    if route is None:
        return None
    if urgency is Urgency.URGENT and route is not RouteClass.C:
        return SupervisionClass.URGENT
    return SupervisionClass.read(route.value)


async def supervised(context: ReadContext, outcomes: Sequence[Outcome]) -> list[Supervised]:
    """Outcomes of cases, each with its class and its checks."""
    cases = await context.find(
        ConsultationCase, ConsultationCase.id.in_([outcome.case_id for outcome in outcomes])
    )
    topics = await context.find(Topic, Topic.id.in_([case.topic_id for case in cases]))
    urgency = {topic.id: topic.urgency for topic in topics}
    of_case = {case.id: urgency.get(case.topic_id) for case in cases if case.topic_id}
    checks = await context.find(
        Supervision, Supervision.outcome_id.in_([outcome.id for outcome in outcomes])
    )
    return [
        Supervised(
            outcome,
            class_of(
                outcome.route_class, of_case.get(outcome.case_id) if outcome.case_id else None
            ),
            frozenset(check.method for check in checks if check.outcome_id == outcome.id),
        )
        for outcome in outcomes
    ]


@advise(supervise)
async def another_way(context: ReadContext, data: SuperviseInput) -> list[Advice]:
    """A check in another way than the outcome's class asks for is pointed out."""
    settings = context.settings.of(Settings)
    [found] = await supervised(context, [data.outcome])
    if found.class_ is None or data.method in methods_of(settings, found.class_):
        return []
    asked = methods_of(settings, found.class_)
    told = Text(
        f"该成果属“{found.class_.label}”,应以{'、'.join(m.label for m in asked)}督办。",
        f"Outcomes of class {found.class_} are supervised by {', '.join(asked)}.",
    )
    return [Advice("other_method", told)]


class SupervisionByClassInput(Input):
    """An org."""

    org: Ref[OrgUnit] = like(OrgUnit, doc="With everything below it.")


class OpenSupervision(Structure):
    """An outcome that was not supervised yet as its class asks."""

    outcome: Outcome = Field(title="协商成果")
    title: str = Field(title="名称")
    due_on: date = Field(title="督办期限", description="By when it is to be supervised.")
    overdue: bool = Field(title="逾期")


class ClassOfSupervision(Structure):
    """The outcomes of one class that are not closed."""

    code: SupervisionClass = Field(title="类别")
    label: str = Field(title="名称", description="Name of the class.")
    methods: list[SupervisionMethod] = Field(
        title="督办方式", description="One of these is asked for."
    )
    outcomes: int = Field(title="成果数", description="Not closed.")
    supervised: int = Field(title="已督办", description="Of these, in one of the ways asked for.")
    waiting: list[OpenSupervision] = Field(title="待督办", description="The most urgent first.")


@question(Text("分类督办", "Supervision by class"), permission="supervision:read", subject="org")
async def supervision_by_class(
    context: OperationContext, data: SupervisionByClassInput
) -> list[ClassOfSupervision]:
    """The outcomes of an org that are being handled, by class, and which of them wait to be
    supervised.
    """
    settings = context.settings.of(Settings)
    linked = await context.find(
        ConsultationCase,
        ConsultationCase.org_path.bool_op("^@")(data.org.org_path),
        ConsultationCase.procedure == PROCEDURE,
    )
    outcomes = await context.find(
        Outcome,
        Outcome.case_id.in_([case.id for case in linked]),
        Outcome.state != OutcomeState.CLOSED,
        Outcome.route_class.is_not(None),
    )
    found = await supervised(context, outcomes)
    return [_of_class(settings, found, class_, context.today) for class_ in SupervisionClass]


def _of_class(
    settings: Settings, found: Sequence[Supervised], class_: SupervisionClass, today: date
) -> ClassOfSupervision:
    own = [one for one in found if one.class_ is class_]
    waiting = [
        OpenSupervision(
            outcome=one.outcome,
            title=one.outcome.title,
            due_on=one.due_on(settings),
            overdue=one.due_on(settings) < today,
        )
        for one in own
        if not one.enough(settings)
    ]
    return ClassOfSupervision(
        code=class_,
        label=class_.label,
        methods=list(methods_of(settings, class_)),
        outcomes=len(own),
        supervised=len(own) - len(waiting),
        waiting=sorted(waiting, key=lambda one: (one.due_on, one.title)),
    )
