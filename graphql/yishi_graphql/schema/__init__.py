"""GraphQL types derived from entity and operation declarations.

They form one schema, which is narrowed to the plugins that are on at a caller's orgs.
"""

from yishi_graphql.schema.compose import Schema, build_schema, schema_text
from yishi_graphql.schema.narrow import NarrowedSchema

__all__ = ["NarrowedSchema", "Schema", "build_schema", "schema_text"]
