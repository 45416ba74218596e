"""What can happen to the records of this noun."""

from __future__ import annotations

from yishi_core.errors import Text
from yishi_core.kernel.events.declaration import EventType
from yishi_tenants.accounts.models import Account

ACCOUNT_CREATED = EventType("account.created", Account)
ACCOUNT_LINKED = EventType("account.linked", Account)
ACCOUNT_RESET = EventType("account.reset", Account)
ACCOUNT_DISABLED = EventType("account.disabled", Account)
ACCOUNT_ENABLED = EventType("account.enabled", Account)
ACCOUNT_HANDED_OVER = EventType("account.handed_over", Account)
ACCOUNT_MOVED = EventType(
    "account.moved", Account, Text("账号所属单位已变更", "An account belongs to another office")
)
