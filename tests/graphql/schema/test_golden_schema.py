"""The schema of this installation as committed text, noun by noun; what follows from an entity by
rule is in `test_derived.py`.
"""

from __future__ import annotations

import pytest

from graphql import GraphQLEnumType, GraphQLSchema, print_type
from tests.fixtures.golden import Golden
from tests.graphql.schema import by_noun
from yishi_graphql.schema import Schema, schema_text


def own_types(schema: GraphQLSchema) -> set[str]:
    return {name for name in schema.type_map if not name.startswith("__")}


def test_the_schema_by_noun(installed: Schema, full: GraphQLSchema, golden: Golden) -> None:
    golden.compare_folder("schema", by_noun.texts(installed, full))


@pytest.mark.parametrize("entity", ["Person", "Topic"])
def test_what_follows_from_an_entity(
    installed: Schema, full: GraphQLSchema, golden: Golden, entity: str
) -> None:
    """A person has personal data and what plugins add, a topic enumerations, dates and
    references.
    """
    golden.compare(
        f"schema/derived/{entity}.graphql", by_noun.derived_text(installed, full, entity)
    )


def test_the_types_without_plugins(plain: GraphQLSchema, golden: Golden) -> None:
    golden.compare("schema/derived/core_types.txt", "\n".join(sorted(own_types(plain))))


def test_without_plugins_every_type_is_the_full_one_less_what_is_a_plugins(
    full: GraphQLSchema, plain: GraphQLSchema
) -> None:
    """So the list of names is all that need be said of the schema without plugins."""
    for name in own_types(plain):
        narrow, whole = plain.type_map[name], full.type_map[name]
        if hasattr(narrow, "fields"):
            core = {
                field
                for field, made in whole.fields.items()
                if made.extensions.get("plugin") is None
            }  # type: ignore[attr-defined]  # it has fields too
            assert set(narrow.fields) == core, name
            assert all(
                str(made.type) == str(whole.fields[field].type)
                for field, made in narrow.fields.items()
            ), name  # type: ignore[attr-defined]  # as above
        else:
            assert print_type(narrow) == print_type(whole)


def test_no_word_of_a_plugin_stands_in_the_schema_without_plugins(
    full: GraphQLSchema, plain: GraphQLSchema
) -> None:
    text = schema_text(plain)
    added = {name for name, type_ in full.type_map.items() if type_.extensions.get("plugin")}
    assert added
    assert [name for name in added if f" {name} " in text] == []


def test_every_type_stands_in_one_file_or_follows_from_an_entity(
    installed: Schema, full: GraphQLSchema
) -> None:
    made = [name for text in by_noun.texts(installed, full).values() for name in printed(text)]
    entities = installed.catalogue.models
    derived = {name for entity in entities for name in by_noun.derived_of(entity)}
    filters = {f"{n}Filter" for n, t in full.type_map.items() if isinstance(t, GraphQLEnumType)}
    of_groups = {f"{name}Where" for name in made}
    assert len(made) == len(set(made))
    assert own_types(full) - set(made) - derived - filters - of_groups == {
        "Query",
        "Mutation",
        "Public",
    }


def test_what_a_noun_declares_stands_in_its_file(installed: Schema, full: GraphQLSchema) -> None:
    texts = by_noun.texts(installed, full)
    assert {"Topic", "AnnualPlan", "ProposeTopicInput", "ProposeTopicPayload", "TopicState"} <= set(
        printed(texts["topics.graphql"])
    )
    assert (
        "\n  proposeTopic(input: ProposeTopicInput!): ProposeTopicPayload\n"
        in texts["topics.graphql"]
    )
    assert {"PageInfo", "Advice", "StringFilter", "Direction"} <= set(
        printed(texts["shared.graphql"])
    )
    assert "PersonGroupStudioUnion" in printed(texts["group_studio_union.graphql"])


@pytest.mark.parametrize(
    ("module", "noun"),
    [
        ("yishi_core.domain.topics.plans", "topics"),
        ("yishi_core.domain.topics.plans.models", "topics"),
        ("yishi_core.facilities.todos.service", "todos"),
        ("yishi_core.kernel.tree.models", "tree"),
        ("yishi_tenants.accounts.models", "accounts"),
        ("yishi_plugins.ancient_city_group.service", "ancient_city_group"),
    ],
)
def test_a_module_belongs_to_the_noun_in_whose_folder_it_lies(module: str, noun: str) -> None:
    assert by_noun.noun_of(module) == noun


def printed(text: str) -> list[str]:
    """The names of the types that a text defines."""
    heads = (
        line.split()
        for line in text.splitlines()
        if line.startswith(("type ", "input ", "enum ", "interface ", "scalar "))
    )
    return [words[1] for words in heads]
