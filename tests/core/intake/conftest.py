"""Settings as counties set them: what a place allows depends on them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.stations.test_stations import open_station
from tests.fixtures.county import County
from yishi_core.domain.stations.models import Station
from yishi_core.kernel.operation.platform import Platform
from yishi_tenants.settings.source import TenantSettings


@pytest.fixture
def platform(platform: Platform) -> Platform:
    """The platform over the real tables of settings."""
    return replace(platform, settings=TenantSettings(platform.plugins))


@pytest.fixture
async def station(town: County) -> Station:
    """An open station of the village."""
    return await open_station(town)
