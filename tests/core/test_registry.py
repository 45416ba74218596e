"""The registry of entities puts together what the columns declare (decision 0002)."""

from __future__ import annotations

import pytest

from yishi_core.domain.topics.models import Topic
from yishi_core.kernel.entity.model import Registry, describe


def test_a_reference_to_an_entity_that_is_not_installed_stops_the_start() -> None:
    with pytest.raises(ValueError, match=r"Topic\.\w+ points at \w+, which is not installed"):
        Registry([describe(Topic)])


def test_two_entities_of_one_name_stop_the_start() -> None:
    with pytest.raises(ValueError, match="two entities are named Topic"):
        Registry([describe(Topic), describe(Topic)])
