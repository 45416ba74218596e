"""The four kinds of hooks that a plugin may implement, as specifications of pluggy.

Each says who implements it, when it is called, what to return and when it is too late. A hook is a
function under one of the decorators of `hooks.py`, in any module of the plugin and of any name. It
may be plain or `async`, and may leave out parameters that it does not use. For each operation,
entity and event that plugins name there is one hook of pluggy (`guard__hold_consultation`), made
from the specification of its kind; it is called only for what it names, and only for the plugins
that are on at the row's or subject's org (for what belongs to a case: in the settings with which
the case began). docs/plugins/hooks/ has one page per kind.
"""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import Any

from yishi_core.errors import Refused
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation.change import Change
from yishi_core.kernel.operation.context import OperationContext, ReadContext
from yishi_core.kernel.operation.result import Advice

PROJECT = "yishi"


def guard(context: ReadContext, data: Any) -> Refused | Awaitable[Refused | None] | None:
    """Refuse an operation that the variant forbids: `@guard(hold_consultation)`.

    Implement it for what is about the act itself: a day on which nothing is held, a way of entering
    that the variant does not know. What must hold of a record, however it was written, is a rule
    (`holds`). Called before the operation's own function, after permission and references were
    checked. `data` is the operation's input with loaded objects.

    Return `Refused(WalkRule.TOO_MANY, most=5)` to refuse, by a rule that the plugin declares once,
    or None to agree. The first refusal wins and nothing is saved. A guard may look (through
    `context`), not write. Anything raised, a hang beyond the deadline or another return value ends
    the operation as a failure of the plugin.

    Too late: to refuse what has already happened, such as an event.
    """


def holds(context: ReadContext, change: Change[Any]) -> Refused | Awaitable[Refused | None] | None:
    """State what must hold of a record: `@holds(Consultation, on=("participants", "state"))`.

    Asked before the commit for every record of the entity that an operation, an import, a job or a
    reaction made, or changed in one of the columns or parts that `on` names, whichever way it came.
    `change` has the record as it will be and as it was. A change that touches nothing of `on` is
    never refused by it, so that an old record can always be put right.

    The plugins that decide are those of the record's case or, without one, of its org. The whole
    county can be read through `context`, whoever acts. Return and limits are those of `guard`.

    Too late: to change what is written, or to look at what the caller sent; that is `guard`.
    """


def advise(
    context: ReadContext, data: Any, result: Any
) -> Sequence[Advice] | Awaitable[Sequence[Advice] | None] | None:
    """Give hints that do not refuse, such as a party that was missing: `@advise(plan_consultation)`.

    Called after the operation's function and all rules, within the transaction. `result` is what
    the operation returned, `data` its input.

    Return a list of `Advice(rule, Text(zh, en))`, empty or None when there is nothing to say; the
    plugin's name is added. The hints of all plugins are collected and go to the caller with the
    answer. The same limits hold as for `guard`.

    Too late: to refuse; that is `guard` or `holds`.
    """


def react(context: OperationContext, event: EventView) -> Awaitable[None] | None:
    """Do something because of an event: `@reacts_to(CONSULTATION_HELD)`.

    Implement it for consequences, such as drawing up a follow-up record. Called by a worker after
    the operation that wrote the event was committed, in a transaction of its own per plugin; after
    a crash it may be called again for the same event, so make it idempotent (`event.id` never
    changes). Events of one object come in order. The context's principal is the system;
    `context.org` is the org where the event happened.

    Return nothing. What is raised is logged under the plugin's name, the transaction is rolled back
    and tried again later; other plugins are not held up.

    Too late: to stop or change what happened.
    """


SPECIFICATIONS = {"guard": guard, "holds": holds, "advise": advise, "react": react}
