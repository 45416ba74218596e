"""The assembled installation: everything a request needs, built once and passed down.

There is no global instance.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from yishi_core.kernel.access import Policy
from yishi_core.kernel.audit.allowance import AnonymousAuditQuota
from yishi_core.kernel.entity import Registry
from yishi_core.kernel.making import Making
from yishi_core.kernel.operation.collecting import declared_in
from yishi_core.kernel.operation.declaration import Operation
from yishi_core.kernel.operation.sources import (
    FileStore,
    Plugins,
    PrincipalSource,
    Queue,
    SettingsSource,
)
from yishi_core.kernel.turns import Turns

if TYPE_CHECKING:
    from yishi_core.kernel.database import Database

D = TypeVar("D")


@dataclass(frozen=True)
class Platform:
    """The entities, operations, rights, plugins, database and sources of an installation."""

    registry: Registry
    operations: Mapping[str, Operation]
    """Operations by GraphQL field name."""
    policy: Policy
    plugins: Plugins
    database: Database
    principals: PrincipalSource
    settings: SettingsSource
    files: FileStore
    queue: Queue
    modules: Sequence[ModuleType] = field(repr=False)
    """The modules of core's nouns, which declare to-dos, notices, daily jobs and the like."""
    _derived: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def nameless(self) -> AnonymousAuditQuota:
        """The limit on audit rows that callers without an account can cause."""
        return AnonymousAuditQuota()

    @cached_property
    def making(self) -> Making:
        """The threads for CPU work that must not block the event loop."""
        return Making()

    @cached_property
    def photographs(self) -> Turns:
        """The limit on photographs processed at once; each takes some 150 MB for a moment."""
        return Turns(at_once=2, patience=15.0)

    @cached_property
    def logins(self) -> Turns:
        """The limit on passwords checked at once.

        Each check takes a core for some 100 ms; half of the cores stay free for other work.
        """
        return Turns(at_once=max(1, (os.cpu_count() or 1) // 2), patience=10.0)

    def declared(self, kind: type[D]) -> list[D]:
        """The values of a type that core's nouns and the plugins declare, core's first; looked for
        once per platform.
        """
        if kind not in self._derived:
            of_plugins = [module for plugin in self.plugins for module in plugin.modules]
            self._derived[kind] = declared_in([*self.modules, *of_plugins], kind)
        return cast("list[D]", self._derived[kind])

    def derived(self, make: Callable[[Platform], D]) -> D:
        """What `make` computes from the declarations, computed once per platform and cached."""
        if make not in self._derived:
            self._derived[make] = make(self)
        return cast("D", self._derived[make])
