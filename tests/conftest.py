"""What every test may use: the marker `check`, asyncio as the one event loop, and the fixtures of
`tests.fixtures`.
"""

from __future__ import annotations

import gc
from functools import partial

import pytest
import structlog
from hypothesis import HealthCheck, settings

from tests.checks import claims_of, titles
from yishi_core.kernel.database import Database
from yishi_core.settings import AppSettings

pytest_plugins = [
    "tests.fixtures.county",
    "tests.fixtures.database",
    "tests.fixtures.day",
    "tests.fixtures.golden",
    "tests.fixtures.passwords",
    "tests.fixtures.workers",
]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """psycopg, procrastinate and litestar run on asyncio here, and nowhere else."""
    return "asyncio"


def pytest_configure() -> None:
    """`YISHI_PLAIN_DRIVER` holds for the databases that tests open themselves too, as if each had
    passed `plain=True` (`make test-slow`). Hypothesis takes its time.
    """
    if AppSettings().plain_driver:
        Database.open = partial(Database.open, plain=True)  # type: ignore[method-assign]
    _log()
    # A busy machine fails no property: how fast examples are made and tried is no matter of theirs.
    settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("suite")


def _log() -> None:
    """Lines as a process writes them, without the values of all variables: drawing those takes
    seconds, in which a pool gives up waiting.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.dev.ConsoleRenderer(colors=False),
        ],
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse a marker `check(…)` whose id no check has: it would count for nothing."""
    known = titles()
    for item in items:
        if unknown := [check for check, _ in claims_of(item) if check not in known]:
            raise pytest.UsageError(
                f"{item.nodeid}: no such check: {', '.join(unknown)}; see tests/checks.toml"
            )


def pytest_collection_finish() -> None:
    """What is there now stays until the end. Left to the garbage collector, it would be looked
    through again and again, for a tenth of the processor time of the suite.
    """
    gc.collect()
    gc.freeze()
