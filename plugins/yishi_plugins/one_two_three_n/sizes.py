"""大事大议、小事小议、急事快议、难事广议: the size of a matter picks the form and the time (domain.md
2.6, 3.7).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from pydantic import Field

from yishi_core import (
    Advice,
    Effective,
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
from yishi_core.domain.consultations import (
    ChangeConsultationInput,
    Consultation,
    ConsultationForm,
    PlanConsultationInput,
    PostponeConsultationInput,
    change_consultation,
    plan_consultation,
    postpone_consultation,
)
from yishi_core.domain.procedures import ConsultationCase
from yishi_core.domain.topics import (
    ApproveTopicInput,
    Impact,
    Orientation,
    Topic,
    Urgency,
    approve_topic,
)
from yishi_plugins.one_two_three_n.settings import Settings


class TopicSize(Labelled):
    """The size of a matter, and how it is talked over."""

    URGENT = "urgent", "急事快议"
    BIG = "big", "大事大议"
    HARD = "hard", "难事广议"
    SMALL = "small", "小事小议"


class SizeRule(Structure):
    """How a topic is to be talked over."""

    size: TopicSize = Field(title="议法")
    label: str = Field(title="名称", description="As the office says it.")
    forms: list[ConsultationForm] = Field(title="形式", description="The forms that fit.")
    days: int = Field(title="天数", description="From the approval to the first consultation.")
    until: date = Field(
        title="期限", description="Last day for it; counted from today before the approval."
    )


class SizeRuleInput(Input):
    """The topic whose size is asked for."""

    topic: Ref[Topic] = like(Topic)


def size_of(topic: Topic) -> TopicSize:
    """The size by urgency, breadth and difficulty, in this order.

    It is the order in which core recommends a form, so that its recommendation is among the forms.
    """
    if topic.urgency is Urgency.URGENT:
        return TopicSize.URGENT
    if topic.impact is Impact.BROAD:
        return TopicSize.BIG
    if topic.is_professional or topic.orientation is Orientation.PROBLEM:
        return TopicSize.HARD
    return TopicSize.SMALL


def rule_of(settings: Effective, topic: Topic, today: date) -> SizeRule:
    """The forms and the last day for a topic of this size."""
    own, size = settings.of(Settings), size_of(topic)
    forms, days = {
        TopicSize.URGENT: (own.urgent_forms, own.urgent_days),
        TopicSize.BIG: (own.big_forms, own.big_days),
        TopicSize.HARD: (own.hard_forms, own.hard_days),
        TopicSize.SMALL: (own.small_forms, own.small_days),
    }[size]
    return SizeRule(
        size=size,
        label=size.label,
        forms=list(forms),
        days=days,
        until=(topic.approved_on or today) + timedelta(days=days),
    )


@question(Text("议事规则", "Size rule"), permission="topic:read", subject="topic")
async def size_rule(context: OperationContext, data: SizeRuleInput) -> SizeRule:
    """How big, urgent or hard a topic is, the forms that fit, and by when it is talked over."""
    return rule_of(context.settings, data.topic, context.today)


@advise(approve_topic)
def told(context: ReadContext, data: ApproveTopicInput) -> Sequence[Advice]:
    """Whoever approves a topic is told in which form and by when it is talked over."""
    rule = rule_of(context.settings, data.topic, context.today)
    forms = _named(context.settings, rule.forms)
    text = Text(
        f"{rule.label}:请于{rule.until}前召开议事协商会,形式可选{forms.zh}。",
        f"{rule.size.value}: hold a consultation by {rule.until}, in one of these forms: "
        f"{forms.en}.",
    )
    return [Advice("size_rule", text)]


@advise(plan_consultation, change_consultation, postpone_consultation)
async def fits(
    context: ReadContext,
    data: PlanConsultationInput | ChangeConsultationInput | PostponeConsultationInput,
    result: Consultation,
) -> Sequence[Advice]:
    """The first consultation of a matter takes a form and a day that fit its size."""
    case = await context.get(ConsultationCase, result.case_id)
    topic = await context.get(Topic, case.topic_id) if case else None
    if topic is None:
        return []
    rule, found = rule_of(context.settings, topic, context.today), []
    if result.form not in rule.forms:
        forms = _named(context.settings, rule.forms)
        text = Text(
            f"{rule.label}:本议题宜用{forms.zh}。", f"{rule.size.value}: better as {forms.en}."
        )
        found.append(Advice("size_form", text))
    if result.round_no == 1 and result.date > rule.until:
        text = Text(
            f"{rule.label}:应于{rule.until}前召开,计划日期晚了{(result.date - rule.until).days}天。",
            f"{rule.size.value}: due by {rule.until}, planned "
            f"{(result.date - rule.until).days} days later.",
        )
        found.append(Advice("size_late", text))
    return found


def _named(settings: Effective, forms: Sequence[ConsultationForm]) -> Text:
    return Text(
        "、".join(settings.word(form) for form in forms), ", ".join(form.value for form in forms)
    )
