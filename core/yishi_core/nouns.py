"""The nouns of core: the packages that declare entities, operations, to-dos and the like.

`tests/lint/test_nouns.py` compares the list with the tree, so that no package is forgotten.
"""

from __future__ import annotations

NOUNS: tuple[str, ...] = (
    "kernel.audit",
    "kernel.events",
    "kernel.operation",
    "kernel.tree",
    "facilities.numbering",
    "facilities.attachments",
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
    "views.duty_files",
    "facilities.search",
    "facilities.ledgers",
    "facilities.jobs",
    "facilities.daily",
    "facilities.todos",
    "facilities.notifications",
)


def core_packages() -> list[str]:
    """The dotted names of the core's noun packages, in the order of `NOUNS`."""
    return [f"yishi_core.{noun}" for noun in NOUNS]
