"""Import every module of one package alone: `python -m tests.lint.alone core/yishi_core`; one report per failure.

Each module is imported in a forked child of a parent that has loaded third parties' code but nothing of ours: as good
as a fresh interpreter, at a tenth of the time. Warnings are errors in the child.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path

#: What is slow to load and used nearly everywhere; leaving one out costs time only.
LIBRARIES = (
    "sqlalchemy.ext.asyncio",
    "sqlalchemy.dialects.postgresql",
    "pydantic",
    "pydantic_settings",
    "psycopg_pool",
)
FACE_LIBRARIES = ("graphql", "litestar", "rich_click")


def modules(folder: Path) -> Iterator[str]:
    """Dotted names of all modules under the folder of an import package.

    Left out: `__main__`, and migration scripts with their `env`, which only Alembic can load.
    """
    for file in sorted(folder.rglob("*.py")):
        parts = [folder.name, *file.relative_to(folder).with_suffix("").parts]
        if parts[-1] == "__main__" or "versions" in parts or parts[-2:] == ["migrations", "env"]:
            continue
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def import_alone(name: str) -> str | None:
    """Import in a forked child: the error's text, or nothing when it worked."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        failure = ""
        try:
            warnings.simplefilter("error")
            importlib.import_module(name)
        except BaseException:  # whatever it was, the parent tells it and this child ends
            failure = traceback.format_exc()[-4000:]
        os.write(writing, failure.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        failure = pipe.read().decode(errors="replace")
    _, status = os.waitpid(child, 0)
    return failure or (f"the interpreter ended with status {status}" if status else None)


def main(folder: Path) -> int:
    """Try them all; the number of failures."""
    for library in (*LIBRARIES, *(FACE_LIBRARIES if folder.name == "yishi_graphql" else ())):
        with contextlib.suppress(ImportError):
            importlib.import_module(library)
    failures = {name: failure for name in modules(folder) if (failure := import_alone(name))}
    for name, failure in failures.items():
        print(f"{name} cannot be imported alone:\n{failure}")
    return len(failures)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()) > 0)
