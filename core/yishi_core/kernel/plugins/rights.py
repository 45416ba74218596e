"""Whether roles and permissions that are named exist: in the table of rights, and at operations.

A right on `topic:screeen`, or of a role that nobody can be given, would be held by nobody, in
silence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from yishi_core.kernel.access.permissions import Permission, reading
from yishi_core.kernel.access.policy import PolicyLine
from yishi_core.kernel.entity.model import EntityModel
from yishi_core.kernel.operation.declaration import Operation
from yishi_core.kernel.plugins.agreement import PERMISSIONS
from yishi_core.kernel.plugins.naming import ANY, OBJECTS, ROLES
from yishi_core.kernel.plugins.plugin import Plugin
from yishi_core.kernel.variants.problem import Problem, unknown
from yishi_core.kernel.variants.toml import core_variant
from yishi_core.kernel.variants.variant import ROLE

FILE = "policy.csv"


def wrong_rights(
    lines: Iterable[PolicyLine],
    operations: Iterable[Operation],
    plugins: Collection[Plugin],
    entities: Iterable[EntityModel],
) -> Iterator[Problem]:
    """Lines of the table of rights and operations that name a role or a permission that nobody
    declares.
    """
    roles = {*core_variant().vocabularies[ROLE], *(r for p in plugins for r in p.variant.roles)}
    permissions = {
        *(str(permission) for permission in Permission),
        *(permission for plugin in plugins for permission in plugin.permissions()),
        *(reading(model.object) for model in entities),
    }
    objects = {permission.partition(":")[0] for permission in permissions}
    for line in lines:
        if line.plugin:
            continue  # told with its place in variant.toml when the plugin is loaded
        if line.role not in roles:
            yield unknown(FILE, line.role, line.role, ROLES, roles)
        right = f"{line.object}:{line.action}"
        if line.object == ROLE:
            if line.action not in {*roles, ANY}:
                yield unknown(FILE, line.action, line.action, ROLES, roles)
        elif line.object not in {*objects, ANY}:
            yield unknown(FILE, line.object, line.object, OBJECTS, objects)
        elif ANY not in line[1:3] and right not in permissions:
            yield unknown(FILE, right, right, PERMISSIONS, permissions)
    for operation in operations:
        if (needed := operation.permission) is not None and str(needed) not in permissions:
            where = f"{operation.function.__module__}.{operation.name}"
            yield unknown(where, str(needed), str(needed), PERMISSIONS, permissions)
