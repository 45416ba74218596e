"""The form that fits a topic (domain.md 3.1): what is broad in a meeting, what is local and
professional in a symposium or on site, what is urgent online.
"""

from __future__ import annotations

from collections.abc import Collection

from yishi_core import Advice, ReadContext, Text, advise
from yishi_core.domain.consultations import (
    ConsultationForm,
    PlanConsultationInput,
    plan_consultation,
)
from yishi_core.domain.topics import Impact, Topic, Urgency


@advise(plan_consultation)
async def fitting(context: ReadContext, data: PlanConsultationInput) -> list[Advice]:
    """Another form than the one that fits the topic is pointed out."""
    topic = await context.get(Topic, data.case.topic_id) if data.case else None
    forms = fitting_forms(topic) if topic else ()
    if not forms or data.form in forms:
        return []
    labels = [context.settings.label("form", form.value) for form in forms]
    told = Text(
        f"按议题的范围、专业性和紧急程度,宜用{'或'.join(labels)}。",
        f"By its breadth, expertise and urgency the topic fits {' or '.join(forms)}.",
    )
    return [Advice("other_form", told)]


def fitting_forms(topic: Topic) -> Collection[ConsultationForm]:
    """The forms that fit a topic; none for an everyday matter, which any light form suits."""
    if topic.urgency is Urgency.URGENT:
        return (ConsultationForm.ONLINE,)
    if topic.impact is Impact.BROAD:
        return (ConsultationForm.MEETING,)
    if topic.is_professional:
        return (ConsultationForm.SYMPOSIUM, ConsultationForm.SITE_VISIT)
    return ()
