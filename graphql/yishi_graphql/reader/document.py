"""Documents that are parsed, measured and validated once, and cached."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graphql.execution.get_variable_signature import GraphQLVariableSignature

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    VariableNode,
    Visitor,
    validate,
    visit,
)
from yishi_core.errors import InvalidInput, Text
from yishi_core.kernel.making import Making
from yishi_graphql.reader.errors import Invalid
from yishi_graphql.reader.limits import Limits, check_limits, parse_document
from yishi_graphql.reader.plan import Plan
from yishi_graphql.reader.variables import signatures
from yishi_graphql.schema import NarrowedSchema
from yishi_graphql.schema.catalogue import Catalogue, RootKind

DOCUMENTS, PLANS = 1000, 200
LENGTHS = frozenset({"first", "last", "limit"})
INTROSPECTION = frozenset({"__schema", "__type"})
ALONE = (
    "Ask what the schema is (__schema, __type) in an operation of its own, not together with data."
)
PlanKey = tuple[Any, ...]


@dataclass
class Prepared:
    """One operation of a document with its plans.

    The key of a plan is (part, what the caller sees, shape of the variables).
    """

    schema: NarrowedSchema
    document: DocumentNode
    node: OperationDefinitionNode
    fragments: Mapping[str, FragmentDefinitionNode]
    data_only: bool
    """All root fields are plain data, so the operation is answered entirely in SQL."""
    opens_public: bool
    introspects: bool
    """Only the schema itself is queried: the answer is the same for all who see this schema."""
    plans: dict[PlanKey, Plan] = field(default_factory=dict)

    @cached_property
    def variables(self) -> tuple[GraphQLVariableSignature, ...]:
        """The variables that the operation declares."""
        return signatures(self.schema, self.node)

    def keep(self, key: PlanKey, plan: Plan) -> Plan:
        """Cache a plan; a document with very many shapes drops all its plans and starts again."""
        if len(self.plans) >= PLANS:
            self.plans.clear()
        self.plans[key] = plan
        return plan


@dataclass(frozen=True)
class Read:
    """A valid document.

    `length_varies` says that a page length is a variable, so that the cost is checked per request.
    """

    operations: Mapping[str | None, Prepared]
    document: DocumentNode
    length_varies: bool

    def operation(self, name: str | None) -> Prepared:
        """The operation to run; raises `InvalidInput` when the name is missing or unknown."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        found = self.operations.get(name) if name is not None else None
        if found is None:
            text = "文档中没有该操作,或有多个操作而未指定 operationName。"
            raise InvalidInput.of(
                "operationName", text, "Name one of the document's operations in operationName."
            )
        return found


class Documents:
    """A cache of documents by schema and text; new ones are parsed outside the event loop."""

    def __init__(self, catalogue: Catalogue, limits: Limits, making: Making) -> None:
        self._catalogue = catalogue
        self._limits = limits
        self._making = making
        self._known: OrderedDict[tuple[int, str], Read] = OrderedDict()

    async def read(
        self, schema: NarrowedSchema, text: str, variables: Mapping[str, Any] | None
    ) -> Read:
        """Return the parsed document.

        Raises `TooComplex`, `InvalidInput` for a syntax error, and `Invalid` with everything that
        the schema forbids. A cached document keeps its schema alive, so the schema's identity can
        be part of the key.
        """
        key = (id(schema), text)
        found = self._known.get(key)
        if found is None:
            lengths = frozenset(
                (name, value) for name, value in (variables or {}).items() if type(value) is int
            )
            found = await self._making.once(
                (*key, lengths), lambda: self._make(schema, text, variables)
            )
            self._known[key] = found
            if len(self._known) > DOCUMENTS:
                self._known.popitem(last=False)
            return found
        self._known.move_to_end(key)
        if found.length_varies:
            check_limits(found.document, variables, self._limits)
        return found

    def _make(self, schema: NarrowedSchema, text: str, variables: Mapping[str, Any] | None) -> Read:
        document = parse_document(text, self._limits)
        check_limits(document, variables, self._limits)
        with schema.lock:  # validation makes the fields of the types that the document names
            errors = validate(schema, document, max_errors=20, hide_suggestions=True)
        if errors:
            raise Invalid(errors)
        fragments = {
            d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)
        }
        operations = {
            d.name.value if d.name else None: self._prepare(schema, document, d, fragments)
            for d in document.definitions
            if isinstance(d, OperationDefinitionNode)
        }
        return Read(operations, document, _length_varies(document))

    def _prepare(
        self,
        schema: NarrowedSchema,
        document: DocumentNode,
        node: OperationDefinitionNode,
        fragments: Mapping[str, FragmentDefinitionNode],
    ) -> Prepared:
        roots = self._catalogue.roots
        names = {n for n in _root_names(node.selection_set, fragments, set()) if n != "__typename"}
        data_only = node.operation is OperationType.QUERY and all(n in roots for n in names)
        opens_public = any(n in roots and roots[n].kind is RootKind.PUBLIC for n in names)
        introspects = node.operation is OperationType.QUERY and bool(names & INTROSPECTION)
        if introspects and not names <= INTROSPECTION:
            raise InvalidInput(
                Text("查询接口结构(__schema、__type)须单独发送,不与数据放在同一操作中。", ALONE)
            )
        return Prepared(schema, document, node, fragments, data_only, opens_public, introspects)


def _root_names(
    selection: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode], seen: set[str]
) -> Iterator[str]:
    for node in selection.selections:
        if isinstance(node, FieldNode):
            yield node.name.value
        elif isinstance(node, InlineFragmentNode):
            yield from _root_names(node.selection_set, fragments, seen)
        elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
            seen.add(node.name.value)
            yield from _root_names(fragments[node.name.value].selection_set, fragments, seen)


class _Lengths(Visitor):
    """Finds page lengths that are variables."""

    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def enter_argument(self, node: ArgumentNode, *_: Any) -> None:
        self.found |= node.name.value in LENGTHS and isinstance(node.value, VariableNode)


def _length_varies(document: DocumentNode) -> bool:
    visitor = _Lengths()
    visit(document, visitor)
    return visitor.found
