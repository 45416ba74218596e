"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.kernel.events.declaration import EventType
from yishi_core.kernel.tree.models import OrgLink, OrgUnit

ORG_CREATED = EventType("org.created", OrgUnit)
ORG_CHANGED = EventType("org.changed", OrgUnit)
ORG_KIND_CHANGED = EventType("org.kind_changed", OrgUnit)
ORG_RENAMED = EventType("org.renamed", OrgUnit)
ORG_CLOSED = EventType("org.closed", OrgUnit)

ORG_LINKED = EventType("org.linked", OrgLink)
ORG_UNLINKED = EventType("org.unlinked", OrgLink)
ORG_LINK_CHANGED = EventType("org.link_changed", OrgLink)
