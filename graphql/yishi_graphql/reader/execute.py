"""`Reader`: from a document to the bytes of its answer."""

from __future__ import annotations

from inspect import isawaitable
from typing import Any

import msgspec
from graphql.execution import Executor
from graphql.execution.collect_fields import FragmentDetails

from graphql import ExecutionResult, OperationType, default_field_resolver, default_type_resolver
from yishi_core.errors import Code, InvalidInput, Text, YishiError
from yishi_core.kernel.access import Principal
from yishi_core.kernel.database import StaleGrants
from yishi_core.kernel.operation.platform import Platform
from yishi_graphql.reader.document import Documents, Prepared
from yishi_graphql.reader.errors import Invalid, of_document, of_field, of_operation, of_request
from yishi_graphql.reader.introspection import Introspection
from yishi_graphql.reader.limits import Limits
from yishi_graphql.reader.read_scope import ReadScopes
from yishi_graphql.reader.refusals import Refusals
from yishi_graphql.reader.resolve import ResolverSource
from yishi_graphql.reader.run import Running, start
from yishi_graphql.reader.switched import SWITCHES, SwitchedPlugins
from yishi_graphql.schema import NarrowedSchema, Schema

RAISED = frozenset({Code.UNAUTHENTICATED, Code.UNAVAILABLE})
"""Errors of a whole operation that HTTP also reports by its status."""


class Reader:
    """Runs documents.

    Plain data is read with one SQL statement; everything else is run by graphql-core on the same
    schema. A document must be valid against the schema of the plugins that are on at the caller's
    orgs.
    """

    def __init__(self, platform: Platform, schema: Schema, *, limits: Limits | None = None) -> None:
        self.schema = schema
        self._platform = platform
        self._switched = SwitchedPlugins(platform.database)
        self._resolvers = ResolverSource(schema.operations)
        self._documents = Documents(schema.catalogue, limits or Limits(), platform.making)
        self._refusals = Refusals(platform, limits or Limits())
        self._sights = ReadScopes(schema.catalogue)
        self._introspection = Introspection()

    async def execute(
        self,
        principal: Principal,
        document: str,
        variables: dict[str, Any] | None,
        operation_name: str | None,
        language: str,
    ) -> bytes:
        """The whole answer as JSON.

        Raises `StaleGrants` while nothing has been written (run the document again with fresh
        grants), `Unauthenticated` and `Unavailable` when they concern the whole operation, and
        unexpected exceptions of the database. Every other error is part of the answer.
        """
        try:
            schema = await self.schema_of(principal)
            prepared = (await self._documents.read(schema, document, variables)).operation(
                operation_name
            )
        except Invalid as invalid:
            await self._refusals.of_document(principal, document, operation_name, None)
            return of_document(invalid.errors, language)
        except YishiError as error:
            if error.code in RAISED:  # raised by the query for the plugins that are on
                raise
            await self._refusals.of_document(principal, document, operation_name, error)
            return of_request(error, language)
        try:
            if prepared.introspects:
                return await self._introspection.answer(prepared, variables or {}, language)
            running = start(
                self._platform,
                self.schema.catalogue,
                self._sights,
                principal,
                prepared,
                variables,
                language,
            )
            return (
                await running.data() if prepared.data_only else await self._by_graphql_core(running)
            )
        except YishiError as error:
            if error.code in RAISED:
                raise
            # For a mutation only errors in the variables end here: what its operations refuse is
            # reported at their fields and in their audit.
            await self._refusals.of_fields(principal, prepared, None, "variables")
            return of_operation(error, language, _only_field(prepared))

    async def turned_away(
        self, principal: Principal, document: str, operation_name: str | None, error: YishiError
    ) -> None:
        """Audit a document that is not run because its sender is unknown."""
        await self._refusals.of_document(principal, document, operation_name, error)

    async def schema_of(self, principal: Principal) -> NarrowedSchema:
        """The schema that a caller sees."""
        # Schemas are made only for callers who come.
        codes = await self.plugins_of(principal)
        found = self.schema.known(codes)
        if found is None:
            found = await self._platform.making.once(
                ("schema", codes), lambda: self.schema.for_plugins(codes, self._resolvers)
            )
        return found

    async def plugins_of(self, principal: Principal) -> frozenset[str]:
        """The plugins whose part of the schema a caller sees."""
        return await self._switched(principal) if self.schema.plugins else self.schema.plugins

    async def _by_graphql_core(self, running: Running) -> bytes:
        # operations need the policy as well, whose first use by a role would block the event loop
        await running.sight()
        try:
            answer, refused = await _by_graphql_core(running)
        finally:
            if SWITCHES & running.wrote:
                self._switched.forget()
        if refused:
            await self._refusals.of_fields(
                running.principal, running.prepared, refused, "arguments"
            )
        return answer


async def _by_graphql_core(running: Running) -> tuple[bytes, set[str]]:
    """The answer, and the response keys of mutations that were refused before they were begun."""
    prepared = running.prepared
    if prepared.node.operation is OperationType.SUBSCRIPTION:
        raise InvalidInput(Text("此接口不支持订阅。", "Subscriptions are not served here."))
    roots = await running.roots() if prepared.node.operation is OperationType.QUERY else {}
    # graphql-core's own `execute` would coerce the variables a second time.
    fragments = {name: FragmentDetails(node) for name, node in prepared.fragments.items()}
    executor: Executor[Any] = Executor(
        prepared.schema,
        dict(prepared.fragments),
        fragments,
        roots,
        running,
        prepared.node,
        running.values,
        default_field_resolver,
        default_type_resolver,
        default_field_resolver,
    )
    made = executor.execute_operation()
    result: Any = await made if isawaitable(made) else made
    assert isinstance(result, ExecutionResult)
    for error in result.errors or ():
        if isinstance(error.original_error, StaleGrants) and not running.written:
            raise error.original_error
    answer: dict[str, Any] = {"data": result.data}
    if result.errors:
        answer["errors"] = [of_field(e, running.language) for e in result.errors]
    failed = {str(e.path[0]) for e in result.errors or () if e.path}
    return msgspec.json.encode(answer), failed - running.tried


def _only_field(prepared: Prepared) -> list[str] | None:
    """The path of the root field when there is exactly one."""
    selections: Any = prepared.node.selection_set.selections
    if len(selections) != 1 or not hasattr(selections[0], "alias"):
        return None
    return [(selections[0].alias or selections[0].name).value]
