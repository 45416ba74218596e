"""What stands in for a plugin that is on and whose code is not there.

Nobody can tell what its guards and rules would have said. So a stand-in is registered with the
plugin manager like a plugin, bound to what the plugin was bound to when it was last loaded, and its
one answer is `plugin_missing`. Everything else goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from yishi_core.errors import Refused, Text
from yishi_core.kernel.entity.base import TenantRow
from yishi_core.kernel.entity.model import EntityModel
from yishi_core.kernel.operation.context import ReadContext
from yishi_core.kernel.operation.declaration import Operation
from yishi_core.kernel.plugins.hooks import Hook
from yishi_core.kernel.refusals import KernelRule
from yishi_core.kernel.variants.kept import Kept

STILL_POSSIBLE = frozenset({"stop_case", "archive_case", "void_record", "move_case_settings"})
"""Operations that end or free what is bound to a missing plugin: always allowed (access.md 8)."""
STEP = "step"
"""The input field by which an operation on a case says which step it moves."""


class StandIn:
    """The hooks of one missing plugin."""

    def __init__(
        self, kept: Kept, models: Iterable[EntityModel], operations: Iterable[Operation]
    ) -> None:
        self.kept = kept
        self._entities = {model.name: model.entity for model in models}
        self._operations = {o.name: o for o in operations if o.changes}

    @property
    def code(self) -> str:
        return self.kept.code

    @property
    def name(self) -> str:
        """Its name in messages."""
        return self.kept.code

    def hooks(self) -> Iterator[tuple[Callable[..., Any], Hook]]:
        """Functions with what they are bound to, as a plugin has them."""
        guarded = [self._operations[n] for n in self.kept.operations if n in self._operations]
        if guarded:
            yield self._refuse, Hook("guard", operations=tuple(guarded))
        steps = [o for o in self._operations.values() if STEP in o.input.model_fields]
        if self.kept.procedures and steps:
            yield self._refuse_own_steps, Hook("guard", operations=tuple(steps))
        for name, on in self.kept.rules.items():
            if (entity := self._entities.get(name)) is not None:
                yield self._refuse_change, Hook("holds", entity=entity, on=frozenset(on))

    def _refuse(self, context: ReadContext) -> Refused | None:
        return missing([self.kept.label], context.operation)

    def _refuse_own_steps(self, context: ReadContext, data: Any) -> Refused | None:
        """Refuse to move a step of a case that runs by a procedure of the plugin."""
        rows = [value for value in vars(data).values() if isinstance(value, TenantRow)]
        own = any(getattr(row, "procedure", None) in self.kept.procedures for row in rows)
        return self._refuse(context) if own else None

    def _refuse_change(self, context: ReadContext) -> Refused | None:
        """Refuse a change that somebody asked for. What the platform does on its own, in one
        transaction for a whole county, is not held up by a plugin that is missing at one township.
        """
        named = context.operation
        asked = any(o.name == named for o in context.platform.operations.values())
        return self._refuse(context) if asked else None


def missing(names: Sequence[str], operation: str) -> Refused | None:
    """The refusal of an operation because of missing plugins, unless it is always allowed."""
    if operation in STILL_POSSIBLE:
        return None
    return Refused(KernelRule.PLUGIN_MISSING, plugins=Text.listed(names))
