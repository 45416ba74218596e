"""Rules of topics, over plain values."""

from __future__ import annotations

import pytest

from yishi_core.domain.consultations.models import ConsultationForm
from yishi_core.domain.stations.models import Station, StationLevel
from yishi_core.domain.topics.models import Impact, TopicScope, Urgency
from yishi_core.domain.topics.rules import recommended_form, scope_of


@pytest.mark.parametrize(
    ("urgency", "impact", "professional", "form"),
    [
        (Urgency.NORMAL, Impact.BROAD, False, ConsultationForm.MEETING),
        (Urgency.NORMAL, Impact.BROAD, True, ConsultationForm.MEETING),
        (Urgency.NORMAL, Impact.LOCAL, True, ConsultationForm.SYMPOSIUM),
        (Urgency.NORMAL, Impact.LOCAL, False, ConsultationForm.SITE_VISIT),
        (Urgency.URGENT, Impact.BROAD, True, ConsultationForm.ONLINE),
        (Urgency.URGENT, Impact.LOCAL, False, ConsultationForm.ONLINE),
    ],
)
def test_the_form_follows_breadth_expertise_and_urgency(
    urgency: Urgency, impact: Impact, professional: bool, form: ConsultationForm
) -> None:
    assert recommended_form(urgency, impact, professional) is form


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("90/01/01/", TopicScope.COUNTY),
        ("90/01/01/100/", TopicScope.TOWNSHIP),
        ("90/01/01/100/201/", TopicScope.VILLAGE),
        ("90/01/01/100/201/yard-1/", TopicScope.VILLAGE),
    ],
)
def test_the_scope_is_the_level_of_the_org(path: str, scope: TopicScope) -> None:
    assert scope_of(path, 900101, None) is scope


def test_the_station_s_level_goes_before_the_org_s() -> None:
    assert scope_of("90/01/01/", 900101, Station(level=StationLevel.VILLAGE)) is TopicScope.VILLAGE
    assert scope_of("90/01/01/", 900101, Station(level=StationLevel.PARK)) is TopicScope.COUNTY
