"""A variant with recurring days, and settings over the real tables."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.fixtures.county import make_platform
from yishi_core.kernel.database import Database
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.plugins.plugin_set import PluginSet, load_plugins
from yishi_core.kernel.variants import toml
from yishi_tenants.settings.source import TenantSettings

TWO_MONTHS = """
code = "old_town"
label = "古城协商"
version = "1.0.0"
schedules = [
  { code = "collect", kind = "collect_day", label = "双月收集", month_day = 15, month_parity = "even", on_holiday = "next_workday" },
  { code = "consult", kind = "consult_day", label = "单月协商", month_day = 15, month_parity = "odd", on_holiday = "next_workday" },
]
"""


@cache
def old_town() -> PluginSet:
    """The same for every test: what a platform derives from its plugins is kept."""
    return load_plugins([SimpleNamespace(variant=toml.parse(TWO_MONTHS))], entry_points=False)


@pytest.fixture
def platform(database: Database, tmp_path: Path) -> Platform:
    """A platform with the variant `old_town` (domain.md 3.9) and the settings that counties set."""
    plugins = old_town()
    return replace(
        make_platform(database, tmp_path / "files", plugins), settings=TenantSettings(plugins)
    )
