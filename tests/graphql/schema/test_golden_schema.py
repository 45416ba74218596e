"""The schema of an installation as text: what a caller sees whose orgs have no plugin on, and one
who has all of them.

The same as `yishi schema export --core` and `yishi schema export`.
"""

from __future__ import annotations

import pytest

from graphql import default_field_resolver
from tests.fixtures.golden import Golden
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_graphql.place.compose import operations, registry
from yishi_graphql.schema import Schema, build_schema, schema_text


@pytest.fixture(scope="module")
def installed() -> Schema:
    plugins = load_plugins()
    return build_schema(registry(plugins), operations(plugins).values())


@pytest.mark.parametrize("name", ["core", "all_plugins"])
def test_the_schema_of_an_installation(installed: Schema, golden: Golden, name: str) -> None:
    plugins = installed.plugins if name == "all_plugins" else frozenset()
    text = schema_text(installed.for_plugins(plugins, lambda _type, _field: default_field_resolver))
    golden.compare(f"schema/{name}.graphql", text)


def test_no_word_of_a_plugin_stands_in_the_schema_without_plugins(installed: Schema) -> None:
    plain = schema_text(
        installed.for_plugins(frozenset(), lambda _type, _field: default_field_resolver)
    )
    added = {
        n
        for n, t in installed.for_plugins(
            installed.plugins, lambda *_: default_field_resolver
        ).type_map.items()
        if t.extensions.get("plugin")
    }
    assert added
    assert [name for name in added if f" {name} " in plain] == []
