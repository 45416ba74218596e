"""Migrations with Alembic: an environment each for core, tenants and every plugin (access.md 9)."""

from yishi_core.kernel.database.migrations import op
from yishi_core.kernel.database.migrations.catalogue import Unsound
from yishi_core.kernel.database.migrations.environment import (
    Environment,
    core_environment,
    in_order,
)
from yishi_core.kernel.database.migrations.fitting import Unfit
from yishi_core.kernel.database.migrations.run import orphans, upgrade, versions

__all__ = [
    "Environment",
    "Unfit",
    "Unsound",
    "core_environment",
    "in_order",
    "op",
    "orphans",
    "upgrade",
    "versions",
]
