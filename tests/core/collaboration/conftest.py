"""The other county."""

from __future__ import annotations

import pytest

from tests.fixtures.county import County, make_county
from yishi_core.kernel.operation.platform import Platform


@pytest.fixture
async def abroad(platform: Platform, town: County) -> County:
    """The neighbouring county, in the same database."""
    return await make_county(town.platform)
