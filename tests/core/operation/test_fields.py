"""A field of an input says what the column says that it fills."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from yishi_core.domain.stations.models import Station
from yishi_core.domain.topics.models import Topic, Urgency
from yishi_core.kernel.entity.columns import info_of
from yishi_core.kernel.operation import TODAY, Input, Ref, like


class WordsInput(Input):
    """Fields with the words of columns."""

    topic: Ref[Topic] = like(Topic)
    title: str = like(Topic.title, min_length=2)
    urgency: Urgency = like(Topic.urgency, Urgency.NORMAL)
    station: Ref[Station] | None = like(Topic.station_id, None)
    approved_on: date | None = like(Topic.approved_on, None, doc=TODAY)
    focus_tags: list[str] = like(Topic.focus_tags, default_factory=list, max_length=2)


def test_label_and_description_are_the_columns() -> None:
    told = {name: (f.title, f.description) for name, f in WordsInput.model_fields.items()}
    assert told == {
        "topic": ("议题", None),
        "title": ("题目", info_of(Topic.title).doc),
        "urgency": ("缓急", "Normal or urgent."),
        "station": ("站点", None),
        "approved_on": ("审定日期", "Today unless named."),
        "focus_tags": ("专题标签", info_of(Topic.focus_tags).doc),
    }


def test_a_field_is_required_unless_it_has_a_default() -> None:
    required = [name for name, field in WordsInput.model_fields.items() if field.is_required()]
    assert required == ["topic", "title"]
    data = WordsInput.model_validate({"topic": "Topic:900101:" + "0" * 32, "title": "路灯"})
    assert (data.urgency, data.station, data.focus_tags) == (Urgency.NORMAL, None, [])


@pytest.mark.parametrize("wrong", [{"title": "灯"}, {"focus_tags": ["a", "b", "c"]}])
def test_limits_stand_beside_the_words(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        WordsInput.model_validate({"topic": "Topic:900101:" + "0" * 32, "title": "路灯", **wrong})
