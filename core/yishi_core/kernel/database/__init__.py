"""PostgreSQL: the embedded server, roles, policies, the unit of work, migrations (access.md 1, 2,
3, 9, 11).
"""

from yishi_core.kernel.database.database import Database, Limits, Overprivileged
from yishi_core.kernel.database.driver.failures import NoPrincipal, OutsideReach, StaleGrants

__all__ = ["Database", "Limits", "NoPrincipal", "OutsideReach", "Overprivileged", "StaleGrants"]
