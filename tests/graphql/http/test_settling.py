"""A process that has loaded looks for garbage again, but no more in what it loaded."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import gc
from yishi_graphql.http.settling import settling

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


def test_what_was_loaded_is_not_looked_at_again() -> None:
    subprocess.run([sys.executable, "-c", CODE], check=True)
