"""The forms that fit a topic: without a database (domain.md 3.1, form rule)."""

from __future__ import annotations

import pytest

from yishi_core.domain.consultations import ConsultationForm
from yishi_core.domain.topics import Impact, Topic, Urgency
from yishi_plugins.six_step_township.forms import fitting_forms

SMALLER_CIRCLES = (ConsultationForm.SYMPOSIUM, ConsultationForm.SITE_VISIT)


@pytest.mark.parametrize(
    ("urgency", "impact", "professional", "expected"),
    [
        (Urgency.URGENT, Impact.BROAD, True, (ConsultationForm.ONLINE,)),
        (Urgency.NORMAL, Impact.BROAD, True, (ConsultationForm.MEETING,)),
        (Urgency.NORMAL, Impact.LOCAL, True, SMALLER_CIRCLES),
        (Urgency.NORMAL, Impact.LOCAL, False, ()),
    ],
)
def test_urgency_comes_before_breadth_and_breadth_before_expertise(
    urgency: Urgency,
    impact: Impact,
    professional: bool,
    expected: tuple[ConsultationForm, ...],
) -> None:
    topic = Topic(title="某事", urgency=urgency, impact=impact, is_professional=professional)
    assert tuple(fitting_forms(topic)) == expected
