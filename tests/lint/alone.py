"""Import every module of packages alone: `python -m tests.lint.alone core/yishi_core
tenants/yishi_tenants`; one report per failure.

A fresh interpreter for each of 600 modules takes minutes of work, nearly all of it for importing
the same modules again. Instead a module is imported in a forked child of a process that holds third
parties' code and, of ours, only what the module imports anyway: the largest closure of another
module that lies within its own and does not reach it. What a module imports without being reached
from there cannot be half imported when it is its turn, so the order in which that came in does not
matter; the modules of a circle are each imported with none of the circle at hand, as in a fresh
interpreter. Warnings are errors in the children.
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import importlib
import importlib.util
import json
import os
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

#: What is slow to load and used nearly everywhere; leaving one out costs time only.
LIBRARIES = (
    "sqlalchemy.ext.asyncio",
    "sqlalchemy.dialects.postgresql",
    "pydantic",
    "pydantic_settings",
    "psycopg_pool",
)


def modules(folder: Path) -> Iterator[str]:
    """Dotted names of all modules under the folder of an import package.

    Left out: `__main__`, and migration scripts with their `env`, which only Alembic can load.
    """
    for file in sorted(folder.rglob("*.py")):
        parts = [folder.name, *file.relative_to(folder).with_suffix("").parts]
        if parts[-1] == "__main__" or "versions" in parts or parts[-2:] == ["migrations", "env"]:
            continue
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def in_child(work: Callable[[], Any]) -> Any:
    """What `work` answers in a forked child, through JSON; None when the child ended otherwise."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with os.fdopen(writing, "w", encoding="utf-8") as pipe:
                json.dump(work(), pipe)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return json.loads(answer) if answer else None


def imports_of(names: Sequence[str]) -> dict[str, set[str]]:
    """Module → what it imports while it is itself being imported, its packages included; of ours
    alone. Seen by importing them all.
    """
    ours = {name.partition(".")[0] for name in names}
    edges: dict[str, set[str]] = {}
    original = builtins.__import__

    def note(
        name: str, scope: Any = None, local: Any = None, fromlist: Any = (), level: int = 0
    ) -> Any:
        importer = (scope or {}).get("__name__", "")
        try:
            return original(name, scope, local, fromlist, level)
        finally:
            if importer.partition(".")[0] in ours and getattr(
                scope["__spec__"], "_initializing", False
            ):
                full = (
                    importlib.util.resolve_name("." * level + name, scope["__package__"])
                    if level
                    else name
                )
                wanted = [
                    full,
                    *(
                        f"{full}.{part}"
                        for part in fromlist or ()
                        if f"{full}.{part}" in sys.modules
                    ),
                ]
                edges.setdefault(importer, set()).update(
                    w for w in wanted if w.partition(".")[0] in ours
                )

    builtins.__import__ = note
    for name in names:
        with contextlib.suppress(
            BaseException
        ):  # each that fails is told of when it is imported alone
            importlib.import_module(name)
    nodes = {*names, *edges, *(w for wanted in edges.values() for w in wanted)}
    nodes |= {package for name in nodes for package in packages_of(name)}
    return {name: edges.get(name, set()) | packages_of(name) for name in nodes}


def packages_of(name: str) -> set[str]:
    """`a.b.c` → `a.b`, `a`: they are imported first."""
    return {name.rsplit(".", n)[0] for n in range(1, name.count(".") + 1)}


def closures_of(edges: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    """Module → itself and all that comes with it."""
    found: dict[str, frozenset[str]] = {}
    for name in edges:
        seen, waiting = {name}, [name]
        while waiting:
            more = edges[waiting.pop()] - seen
            seen |= more
            waiting += more
        found[name] = frozenset(seen)
    return found


def children_of(closures: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    """Module → those that are imported after it: each after the one that brings most of what it
    imports and does not reach it.

    A module in a circle with a package above it is left out: its import begins with that package,
    which brings it, so the package's says it all.
    """
    children: dict[str, list[str]] = {}
    for name, closure in closures.items():
        if any(closures[package] == closure for package in packages_of(name)):
            continue
        fitting = [
            other for other in closure if name not in closures[other] and closures[other] < closure
        ]
        children.setdefault(
            max(fitting, key=lambda other: (len(closures[other]), other), default=""), []
        ).append(name)
    return children


def failures_after(name: str, children: Mapping[str, list[str]]) -> dict[str, str]:
    """Import each child of a module in a process of its own, and there its children; module → why
    it failed.
    """
    failures: dict[str, str] = {}
    waiting = sorted(children.get(name, []))
    while waiting:
        child = waiting.pop(0)
        found = in_child(partial(import_and_go_on, child, children))
        if found is None:
            failures[child] = "the interpreter ended"
        else:
            failures |= found
        if child in failures:  # what would have come after it is imported after the one before it
            waiting += children.get(child, [])
    return failures


def import_and_go_on(name: str, children: Mapping[str, list[str]]) -> dict[str, str]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            importlib.import_module(name)
    except BaseException:  # whatever it was, it is told, and this process ends
        return {name: traceback.format_exc()[-4000:]}
    gc.freeze()
    return failures_after(name, children)


def main(folders: Sequence[Path]) -> int:
    """Try them all; the number of failures."""
    for library in LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(library)
    names = [name for folder in folders for name in modules(folder)]
    edges = in_child(lambda: {name: sorted(wanted) for name, wanted in imports_of(names).items()})
    closures = closures_of({name: set(wanted) for name, wanted in edges.items()})
    failures = failures_after("", children_of(closures))
    for name, failure in sorted(failures.items()):
        print(f"{name} cannot be imported alone:\n{failure}")
    return len(failures)


if __name__ == "__main__":
    sys.exit(main([Path(folder).resolve() for folder in sys.argv[1:]]) > 0)
