"""All pages of the reference, by their file below `docs/plugins/reference/`."""

from __future__ import annotations

import importlib
from collections.abc import Mapping

from yishi_core.nouns import ROOT, faces
from yishi_core.testing.reference import data, names, nouns
from yishi_core.testing.reference.text import first, table

INDEX = """\
# Reference for authors

Made of the code; `make schema` writes these pages anew. The kinds of hooks have pages of their own: [hooks](../hooks/).

| Page | What it lists |
|---|---|
| [names.md](names.md) | What `yishi_core` exports: declarations, contexts, errors, rights |
| [rights.md](rights.md) | Scopes, roles, rights, and who holds them |
| [vocabularies.md](vocabularies.md) | Lists of words that a variant may add to |
| [lists.md](lists.md) | Closed lists of `variant.toml`: stages, kinds of schedules, stations, orgs |
| [settings.md](settings.md) | Settings of core |
| [metrics.md](metrics.md) | What is counted, for whom, by which dimensions |
| [events.md](events.md) | What can happen, and the name of each event in Python |

## Nouns

Entities with their columns and inverse relations, operations with their inputs, events, words."""
COMMON = """\
## Columns of every record

What follows from `class WalkBook(Entity)` by itself. A rule or a label names a reference without `_id`."""


def pages() -> Mapping[str, str]:
    """File → text of every page."""
    packages = [package for package in faces() if package != ROOT]
    found = {
        "names.md": names.page(),
        "rights.md": data.rights(),
        "vocabularies.md": data.vocabularies(),
        "lists.md": data.lists(),
        "settings.md": data.settings(),
        "metrics.md": data.metrics(),
        "events.md": data.events(),
        **{_file(package): nouns.page(package) for package in packages},
    }
    rows = ((f"[{_short(package)}]({_file(package)})", _about(package)) for package in packages)
    index = [INDEX, table(["Noun", "About"], rows), COMMON, nouns.of_every_record()]
    return {"README.md": "\n\n".join(index), **found}


def _file(package: str) -> str:
    """`yishi_core.domain.topics` → `domain-topics.md`."""
    return f"{_short(package).replace('.', '-').replace('_', '-')}.md"


def _short(package: str) -> str:
    return package.removeprefix(f"{ROOT}.")


def _about(package: str) -> str:
    return first(importlib.import_module(package).__doc__)
