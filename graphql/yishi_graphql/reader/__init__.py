"""The reader: the data of a GraphQL document becomes one SQL statement.

PostgreSQL returns its answer as finished JSON.
"""

from yishi_graphql.reader.execute import Reader

__all__ = ["Reader"]
