"""What every test may use: the marker `check`, asyncio as the one event loop, and the database of `tests.fixtures`."""

from __future__ import annotations

import pytest

from tests.checks import CHECKS, checks_of


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """psycopg, procrastinate and litestar are used on asyncio only."""
    return "asyncio"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a marker `check(…)` whose id no check has: it would count for nothing."""
    titles = CHECKS()
    for item in items:
        if unknown := [check for check in checks_of(item) if check not in titles]:
            raise pytest.UsageError(f"{item.nodeid}: no such check: {', '.join(unknown)}; see tests/checks.toml")
