"""PostgreSQL: server, roles, policies, unit of work, migrations (access.md 1, 2, 3, 9, 11).

What other packages may use of the driver is re-exported here; only this package imports
`database.driver`.
"""

from yishi_core.kernel.database.database import Closing, Database, Limits, Overprivileged
from yishi_core.kernel.database.driver.exchange import DeferredRead
from yishi_core.kernel.database.driver.failures import (
    NoPrincipal,
    OutsideReach,
    StaleGrants,
    translated,
)
from yishi_core.kernel.database.driver.leases import leased
from yishi_core.kernel.database.driver.rows import put, send, send_each
from yishi_core.kernel.database.driver.unit import (
    NAMES_COUNTY,
    bind_to_entry,
    entered,
    entry_of,
    entry_parameters,
)

__all__ = [
    "NAMES_COUNTY",
    "Closing",
    "Database",
    "DeferredRead",
    "Limits",
    "NoPrincipal",
    "OutsideReach",
    "Overprivileged",
    "StaleGrants",
    "bind_to_entry",
    "entered",
    "entry_of",
    "entry_parameters",
    "leased",
    "put",
    "send",
    "send_each",
    "translated",
]
