"""Whether roles and permissions that are named exist: in the table of rights, and at operations.

A right on `topic:screeen`, or of a role that nobody can be given, would be held by nobody, in
silence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from yishi_core.errors import Text
from yishi_core.kernel.access.permissions import Permission, reading
from yishi_core.kernel.access.policy import PolicyLine
from yishi_core.kernel.entity.model import EntityModel
from yishi_core.kernel.operation.declaration import Operation
from yishi_core.kernel.plugins.plugin import Plugin
from yishi_core.kernel.variants.problem import Problem
from yishi_core.kernel.variants.toml import core_variant

ANY, ROLE = "*", "role"


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
        where = f"{line.plugin}/variant.toml: policy" if line.plugin else "policy.csv"
        if line.role not in roles:
            yield _unknown(where, line.role, "角色", "the role")
        if line.object == ROLE:
            if line.action not in {*roles, ANY}:
                yield _unknown(where, line.action, "角色", "the role")
        elif line.object not in {*objects, ANY}:
            yield _unknown(where, line.object, "对象", "the object")
        elif ANY not in line[1:3] and f"{line.object}:{line.action}" not in permissions:
            yield _unknown(where, f"{line.object}:{line.action}", "权限", "the permission")
    for operation in operations:
        if operation.permission is not None and str(operation.permission) not in permissions:
            where = f"{operation.function.__module__}.{operation.name}"
            yield _unknown(where, str(operation.permission), "权限", "the permission")


def _unknown(where: str, name: str, zh: str, en: str) -> Problem:
    return Problem(where, name, Text(f"没有名为 {name} 的{zh}", f"{en} {name} is not declared"))
