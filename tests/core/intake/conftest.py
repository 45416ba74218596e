"""Settings as counties set them: what a place allows depends on them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from yishi_core.kernel.operation.platform import Platform
from yishi_tenants.settings.source import TenantSettings


@pytest.fixture
def platform(platform: Platform) -> Platform:
    """The platform over the real tables of settings."""
    return replace(platform, settings=TenantSettings(platform.plugins))
