"""How statements reach PostgreSQL: the exchange over psycopg, and what it replaces of SQLAlchemy.

Only `kernel.database` may import from here; its `__init__` re-exports what others use.
"""
