"""Asking hooks that may look and refuse: guards, rules and advice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yishi_core.errors import PluginFailed, Refused
from yishi_core.kernel.access import Principal
from yishi_core.kernel.database import aborted, only_looking
from yishi_core.kernel.operation.context import ReadContext
from yishi_core.kernel.operation.inputs import Input, global_id
from yishi_core.kernel.plugins.calling import Call
from yishi_core.kernel.plugins.picture import Picture
from yishi_core.kernel.tree.models import OrgUnit


async def require_agreement(
    context: ReadContext, calls: Iterable[Call], data: Input | None
) -> None:
    """Ask hooks that agree or refuse. Raises the first refusal, with the plugin and the org."""
    for call in calls:
        try:
            said = await looked(context, call, data)
        except Refused as refusal:
            raise _named(refusal, call, context) from refusal
        if isinstance(said, Refused):
            raise _named(said, call, context)
        if said is not None:
            raise call.nonsense()


async def looked(context: ReadContext, call: Call, data: Input | None) -> Any:
    """The answer of a hook that may look and must not write; raises `PluginFailed` where it has
    written, or has changed the input, the context or a row.
    """
    if context.session is not None:  # a plugin's own tests ask without a database
        await context.session.flush()  # what waits is not the hook's
    before = Picture(context, data)
    with only_looking() as look:
        try:
            said = await call
        except PluginFailed as failed:
            if look.writes:
                raise call.wrote(look.writes) from failed
            raise
    if found := look.writes or Picture(context, data).changed_since(before):
        raise call.wrote(found)
    if context.session is not None:
        broken = aborted(context.session.sync_session)
        if broken:
            raise call.broke()
    return said


def _named(refusal: Refused, call: Call, context: ReadContext) -> Refused:
    """The refusal with the plugin and, where the caller may see it, the org added to its data."""
    org: dict[str, str] = {}
    if _sees(context.principal, context.org):
        org = {"org": global_id(context.org), "orgName": context.org.name}
    refusal.data = {**refusal.data, "rule": refusal.rule.word, "plugin": call.plugin, **org}
    return refusal


def _sees(principal: Principal, org: OrgUnit) -> bool:
    """Whether the caller may read an org: a rule may be about a record of one that they may not."""
    scope, path = principal.reading, org.org_path
    return org.county in scope.counties and (
        path.startswith(scope.paths)
        or path in scope.lineage
        or not set(scope.marks).isdisjoint(org.audience or ())
    )
