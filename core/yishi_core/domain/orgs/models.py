"""The entities of this noun stand in the kernel, since every record has its place in the tree; the
noun's face offers them from here.
"""

from __future__ import annotations

from yishi_core.kernel.tree.models import OrgKind, OrgLink, OrgLinkKind, OrgUnit

__all__ = ["OrgKind", "OrgLink", "OrgLinkKind", "OrgUnit"]
