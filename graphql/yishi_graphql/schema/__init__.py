"""GraphQL types derived from the two declarations, composed to one schema and narrowed to what a
caller's orgs have switched on.
"""

from yishi_graphql.schema.compose import Schema, build_schema, schema_text
from yishi_graphql.schema.narrow import NarrowedSchema

__all__ = ["NarrowedSchema", "Schema", "build_schema", "schema_text"]
