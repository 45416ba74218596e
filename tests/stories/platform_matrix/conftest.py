"""A county with the matrix."""

from __future__ import annotations

import pytest

from tests.stories.platform_matrix.matrix import PLUGIN, Matrix, day
from tests.stories.town import Town


@pytest.fixture
async def matrix(story: Town) -> Matrix:
    await story.switch_on(PLUGIN, "county")
    made = await story["county"].do(
        "openStation",
        "station { id }",
        org=story.orgs["village"],
        name="柳湾委员工作室",
        kind="member_studio",
        sub_kind="regional",
        level="village",
        opened_on=day(400),
    )
    return Matrix(story, made["station"]["id"])
