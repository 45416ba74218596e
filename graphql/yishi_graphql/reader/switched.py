"""The plugins whose part of the schema a caller sees.

These are the plugins that are on or retired at their orgs, above them or below them (access.md 7).
"""

from __future__ import annotations

from collections import OrderedDict
from time import monotonic

import msgspec

from yishi_core.kernel.access import Principal, PrincipalKind
from yishi_core.kernel.database import Database
from yishi_core.kernel.variants.own import is_own

SECONDS = 2.0
"""Seconds for which a switch in another process may go unnoticed.

A switch in this process takes effect at once.
"""
KNOWN = 4096
SWITCHES = {"PluginSwitch"}
"""The entities whose rows decide which plugins are on or retired."""
# Row-level security shows exactly the switches of the caller's places and of those above them,
# since a switch is inherited.
QUERY = """
select coalesce(json_agg(distinct s.plugin), '[]'::json)::text from plugin_switch s
where s.county = any(%(counties)s::int[]) and s.ended_at is null and s.voided_at is null
"""


class SwitchedPlugins:
    """Looks up the plugins of a caller, and caches them for a short time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: OrderedDict[Principal, tuple[float, frozenset[str]]] = OrderedDict()

    async def __call__(self, principal: Principal) -> frozenset[str]:
        """The codes of the caller's plugins; may raise `StaleGrants`.

        A visitor has no orgs and therefore no plugins.
        """
        if principal.kind is PrincipalKind.ANONYMOUS:
            return frozenset()
        held = self._known.get(principal)
        if held is not None and monotonic() - held[0] < SECONDS:
            return held[1]
        answer = await self._database.read(
            principal.reading, QUERY, {"counties": list(principal.counties)}
        )
        codes = msgspec.json.decode(answer or b"[]", type=list[str])
        # A variant of one's own has no part of the schema.
        found = frozenset(code for code in codes if not is_own(code))
        self._known[principal] = (monotonic(), found)
        if len(self._known) > KNOWN:
            self._known.popitem(last=False)
        return found

    def forget(self) -> None:
        """Forget all answers, after a switch in this process."""
        self._known.clear()
