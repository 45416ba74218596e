"""The fields that a selection requests of a type, with fragments merged.

`@skip` and `@include` are applied.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graphql.execution.values import VariableValues, get_argument_values, get_directive_values

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLIncludeDirective,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
)

Fields = dict[str, list[FieldNode]]
"""Response key → the nodes that request it.

All of them are of one field with equal arguments, as validation has checked.
"""


@dataclass(frozen=True)
class Selector:
    """Reads the selections of one operation."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: VariableValues

    def fields(self, type_name: str, selections: Iterable[SelectionSetNode | None]) -> Fields:
        """The fields requested of an object type."""
        found: Fields = {}
        seen: set[str] = set()
        for selection in selections:
            if selection is not None:
                self._collect(type_name, selection, found, seen)
        return found

    def below(self, type_name: str, nodes: Iterable[FieldNode]) -> Fields:
        """The fields requested of the object for which these nodes stand."""
        return self.fields(type_name, [n.selection_set for n in nodes])

    def arguments(self, type_name: str, node: FieldNode) -> dict[str, object]:
        """A field's arguments, with slots in place of variables that are only values."""
        type_ = self.schema.type_map[type_name]
        assert isinstance(type_, GraphQLObjectType)
        return get_argument_values(type_.fields[node.name.value], node, self.variables)

    def _collect(
        self, type_name: str, selection: SelectionSetNode, found: Fields, seen: set[str]
    ) -> None:
        for node in selection.selections:
            if not self._wanted(node):
                continue
            if isinstance(node, FieldNode):
                found.setdefault(node.alias.value if node.alias else node.name.value, []).append(
                    node
                )
            elif isinstance(node, InlineFragmentNode):
                if node.type_condition is None or self._is(
                    type_name, node.type_condition.name.value
                ):
                    self._collect(type_name, node.selection_set, found, seen)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
                seen.add(node.name.value)
                fragment = self.fragments[node.name.value]
                if self._is(type_name, fragment.type_condition.name.value):
                    self._collect(type_name, fragment.selection_set, found, seen)

    def _wanted(self, node: SelectionNode) -> bool:
        if not node.directives:
            return True
        skip = get_directive_values(GraphQLSkipDirective, node, self.variables)
        if skip and skip["if"] is True:
            return False
        include = get_directive_values(GraphQLIncludeDirective, node, self.variables)
        return not (include and include["if"] is False)

    def _is(self, type_name: str, condition: str) -> bool:
        if type_name == condition:
            return True
        wanted = self.schema.type_map.get(condition)
        type_ = self.schema.type_map.get(type_name)
        return (
            isinstance(wanted, GraphQLInterfaceType)
            and isinstance(type_, GraphQLObjectType)
            and wanted in type_.interfaces
        )
