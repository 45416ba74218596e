"""The assembled installation: everything a request needs, built once by a function and handed down.
There is no global.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from yishi_core.kernel.access import Policy, PrincipalSource
from yishi_core.kernel.audit.allowance import AnonymousAuditQuota
from yishi_core.kernel.entity import Registry
from yishi_core.kernel.operation.declaration import Operation

if TYPE_CHECKING:
    from yishi_core.facilities.attachments.store import FileStore
    from yishi_core.facilities.daily.declaration import Daily
    from yishi_core.facilities.jobs.queue import Queue
    from yishi_core.facilities.jobs.reaction import Reaction
    from yishi_core.facilities.notifications.declaration import Notice
    from yishi_core.facilities.todos.statements import Statements
    from yishi_core.kernel.database import Database
    from yishi_core.kernel.plugins.plugin_set import PluginSet
    from yishi_core.kernel.variants.settings import SettingsSource

D = TypeVar("D")


@dataclass(frozen=True)
class Platform:
    """Entities, operations, rights and plugins of an installation, with its database and its two
    sources.
    """

    registry: Registry
    operations: Mapping[str, Operation]
    """By GraphQL field name."""
    policy: Policy
    plugins: PluginSet
    database: Database
    principals: PrincipalSource
    settings: SettingsSource
    files: FileStore
    queue: Queue

    @cached_property
    def nameless(self) -> AnonymousAuditQuota:
        """What callers without an account may still write into the audit."""
        return AnonymousAuditQuota()

    @cached_property
    def reactions(self) -> Mapping[str, Sequence[Reaction]]:
        """What core itself does after events, by their names."""
        from yishi_core.facilities.jobs.reaction import Reaction
        from yishi_core.facilities.notifications.deliver import tell
        from yishi_core.nouns import core_packages, declared_in, modules

        declared = declared_in(modules(core_packages(), "reactions"), Reaction)
        declared.append(Reaction(frozenset(self.notices), tell))
        return {
            name: [r for r in declared if name in r.events]
            for reaction in declared
            for name in reaction.events
        }

    @cached_property
    def todos(self) -> Statements:
        """What waits for whom: the declarations of all nouns and plugins, compiled at first use."""
        from yishi_core.facilities.todos.declaration import Matter, SupervisedTodo, Todo
        from yishi_core.facilities.todos.statements import Statements

        return Statements(
            self.registry,
            self._declared("todos", Matter),
            self._declared("todos", Todo),
            self._declared("todos", SupervisedTodo),
        )

    @cached_property
    def clocks(self) -> tuple[Daily, ...]:
        """What is done every day, core's first."""
        from yishi_core.facilities.daily.declaration import Daily

        return tuple(self._declared("clocks", Daily))

    @cached_property
    def notices(self) -> Mapping[str, Sequence[Notice]]:
        """Who is told of which event."""
        from yishi_core.facilities.notifications.declaration import Notice

        declared = self._declared("notices", Notice)
        return {
            name: [n for n in declared if n.event == name] for name in {n.event for n in declared}
        }

    def _declared(self, module: str, kind: type[D]) -> list[D]:
        from yishi_core.nouns import core_packages, declared_in, modules

        return declared_in(
            [
                *modules(core_packages(), module),
                *(m for plugin in self.plugins for m in plugin.modules),
            ],
            kind,
        )
