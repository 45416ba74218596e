"""The tracked files of the repository, as the lint rules see them."""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]

# : Root folder → the one import package in it. The folders themselves are not packages (decision
# 0001).
PACKAGES = {
    "core": "yishi_core",
    "tenants": "yishi_tenants",
    "plugins": "yishi_plugins",
    "graphql": "yishi_graphql",
}


@functools.cache
def tracked() -> tuple[PurePosixPath, ...]:
    """Every file that is tracked or would be: new files count before they are committed, ignored
    ones never.
    """
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    names = sorted(set(listed.stdout.split("\0")) - {""})
    return tuple(PurePosixPath(name) for name in names if (ROOT / name).is_file())


def read(path: PurePosixPath) -> str | None:
    """The text of a tracked file, or nothing where it is not text."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def in_package(path: PurePosixPath, *folders: str) -> bool:
    """Whether the file belongs to the import package of one of these root folders (all four when
    none is named).
    """
    return (
        len(path.parts) > 1
        and PACKAGES.get(path.parts[0]) == path.parts[1]
        and path.parts[0] in (folders or PACKAGES)
    )
