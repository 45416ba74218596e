"""A procedure of three steps, and what is asked of a case that runs through it."""

from __future__ import annotations

from typing import Any

from tests.core.cases import procedure, step
from tests.fixtures.county import County
from yishi_core.domain.procedures.models import ConsultationCase
from yishi_core.domain.topics.models import Topic

THREE = procedure(step("a", time_limit_days=5), step("b", may_skip=True), step("c"))


async def topic_of(town: County, case: ConsultationCase) -> Topic:
    row: Topic = (await town.rows(Topic, Topic.id == case.topic_id))[0]
    return row


async def progress(town: County, case: ConsultationCase, who: str = "village") -> Any:
    return await town.act(who, "case_progress", case=case)
