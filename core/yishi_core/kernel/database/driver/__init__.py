"""How statements reach PostgreSQL: the exchange over psycopg, and what it replaces of SQLAlchemy.

Only `kernel.database` may import from here; what others use is handed on by its `__init__`.
"""
