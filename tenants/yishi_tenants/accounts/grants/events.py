"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.kernel.events.declaration import EventType
from yishi_tenants.accounts.grants.models import GrantRow

GRANT_GIVEN = EventType("grant.given", GrantRow)
GRANT_ENDED = EventType("grant.ended", GrantRow)
