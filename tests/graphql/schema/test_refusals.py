"""The words of refusals are an enumeration of the schema, a plugin's where it is on."""

from __future__ import annotations

from graphql import GraphQLEnumType, GraphQLSchema, default_field_resolver
from tests.fixtures.county import installed_plugins
from yishi_graphql.place.compose import refusals
from yishi_graphql.schema import Schema, schema_text

OF_PLUGIN = "RefusalRuleAncientCityGroup"


def test_every_word_is_in_the_schema_with_what_it_tells(plain: GraphQLSchema) -> None:
    enum = plain.type_map["RefusalRule"]
    assert isinstance(enum, GraphQLEnumType)
    assert set(enum.values) == {w.word for w in refusals(installed_plugins()) if w.plugin is None}
    assert enum.values["case_running"].description == (
        "该议题的协商事项正在进行,请先终止。 — Stop its running case first."
    )
    assert enum.values["must_change_password"].description


def test_a_plugins_words_are_seen_where_it_is_on(installed: Schema, plain: GraphQLSchema) -> None:
    assert OF_PLUGIN not in plain.type_map
    on = installed.for_plugins(
        frozenset({"ancient_city_group"}), lambda _type, _field: default_field_resolver
    )
    enum = on.type_map[OF_PLUGIN]
    assert isinstance(enum, GraphQLEnumType)
    assert "wrong_month" in enum.values
    assert "not_analysed" not in enum.values  # a word of the core's that it shares


def test_the_text_of_the_schema_shows_them(plain: GraphQLSchema) -> None:
    assert "\nenum RefusalRule {\n" in schema_text(plain)
