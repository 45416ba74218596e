"""The hooks of a plugin: few, typed, and each says who implements it, when it is called, what to
return, when it is too late.

A hook is a function with `@hookimpl` in the plugin's `__init__.py`. It may be plain or `async`, and
may leave out parameters it does not use. It runs only where the plugin is switched on: for an
operation, at the org of the operation's subject (for a case, in the settings with which the case
began). docs/plugins/hooks/ has one page per hook.
"""

from __future__ import annotations

from collections.abc import Awaitable, Sequence

import pluggy

from yishi_core.errors import Refused
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation.context import OperationContext
from yishi_core.kernel.operation.inputs import Input
from yishi_core.kernel.operation.result import Advice

PROJECT = "yishi"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def guard(
    context: OperationContext, operation: str, data: Input
) -> Refused | Awaitable[Refused | None] | None:
    """Refuse an operation that the variant's rules forbid.

    Implement it where a step may not happen as asked: a theme that is not the group's, a missing
    unit or deadline. Called for every operation that changes something, after permission and
    references were checked and before the operation's own function; `operation` is its name in
    snake_case (`advance_step`), `data` its input with loaded objects. Core's own rules and the
    plugins before yours in dependency order have already agreed.

    Return `Refused(WalkRule.TOO_MANY, most=5)` to refuse, by a rule that the plugin declares once
    in its `rules.py` (`class WalkRule(Rule)`), or None to agree. The first refusal wins and nothing is saved. Do not change anything here: a
    guard may look (through `context`), not write. Anything raised, a hang beyond the deadline or
    another return value ends the operation as a failure of the plugin.

    Too late: to refuse what has already happened, such as an event; use an operation of your own
    for corrections.
    """


@hookspec
def advise(
    context: OperationContext, operation: str, data: Input
) -> Sequence[Advice] | Awaitable[Sequence[Advice] | None] | None:
    """Give hints that do not refuse: a party missing at a consultation, a form that fits the topic
    better.

    Implement it where an office should be told something. Called for every operation that changes
    something, after its function has run and within its transaction, so records it made can be
    looked at through `context`.

    Return a list of `Advice(rule, Text(zh, en))`, empty or None when there is nothing to say; the
    plugin's name is added. The hints of all plugins are collected and go to the caller with the
    answer. The same limits hold as for `guard`.

    Too late: to refuse; that is `guard`.
    """


@hookspec
def react(context: OperationContext, event: EventView) -> Awaitable[None] | None:
    """Do something because of an event: keep a counter, draw up a follow-up record, send word
    elsewhere.

    Implement it for consequences. Called by a worker after the operation that wrote the event was
    committed, in a transaction of its own, once per plugin; after a crash it may be called again
    for the same event, so make it idempotent (`event.id` never changes). Events of one object come
    in order. The context's principal is the system; `context.org` is the org where the event
    happened.

    Return nothing. What is raised is logged under the plugin's name, the transaction is rolled back
    and tried again later; other plugins are not held up. With `@reacts_to(…)` it is called for the
    events that it names and for no others.

    Too late: to stop or change what happened.
    """
