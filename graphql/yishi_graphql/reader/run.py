"""One request: reading plain data in SQL, running operations, and composing the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import msgspec
from graphql.execution.values import VariableValues

from graphql import FieldNode
from yishi_core.errors import Text, Unauthenticated, Unavailable, YishiError
from yishi_core.facilities.ledgers.vocabularies import declared_only
from yishi_core.kernel.access import Principal, PrincipalKind
from yishi_core.kernel.database import StaleGrants
from yishi_core.kernel.entity import EntityModel
from yishi_core.kernel.operation import Operation, Result
from yishi_core.kernel.operation.inputs import parse_global_id
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.operation.run import run
from yishi_graphql.reader.document import Prepared
from yishi_graphql.reader.errors import in_client_spelling
from yishi_graphql.reader.plan import Plan, plan_objects, plan_roots
from yishi_graphql.reader.planning import Planning
from yishi_graphql.reader.read_scope import ReadScope, ReadScopes
from yishi_graphql.reader.selection import Fields, Selector
from yishi_graphql.reader.variables import Slot, coerce, read, symbolic
from yishi_graphql.schema.catalogue import Catalogue, RootKind
from yishi_graphql.schema.operations import given

MAIN = "query"
OBJECT_IDS = ""
"""The key under which county and ids of objects to be read back are passed as a variable.

No variable can have this name.
"""


@dataclass
class Running:
    """A request: the caller, the operation and its variables."""

    platform: Platform
    catalogue: Catalogue
    sights: ReadScopes
    principal: Principal
    prepared: Prepared
    values: VariableValues
    shape: tuple[Any, ...]
    language: str
    written: bool = False
    """Whether an operation of this request has been committed, so that nothing may be run again."""
    tried: set[str] = field(default_factory=set)
    """Response keys of the mutations whose operation was begun and therefore audits itself."""
    wrote: frozenset[str] = frozenset()
    """Names of the entities of which rows were written."""
    _symbols: VariableValues | None = field(default=None)
    _waiting: dict[tuple[str, ...], dict[str, asyncio.Future[Any]]] = field(default_factory=dict)
    """The ids that wait to be read together, by their field's path and their type."""

    async def data(self) -> bytes:
        """The whole answer of an operation that consists of plain data."""
        if self.prepared.opens_public:
            return await self._in_parts()
        self._must_be_known()
        return await self._read(await self.sight(), (MAIN,), self._plan_main)

    async def roots(self) -> dict[str, Any]:
        """The root fields that are plain data, decoded, by response key."""
        fields = self._root_fields()
        found: dict[str, Any] = {}
        if main := {
            k: n for k, n in fields.items() if self._kind(n) not in (None, RootKind.PUBLIC)
        }:
            self._must_be_known()
            plan = await self._read(
                await self.sight(), ("roots",), lambda p: plan_roots(p, main, "Query", typed=True)
            )
            found |= msgspec.json.decode(plan)
        for key, nodes in fields.items():
            if self._kind(nodes) is RootKind.PUBLIC:
                found[key] = msgspec.json.decode(await self._public(key, nodes, typed=True))
        return found

    async def object(
        self,
        model: EntityModel,
        id_: str,
        path: tuple[str, ...],
        nodes: list[FieldNode],
        *,
        typed: bool = False,
    ) -> Any:
        """Read one object by its id with a field's selection; `path` is the field's. With `typed`
        the object tells its type, for a field of several types.

        The rows of a list ask at the same moment: the first one waits for the others, and all of
        one type are read with one statement. Path and type are part of the plan's cache key.
        """
        where = (*path, model.name)
        waiting = self._waiting.setdefault(where, {})
        leads = not waiting
        answer = waiting.setdefault(id_, asyncio.get_running_loop().create_future())
        if not leads:
            return await answer
        await asyncio.sleep(0)
        del self._waiting[where]
        try:
            found = await self._objects(model, tuple(waiting), where, nodes, typed)
        except BaseException as error:
            for other in waiting.values():
                if other is not answer:
                    other.set_exception(error)
            raise
        for asked, other in waiting.items():
            if not other.done():
                other.set_result(found.get(asked))
        return found.get(id_)

    async def _objects(
        self,
        model: EntityModel,
        ids: tuple[str, ...],
        where: tuple[str, ...],
        nodes: list[FieldNode],
        typed: bool,
    ) -> dict[str, Any]:
        by_county: dict[int, list[UUID]] = {}
        for pending in map(parse_global_id, ids):
            by_county.setdefault(pending.county, []).append(pending.id)
        found: dict[str, Any] = {}
        for asked in by_county.items():
            found |= msgspec.json.decode(await self._read_back(model, asked, where, nodes, typed))
        return found

    async def _read_back(
        self,
        model: EntityModel,
        asked: tuple[int, list[UUID]],
        where: tuple[str, ...],
        nodes: list[FieldNode],
        typed: bool,
    ) -> bytes:
        sight, key = await self.sight(), ("objects", *where)

        def make(p: Planning) -> Plan:
            return plan_objects(p, model, Slot((OBJECT_IDS,)), nodes, typed=typed)

        try:
            return await self._read(sight, key, make, {OBJECT_IDS: asked})
        except StaleGrants:
            if not self.written:
                raise
        # The operation itself has changed the caller's grants; what it changed is shown once more
        # under the old ones.
        own = replace(sight.principal.reading, account=None, version=None)
        return await self._read(sight, key, make, {OBJECT_IDS: asked}, entry=own)

    async def operate(self, operation: Operation, arguments: Mapping[str, Any]) -> Result:
        """Run an operation with a field's arguments.

        Errors name input fields in the client's spelling. Raises `Unavailable` when the caller's
        grants changed after an earlier operation of the request was committed; before that, the
        `StaleGrants` passes through, and the request is repeated.
        """
        raw = given(operation, arguments)
        try:
            result = await run(
                self.platform,
                self.principal,
                operation,
                raw,
                expected_version=arguments.get("expectedVersion"),
                idempotency_key=arguments.get("idempotencyKey"),
            )
        except StaleGrants:
            if not self.written:
                raise
            text = "前面的操作已完成,但您的授权刚刚变更;请重新发送其余操作。"
            raise Unavailable(
                Text(text, "Your grants have just changed: send the remaining operations again.")
            ) from None
        except YishiError as error:
            raise in_client_spelling(error, operation) from error
        self.written = self.written or operation.changes
        self.wrote |= result.wrote
        return result

    async def _in_parts(self) -> bytes:
        """Read `public` as another principal, in a transaction of its own, and join the parts."""
        fields = self._root_fields()
        main = {k: n for k, n in fields.items() if self._kind(n) is not RootKind.PUBLIC}
        parts: dict[str, msgspec.Raw] = {}
        if any(self._kind(n) for n in main.values()):
            self._must_be_known()
        if main:
            sight = await self.sight()
            if self.principal.kind is PrincipalKind.ANONYMOUS:  # only `__typename` fields are left
                parts |= {k: msgspec.Raw(b'"Query"') for k in main}
            else:
                answer = await self._read(sight, ("main",), lambda p: plan_roots(p, main, "Query"))
                parts |= msgspec.json.decode(answer, type=dict[str, msgspec.Raw])
        for key, nodes in fields.items():
            if key not in main:
                parts[key] = msgspec.Raw(await self._public(key, nodes))
        return msgspec.json.encode({"data": {key: parts[key] for key in fields}})

    async def _public(self, key: str, nodes: list[FieldNode], *, typed: bool = False) -> bytes:
        arguments = self._selector().arguments("Query", nodes[0])
        county, receipt = (
            read(arguments.get(n), self.values.coerced) for n in ("county", "receipt")
        )
        visitor = Principal.anonymous(county, self.platform.policy, receipt)

        def make(p: Planning) -> Plan:
            return plan_roots(p, p.selector.below("Public", nodes), "Public", typed=typed)

        return await self._read(
            await self.sights.seen(visitor, self.platform.making), ("public", key), make
        )

    async def _read(
        self,
        sight: ReadScope,
        part: tuple[Any, ...],
        make: Any,
        more: Mapping[str, Any] | None = None,
        entry: Any = None,
    ) -> bytes:
        prepared = self.prepared
        key = (part, sight.signature, self.shape)
        plan = prepared.plans.get(key)
        if plan is None:
            selector = self._selector()
            made = await self.platform.making.once(
                (id(prepared), key),
                lambda: make(
                    Planning(
                        self.catalogue,
                        sight,
                        selector,
                        self.values.coerced,
                        words=self.platform.derived(declared_only),
                    )
                ),
            )
            plan = prepared.keep(key, made)
        variables = self.values.coerced if more is None else {**self.values.coerced, **more}
        parameters = plan.parameters(sight, variables)
        answer = await self.platform.database.read(
            entry or sight.principal.reading, plan.sql, parameters
        )
        return b"null" if answer is None else answer

    async def sight(self) -> ReadScope:
        """What the caller can read."""
        return await self.sights.seen(self.principal, self.platform.making)

    def _plan_main(self, p: Planning) -> Plan:
        return plan_roots(p, self._root_fields(), "Query", envelope=True)

    def _selector(self) -> Selector:
        if self._symbols is None:
            self._symbols, _ = symbolic(
                self.prepared.schema.type_map, self.prepared.variables, self.values
            )
        return Selector(self.prepared.schema, self.prepared.fragments, self._symbols)

    def _root_fields(self) -> Fields:
        return self._selector().fields("Query", [self.prepared.node.selection_set])

    def _kind(self, nodes: list[FieldNode]) -> RootKind | None:
        root = self.catalogue.roots.get(nodes[0].name.value)
        return root.kind if root else None

    def _must_be_known(self) -> None:
        if self.principal.kind is PrincipalKind.ANONYMOUS:
            # Without a county there is no place to read in; visitors use `public(county: …)`.
            raise Unauthenticated.missing()
        self.principal.require_own_password()


def start(
    platform: Platform,
    catalogue: Catalogue,
    sights: ReadScopes,
    principal: Principal,
    prepared: Prepared,
    variables: Mapping[str, Any] | None,
    language: str,
) -> Running:
    """Start a request by reading its variables; raises `InvalidInput` with every wrong path."""
    if not prepared.node.variable_definitions:
        return Running(
            platform, catalogue, sights, principal, prepared, VariableValues({}, {}), (), language
        )
    values = coerce(prepared.schema, prepared.node, prepared.variables, variables or {})
    symbols, shape = symbolic(prepared.schema.type_map, prepared.variables, values)
    return Running(
        platform, catalogue, sights, principal, prepared, values, shape, language, _symbols=symbols
    )
