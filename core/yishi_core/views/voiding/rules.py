"""What may be taken back, by whom, and what goes with it (access.md 10).

The org that entered a record takes it back until it has served a decision; afterwards only the
level above. Parts of a record go with it; what else refers to it must be taken back first, so that
nothing points into the void.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from yishi_core.errors import Forbidden, Refused, Rule, Text
from yishi_core.kernel.access.authorize import holds
from yishi_core.kernel.entity import Registry
from yishi_core.kernel.entity.base import OrgRow, TenantRow
from yishi_core.kernel.entity.columns import info_of
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.declaration import Operation
from yishi_core.kernel.operation.rules import require
from yishi_core.kernel.refusals import KernelRule


class VoidingRule(Rule):
    """Why a record cannot be voided."""

    IN_USE = (
        "in_use",
        "仍有记录引用它,请先作废:{kinds}。",
        "Other records refer to it: void them first.",
    )
    IN_USE_UNKNOWN = (
        "in_use",
        "未装载的插件仍有记录引用它,请先装回插件再作废:{tables}。",
        "Records of a plugin that is not loaded refer to it: install it again first ({tables}).",
    )
    NOT_VOIDABLE = (
        "not_voidable",
        "该类记录不能作废。",
        "A record of this kind ({entity}) cannot be voided.",
    )
    SERVED = "served", "{kinds}已作为决定依据,只能由上级作废。", "A decision rests on it: {kinds}."
    VOIDED = KernelRule.VOIDED, "该记录已作废。", "The record has been voided already."


def voidable(row: OrgRow, business: bool) -> None:
    """Accounts, grants and settings are ended by operations of their own; so are orgs and steps.
    Nothing is voided twice.
    """
    kind = type(row)
    require(business and kind.__voidable__, VoidingRule.NOT_VOIDABLE, entity=kind.__name__)
    require(row.voided_at is None, VoidingRule.VOIDED)


def is_above(paths: Iterable[str], org_path: str) -> bool:
    """Whether one of the places where the caller may void lies above the record's org."""
    return any(org_path.startswith(path) and path != org_path for path in paths)


def require_entering(context: OperationContext, row: OrgRow, above: bool) -> None:
    """Require that the caller could have entered the record, or works at the level above.

    A village thus does not void the station that its township opened.

    A part is entered with its whole. Raises `Forbidden`; for what no operation answers, the right
    to void is enough.
    """
    kind = type(row)
    kinds = {kind, *wholes_of(context.platform.registry, kind)}
    permissions = sorted(
        {
            o.permission
            for o in context.platform.operations.values()
            if o.permission and _enters(o, kinds)
        }
    )
    if above or not permissions or row.created_by == context.principal.account:
        return
    if not any(holds(context.principal, permission, row) for permission in permissions):
        raise Forbidden.lacking(permissions[0])


def wholes_of(registry: Registry, kind: type[OrgRow]) -> set[type[TenantRow]]:
    """The entities of which a record of this kind is a part."""
    references = (info_of(column).ref for column in registry.of(kind).table.c)
    return {registry[r.target].entity for r in references if r and r.on_void == "cascade"}


def _enters(operation: Operation, kinds: Collection[type[TenantRow]]) -> bool:
    """Whether the operation makes a record of one of these kinds: it answers it, and does not work
    on one that is there.
    """
    about = operation.input.model_fields.get(operation.subject)
    return (
        operation.changes
        and operation.output in kinds
        and (about is None or about.annotation is not operation.output)
    )


def decided(rows: Iterable[OrgRow]) -> list[OrgRow]:
    """Those that have served a decision."""
    return [row for row in rows if row.served()]


def free_of_decisions(rows: Iterable[OrgRow], above: bool) -> None:
    """Refuse (`served`) what has served a decision, unless the caller stands above."""
    served = decided(rows)
    if served and not above:
        what = "、".join(dict.fromkeys(type(row).__label__ for row in served))
        raise Refused(
            VoidingRule.SERVED,
            at="id",
            kinds=Text(what, ", ".join({type(row).__name__ for row in served})),
        )


def unused(users: Iterable[OrgRow], unknown: Iterable[str]) -> None:
    """Refuse (`in_use`) while other records refer to it; `unknown` are records without an
    entity, by table or label.
    """
    names = list(dict.fromkeys(type(row).__label__ for row in users))
    if names:
        raise Refused(
            VoidingRule.IN_USE,
            at="id",
            data={"used_by": sorted({type(row).__name__ for row in users})},
            kinds="、".join(names),
        )
    if tables := sorted(set(unknown)):
        raise Refused(
            VoidingRule.IN_USE_UNKNOWN,
            at="id",
            data={"used_by": tables},
            tables=Text.listed(tables),
        )
