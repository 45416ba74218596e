"""Who may do what and where (access.md 4): permissions, policy, principal and their combination."""

from yishi_core.kernel.access.authorize import ReadRule, authorize, entry_values, holds, readable
from yishi_core.kernel.access.permissions import Permission, Scope
from yishi_core.kernel.access.places import TenantScope
from yishi_core.kernel.access.policy import Policy, PolicyLine
from yishi_core.kernel.access.principal import Grant, Principal, PrincipalKind, Switch

__all__ = [
    "Grant",
    "Permission",
    "Policy",
    "PolicyLine",
    "Principal",
    "PrincipalKind",
    "ReadRule",
    "Scope",
    "Switch",
    "TenantScope",
    "authorize",
    "entry_values",
    "holds",
    "readable",
]
