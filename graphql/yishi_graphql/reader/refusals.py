"""The audit of changes that are refused before an operation begins (check K37, access.md 10).

A document beyond the limits, one that the schema does not allow, wrong variables, an invalid token:
no operation runs, and yet someone tried to change something. One row is written for each operation
that the document names, with the caller, the operation and the reason; nothing of what the sender
wrote is kept. Rows of callers without an account are limited (`Platform.nameless`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

import structlog

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
)
from yishi_core.errors import Code, YishiError
from yishi_core.kernel.access import Principal
from yishi_core.kernel.audit.models import AuditResult
from yishi_core.kernel.audit.service import record_failure
from yishi_core.kernel.operation.platform import Platform
from yishi_graphql.reader.document import Prepared
from yishi_graphql.reader.limits import Limits, parse_document

UNNAMED = "mutation"
"""The operation's name in the audit where the document names none that exists."""
MOST = 20
"""Most rows for one document."""
CHANGES = re.compile(r"(?:\A|\})[\s,\ufeff]*(?:#[^\n\r]*[\s,]+)*mutation\b")
"""Finds a mutation in text that cannot be parsed: the keyword where a definition begins."""


class Refusals:
    """Audits the operations of documents that are not run."""

    def __init__(self, platform: Platform, limits: Limits) -> None:
        self._platform = platform
        self._limits = limits

    async def of_document(
        self, principal: Principal, text: str, operation_name: str | None, error: YishiError | None
    ) -> None:
        """Audit a document that was refused as a whole.

        Without an error, it was refused because the schema does not allow it.
        """
        await self._write(
            principal,
            self._names(text, operation_name),
            error.code if error else Code.INVALID_INPUT,
            _reason(error),
        )

    async def of_fields(
        self, principal: Principal, prepared: Prepared, keys: Collection[str] | None, reason: str
    ) -> None:
        """Audit fields of a valid document whose variables or arguments are wrong.

        `keys` are response keys; None means all fields.
        """
        if prepared.node.operation is OperationType.MUTATION:
            names = [
                field
                for key, field in _roots(prepared.document, prepared.node)
                if keys is None or key in keys
            ]
            await self._write(principal, self._known(names), Code.INVALID_INPUT, reason)

    def _names(self, text: str, operation_name: str | None) -> list[str]:
        """The operations that a document would have run; none when it changes nothing."""
        try:
            document = parse_document(text, self._limits)
        except YishiError:
            head = text[: self._limits.length]
            return self._known(re.findall(r"\w+", head)) if CHANGES.search(head) else []
        nodes = _changing(document, operation_name)
        return (
            self._known(field for node in nodes for _, field in _roots(document, node))
            if nodes
            else []
        )

    def _known(self, fields: Iterable[str]) -> list[str]:
        operations = self._platform.operations
        found = dict.fromkeys(
            o.name for f in fields if (o := operations.get(f)) is not None and o.changes
        )
        return list(found)[:MOST] or [UNNAMED]

    async def _write(self, principal: Principal, names: list[str], code: Code, reason: str) -> None:
        for name in names:
            if principal.account is None and not self._platform.nameless.take():
                structlog.get_logger("yishi.reader").warning(
                    "refused without an account", operation=name, code=code.value, reason=reason
                )
                continue
            await record_failure(
                self._platform.database,
                principal,
                name,
                AuditResult.REFUSED,
                principal.county,
                code=code.value,
                reason=reason,
            )


def _reason(error: YishiError | None) -> str:
    if error is None:
        return "document"
    if error.code is Code.TOO_COMPLEX:
        return f"limit:{error.data['limit']}"
    return "token" if error.code is Code.UNAUTHENTICATED else "document"


def _changing(document: DocumentNode, name: str | None) -> list[OperationDefinitionNode]:
    """The mutations that were meant: the named one or, if there is no such one, all of them."""
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    meant = [d for d in operations if name and d.name and d.name.value == name] or operations
    return [d for d in meant if d.operation is OperationType.MUTATION]


def _roots(document: DocumentNode, operation: OperationDefinitionNode) -> Iterator[tuple[str, str]]:
    """Response key and name of each root field.

    The document may be invalid and beyond all limits, so there is no recursion here.
    """
    fragments = {
        d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
    }
    waiting = list(reversed(operation.selection_set.selections))
    while waiting:
        node = waiting.pop()
        if isinstance(node, FieldNode):
            yield (node.alias or node.name).value, node.name.value
        elif isinstance(node, InlineFragmentNode):
            waiting += reversed(node.selection_set.selections)
        elif isinstance(node, FragmentSpreadNode) and (
            fragment := fragments.pop(node.name.value, None)
        ):
            waiting += reversed(fragment.selection_set.selections)


__all__ = ["Refusals"]
