"""The schema of this installation, built once for the folder."""

from __future__ import annotations

import pytest

from graphql import GraphQLSchema, default_field_resolver
from tests.fixtures.county import installed_plugins, schema_of
from yishi_graphql.schema import Schema


@pytest.fixture(scope="session")
def installed() -> Schema:
    """Core and tenants with all installed plugins; its own, because these tests resolve nothing:
    a narrowed schema is kept with the resolvers for which it was made first.
    """
    return schema_of.__wrapped__(installed_plugins())


@pytest.fixture(scope="session")
def full(installed: Schema) -> GraphQLSchema:
    """What a caller sees whose orgs have all plugins on, as `yishi schema export` writes it."""
    return installed.for_plugins(installed.plugins, lambda _type, _field: default_field_resolver)


@pytest.fixture(scope="session")
def plain(installed: Schema) -> GraphQLSchema:
    """What a caller sees whose orgs have none on, as `yishi schema export --core` writes it."""
    return installed.for_plugins(frozenset(), lambda _type, _field: default_field_resolver)
