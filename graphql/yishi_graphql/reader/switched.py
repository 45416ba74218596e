"""Which plugins a caller sees: those that are switched on at his orgs, above or below them
(access.md 7).
"""

from __future__ import annotations

from collections import OrderedDict
from time import monotonic

import msgspec

from yishi_core.kernel.access import Principal, PrincipalKind
from yishi_core.kernel.database import Database

SECONDS = 2.0
"""How long another process's switching may go unnoticed; this one's own is seen at once."""
KNOWN = 4096
SWITCHES = {"PluginSwitch"}
"""Entities whose rows decide it."""
# Row level security leaves exactly the switches of the caller's places and of those above them: a
# switch is inherited.
QUERY = """
select coalesce(json_agg(distinct s.plugin), '[]'::json)::text from plugin_switch s
where s.county = any(%(counties)s::int[]) and s.switched_off_at is null and s.voided_at is null
"""


class SwitchedPlugins:
    """Asks once per caller, and again after a while."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: OrderedDict[Principal, tuple[float, frozenset[str]]] = OrderedDict()

    async def __call__(self, principal: Principal) -> frozenset[str]:
        """Codes of plugins. A visitor has no orgs, so he sees none. May raise `StaleGrants`."""
        if principal.kind is PrincipalKind.ANONYMOUS:
            return frozenset()
        held = self._known.get(principal)
        if held is not None and monotonic() - held[0] < SECONDS:
            return held[1]
        answer = await self._database.read(
            principal.reading, QUERY, {"counties": list(principal.counties)}
        )
        found = frozenset(msgspec.json.decode(answer or b"[]", type=list[str]))
        self._known[principal] = (monotonic(), found)
        if len(self._known) > KNOWN:
            self._known.popitem(last=False)
        return found

    def forget(self) -> None:
        """Something was changed here: ask anew."""
        self._known.clear()
