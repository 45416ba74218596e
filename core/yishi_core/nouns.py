"""The nouns of the core: the packages that declare entities, operations, to-dos and the like, and
what each of them offers to plugins.

`tests/lint/test_nouns.py` compares the list with the tree, so that no package is forgotten.
"""

from __future__ import annotations

import importlib
import pkgutil

NOUNS: tuple[str, ...] = (
    "kernel.audit",
    "kernel.events",
    "kernel.operation",
    "kernel.tree",
    "facilities.numbering",
    "facilities.attachments",
    "facilities.metrics",
    "domain.orgs",
    "domain.stations",
    "domain.people",
    "domain.standards",
    "domain.documents",
    "domain.intake",
    "domain.topics",
    "domain.procedures",
    "domain.consultations",
    "domain.outcomes",
    "domain.comments",
    "domain.meetings",
    "domain.proposals",
    "domain.opinions",
    "domain.reports",
    "domain.activities",
    "domain.publicity",
    "domain.schedules",
    "domain.assessments",
    "domain.quotas",
    "domain.funds",
    "domain.impact",
    "domain.collaboration",
    "views.voiding",
    "views.overview",
    "views.metrics",
    "views.words",
    "views.duty_files",
    "views.timelines",
    "facilities.search",
    "facilities.ledgers",
    "facilities.daily",
    "facilities.todos",
    "facilities.notifications",
)
ROOT = "yishi_core"
TESTING = f"{ROOT}.testing"


def core_packages() -> list[str]:
    """The dotted names of the core's noun packages, in the order of `NOUNS`."""
    return [f"{ROOT}.{noun}" for noun in NOUNS]


def face_packages() -> list[str]:
    """The packages that authors of plugins import from, each its own names: those of facilities,
    domain and views. What authors need of the kernel stands in the face of `yishi_core` itself.
    """
    return [
        f"{storey}.{package.name}"
        for storey in (f"{ROOT}.facilities", f"{ROOT}.domain", f"{ROOT}.views")
        for package in pkgutil.iter_modules(importlib.import_module(storey).__path__)
        if package.ispkg
    ]


def faces() -> dict[str, frozenset[str]]:
    """What plugins may import: the public names of `yishi_core`, of every noun that has some, and,
    for their tests and demonstrations, of `yishi_core.testing`, by package.
    """
    found = {name: importlib.import_module(name) for name in (ROOT, *face_packages(), TESTING)}
    return {
        name: frozenset(package.__all__)
        for name, package in found.items()
        if hasattr(package, "__all__")
    }
