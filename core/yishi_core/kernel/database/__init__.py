"""PostgreSQL: server, roles, policies, unit of work, migrations (access.md 1, 2, 3, 9, 11).

What other packages may use of the driver is re-exported here; only this package imports
`database.driver`.
"""

from yishi_core.kernel.database.address import conninfo_of
from yishi_core.kernel.database.database import Closing, Database, Limits, Overprivileged
from yishi_core.kernel.database.driver.driver import DeferredRead, aborted, lost
from yishi_core.kernel.database.driver.failures import (
    NoPrincipal,
    OutsideReach,
    StaleGrants,
    translated,
)
from yishi_core.kernel.database.driver.leases import leased
from yishi_core.kernel.database.driver.looking import only_looking
from yishi_core.kernel.database.driver.rows import prefetch, put, send, send_each
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
    "aborted",
    "bind_to_entry",
    "conninfo_of",
    "entered",
    "entry_of",
    "entry_parameters",
    "leased",
    "lost",
    "only_looking",
    "prefetch",
    "put",
    "send",
    "send_each",
    "translated",
]
