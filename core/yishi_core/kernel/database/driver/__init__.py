"""How statements reach PostgreSQL: one wall around what we do beside SQLAlchemy and psycopg.

Only `kernel.database` imports from here; what others use is handed on by its `__init__` (the
contract `driver` of import-linter). There are two drivers behind the same names (`driver.Driver`):
`exchanged.EXCHANGE` sends a unit of work's statements together and is the default, `plain.PLAIN`
leaves everything to the two libraries and serves to tell whose fault a fault is
(docs/database.md, The driver).

Private names of the two libraries, which a new version may take away without notice. Those that
the plain driver needs too are marked `*`; `tests/core/database/test_private_names.py` looks for
each of them, and for uses that are missing here.

    sqlalchemy.connectors.asyncio:AsyncAdapt_dbapi_cursor._cursor    statements.py
    sqlalchemy.connectors.asyncio:AsyncAdapt_dbapi_cursor._rows      statements.py
    sqlalchemy.dialects.postgresql.psycopg:_log_notices              unit.py *
    sqlalchemy.orm:InstanceState._commit_all                         changed.py
    sqlalchemy.orm:Session._register_altered                         changed.py

Not private by name, but nowhere promised:

    sqlalchemy.orm:InstanceState.committed_state                     entity/base.py *
    sqlalchemy.orm:InstanceState.dict                                entity/base.py *
    sqlalchemy.orm.attributes:_AttributeImpl.is_equal                entity/base.py *
    sqlalchemy.util:await_only                                       statements.py
    psycopg:AsyncConnection.wait                                     exchange.py
    psycopg.adapt:Transformer.dump_sequence                          exchange.py
    psycopg.adapt:Transformer.load_rows                              exchange.py
    psycopg.adapt:Transformer.set_pgresult                           exchange.py
    psycopg.errors:error_from_result                                 exchange.py
    psycopg.waiting:Ready                                            exchange.py
    psycopg.waiting:Wait                                             exchange.py
"""
