"""The delivered plugins keep the rules that are asked of everybody's."""

from __future__ import annotations

import pytest

from yishi_core.kernel.plugins.finding import installed_names
from yishi_core.testing.conformance import check_plugin


@pytest.mark.parametrize("package", installed_names().values())
def test_the_plugin_conforms(package: str) -> None:
    assert check_plugin(package) == []
