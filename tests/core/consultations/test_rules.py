"""Rules of events, over plain values."""

from __future__ import annotations

from datetime import date, time

import pytest

from yishi_core.domain.consultations import rules
from yishi_core.domain.consultations.models import PartyKind
from yishi_core.domain.people.models import Person
from yishi_core.domain.topics.models import ConsultationGrade
from yishi_core.errors import InvalidInput
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.variants.core_settings import CoreSettings


def test_an_event_ends_after_it_began() -> None:
    rules.times_in_order(time(9), time(10))
    rules.times_in_order(None, time(10))
    for end in (time(9), time(8)):
        with pytest.raises(InvalidInput) as caught:
            rules.times_in_order(time(9), end)
        assert caught.value.fields[0].path == "time_to"


def test_nobody_is_named_twice_and_the_place_is_told() -> None:
    one, other = Person(id=new_id(), name="王"), Person(id=new_id(), name="李")
    rules.named_once([one, None, other, None], "participants.{}.person")
    with pytest.raises(InvalidInput) as caught:
        rules.named_once([one, other, one], "participants.{}.person")
    assert [f.path for f in caught.value.fields] == ["participants.2.person"]


def test_the_four_parties() -> None:
    assert rules.missing_parties(rules.FOUR_PARTIES) == []
    there = [PartyKind.CPPCC_MEMBER, PartyKind.EXPERT, PartyKind.MASS_REPRESENTATIVE]
    assert rules.missing_parties(there) == [
        PartyKind.INVITED_REPRESENTATIVE,
        PartyKind.DEPARTMENT_HEAD,
    ]


@pytest.mark.parametrize(
    ("grade", "days"), [("small_micro", 3), ("key_special", 7), ("deliberative_special", 7)]
)
def test_notice_by_grade(grade: str, days: int) -> None:
    assert rules.notice_days(ConsultationGrade.read(grade), CoreSettings()) == days
    assert not rules.notice_is_short(date(2026, 3, 1), date(2026, 3, 1 + days), days)
    assert rules.notice_is_short(date(2026, 3, 2), date(2026, 3, 1 + days), days)


def test_rounds_count_up() -> None:
    assert (rules.next_round([]), rules.next_round([1, 3, 2])) == (1, 4)
