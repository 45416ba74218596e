"""A process that has loaded looks for garbage again, but no more in what it loaded."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import gc
from yishi_graphql.http.startup_memory import settling

kept = []
try:
    with settling():
        assert not gc.isenabled()
        kept.append([])
        kept[0].append(kept)
        raise RuntimeError
except RuntimeError:
    pass
assert gc.isenabled()
assert gc.get_freeze_count() > 1000
assert not any(found is kept for found in gc.get_objects())
"""


SERVING = """
import sys
import yishi_graphql.place.assemble, yishi_graphql.http.application, yishi_graphql.http.serve, yishi_graphql.reader
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_graphql.place.compose import operations, registry
from yishi_graphql.schema import build_schema

plugins = load_plugins()
build_schema(registry(plugins), operations(plugins).values())
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""
LATER = {
    "PIL",
    "alembic",
    "chinese_calendar",
    "click",
    "opencc",
    "procrastinate",
    "psutil",
    "pypinyin",
    "rich_click",
}


def test_what_was_loaded_is_not_looked_at_again() -> None:
    subprocess.run([sys.executable, "-c", CODE], check=True)


def test_a_serving_process_does_not_load_what_jobs_commands_and_few_requests_need() -> None:
    """It may hold 200 MB (docs/measurements.md)."""
    loaded = subprocess.run(
        [sys.executable, "-c", SERVING], check=True, capture_output=True, text=True
    ).stdout.split()
    assert "litestar" in loaded
    assert LATER & set(loaded) == set()


SURVIVING = """
import gc
from yishi_graphql.http.startup_memory import FROZEN, SURVIVORS, ShortPasses

collector = ShortPasses()
collector.begin()
start = gc.get_freeze_count()
kept = [[] for _ in range(SURVIVORS // 2)]
gc.collect()
assert gc.get_freeze_count() <= start, "so few are looked at again"
kept += [[] for _ in range(SURVIVORS)]
gc.collect()
assert gc.get_freeze_count() >= start + SURVIVORS
kept += [[] for _ in range(FROZEN)]
gc.collect()
frozen = gc.get_freeze_count()
kept += [[] for _ in range(2 * SURVIVORS)]
gc.collect()
assert gc.get_freeze_count() <= frozen, "there is an end to it"
"""


def test_what_outlives_a_full_pass_is_not_looked_at_again_up_to_a_limit() -> None:
    subprocess.run([sys.executable, "-c", SURVIVING], check=True)
