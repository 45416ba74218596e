"""The rooms of the house: one folder per noun of the domain, and how what they declare is
collected.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable
from types import ModuleType
from typing import TypeVar

from yishi_core.kernel.entity.base import Base, TenantRow
from yishi_core.kernel.entity.model import EntityModel, describe
from yishi_core.kernel.operation.declaration import Operation, operations_in

D = TypeVar("D")

NOUNS: tuple[str, ...] = (
    "audit",
    "events",
    "operation",
    "numbering",
    "attachments",
    "orgs",
    "stations",
    "stations.coverage",
    "boxes",
    "people",
    "people.corrections",
    "people.deployments",
    "people.sectors",
    "people.talents",
    "bodies",
    "standards",
    "documents",
    "intake",
    "intake.handling",
    "intake.passing",
    "intake.corrections",
    "intake.entry",
    "intake.receipts",
    "intake.similar",
    "topics",
    "topics.plans",
    "procedures",
    "procedures.walks",
    "procedures.walks.corrections",
    "consultations",
    "consultations.minutes",
    "consultations.speaking",
    "consultations.arrival",
    "consultations.recording",
    "consultations.corrections",
    "voiding",
    "outcomes",
    "outcomes.handling",
    "outcomes.supervision",
    "outcomes.routes",
    "outcomes.feedback",
    "outcomes.extensions",
    "outcomes.drafts",
    "outcomes.rechecks",
    "outcomes.sheets",
    "outcomes.corrections",
    "outcomes.conversions",
    "comments",
    "meetings",
    "meetings.attendance",
    "proposals",
    "proposals.handling",
    "proposals.recording",
    "opinions",
    "opinions.ledger",
    "opinions.corrections",
    "reports",
    "activities",
    "activities.corrections",
    "activities.pledges",
    "activities.wishes",
    "activities.projects",
    "publicity",
    "publicity.echo_walls",
    "publicity.pieces",
    "schedules",
    "assessments",
    "assessments.tables",
    "assessments.scores",
    "assessments.appeals",
    "quotas",
    "quotas.progress",
    "funds",
    "funds.secured",
    "funds.corrections",
    "impact",
    "collaboration",
    "collaboration.joint",
    "collaboration.joint.corrections",
    "collaboration.decisions",
    "overview",
    "metrics",
    "duty_files",
    "search",
    "ledgers",
    "daily",
    "todos",
    "notifications",
    "access",
)


def modules(packages: Iterable[str], name: str) -> list[ModuleType]:
    """The module `name` of every package that has one."""
    wanted = [f"{package}.{name}" for package in packages]
    return [importlib.import_module(full) for full in wanted if importlib.util.find_spec(full)]


def entities_of(packages: Iterable[str], plugin: str | None = None) -> list[EntityModel]:
    """The entities declared in the packages' `models` modules, in the order of declaration."""
    return [
        describe(value, plugin)
        for module in modules(packages, "models")
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, TenantRow)
        and value.__module__ == module.__name__
        and not value.__dict__.get("__abstract__")
    ]


def shared_tables_of(packages: Iterable[str]) -> list[type[Base]]:
    """The tables without a county (regions, working days): read by all, written by owner
    commands.
    """
    return [
        value
        for module in modules(packages, "models")
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, Base)
        and not issubclass(value, TenantRow)
        and value.__module__ == module.__name__
    ]


def operations_of(packages: Iterable[str], plugin: str | None = None) -> list[Operation]:
    """The operations declared in the packages' `service` modules."""
    return operations_in(modules(packages, "service"), plugin)


def core_packages() -> list[str]:
    return [f"yishi_core.{noun}" for noun in NOUNS]


def declared_in(modules: Iterable[ModuleType], kind: type[D]) -> list[D]:
    """The values of a kind that modules declare (`Todo`, `Daily`, `Notice`), in the order of
    declaration, each once.
    """
    found = [
        value for module in modules for value in vars(module).values() if isinstance(value, kind)
    ]
    return list({id(value): value for value in found}.values())
