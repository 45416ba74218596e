"""What every test may use: the marker `check`, asyncio as the one event loop, and the fixtures of `tests.fixtures`."""

from __future__ import annotations

import pytest

from tests.checks import claims_of, titles

pytest_plugins = ["tests.fixtures.county", "tests.fixtures.database", "tests.fixtures.golden"]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """psycopg, procrastinate and litestar run on asyncio here, and nowhere else."""
    return "asyncio"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a marker `check(…)` whose id no check has: it would count for nothing."""
    known = titles()
    for item in items:
        if unknown := [check for check, _ in claims_of(item) if check not in known]:
            raise pytest.UsageError(f"{item.nodeid}: no such check: {', '.join(unknown)}; see tests/checks.toml")
