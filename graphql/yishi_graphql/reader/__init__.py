"""GraphQL to SQL: a document's data becomes one statement, its answer comes out of PostgreSQL as
finished JSON.
"""

from yishi_graphql.reader.execute import Reader

__all__ = ["Reader"]
