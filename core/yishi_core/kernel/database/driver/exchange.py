"""One round trip in libpq's own terms: statements are sent together and answered together.

They are parsed once per connection. psycopg's pipeline does the same in some thirty calls and
wake-ups per statement; for four short statements that is several times what PostgreSQL takes to
answer them (docs/decisions/0060-a-read-is-one-exchange.md).
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import psycopg
from psycopg.abc import Buffer, PQGen
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import DivisionByZero, InvalidSqlStatementName, error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.waiting import Ready, Wait

from yishi_core.kernel.database.patience import PatientConnection

STATEMENTS = 100
"""How many statements one connection keeps prepared."""
MOST_HELD = 500
"""Messages that a transaction queues before it sends them; an import has thousands."""
_PLACEHOLDER = re.compile(r"%%|%\((\w+)\)s")
_FAILED = (ExecStatus.FATAL_ERROR, ExecStatus.PIPELINE_ABORTED)
_Key = tuple[bytes, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Message:
    """A statement with `$1 …` placeholders and its values as they are sent."""

    sql: bytes
    values: Sequence[Buffer | None] = ()
    types: tuple[int, ...] = ()
    formats: Sequence[int] = ()
    one_row: bool = False
    """Whether the statement divides by zero, raising `Missed`, unless it changes a row.

    See `changed.py`.
    """


class Missed(Exception):
    """A row that was to be changed is no longer as it was read."""


@dataclass(slots=True, eq=False)
class HeldRead:
    """A read that goes out with the next statement whose answer is waited for; then it has its
    answer.
    """

    message: Message
    result: PGresult | None = None


_COMMIT, _ROLLBACK = Message(b"commit"), Message(b"rollback")


class Encoder:
    """Converts statements in psycopg's named style (`%(name)s`) to messages."""

    def __init__(self) -> None:
        self._transformer = Transformer()

    def message(self, query: str, params: Mapping[str, Any], *, one_row: bool = False) -> Message:
        """The statement with its values; raises `KeyError` for a parameter without a value."""
        sql, names = positional(query)
        transformer = self._transformer
        values = transformer.dump_sequence(
            [params[name] for name in names], [PyFormat.AUTO] * len(names)
        )
        return Message(
            sql, values, tuple(transformer.types or ()), tuple(transformer.formats or ()), one_row
        )


@lru_cache(maxsize=2048)
def positional(query: str) -> tuple[bytes, tuple[str, ...]]:
    """Convert a statement to numbered placeholders (`$1 …`); return it with the names in order."""
    names: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        return f"${names.setdefault(found[1], len(names) + 1)}" if found[1] else "%"

    return _PLACEHOLDER.sub(number, query).encode(), tuple(names)


class Connection(PatientConnection):
    """A pooled connection that can also make an exchange."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._statements = Statements()
        self._held: list[Message | HeldRead] = []

    def hold(self, messages: Iterable[Message]) -> bool:
        """Queue messages whose answers nobody reads for the next one that is sent.

        They are sent with the commit at the latest. Returns True when so many are queued that they
        should be sent now. Errors of PostgreSQL are raised where they are sent.
        """
        self._held.extend(messages)
        return len(self._held) >= MOST_HELD

    async def ask(self, *messages: Message) -> list[PGresult]:
        """Send the queue and these messages in the running transaction.

        Returns the results of these messages.

        After a failure the caller must roll back.
        """
        async with self.lock:
            return await self._with_held(messages)

    async def commit(self) -> None:
        """Send the queue and end the transaction, in one round trip."""
        async with self.lock:
            if self._held or self.pgconn.transaction_status != TransactionStatus.IDLE:
                await self._with_held((_COMMIT,))

    async def rollback(self) -> None:
        """Roll the transaction back and discard the queue.

        Unlike psycopg's own method it keeps prepared statements, because no unit of work changes
        tables.
        """
        async with self.lock:
            self._held.clear()
            if self.pgconn.transaction_status in (
                TransactionStatus.INTRANS,
                TransactionStatus.INERROR,
            ):
                await self.wait(_round_trip(self.pgconn, (_ROLLBACK,), None, []))
                return
        await super().rollback()

    async def undo(self, message: Message) -> None:
        """Roll back to a savepoint and discard the queue.

        Everything queued came after the savepoint, since setting a savepoint sends all that was
        queued before. The statement is not prepared: to make room, another one might have to be
        deallocated, which a failed transaction refuses.
        """
        self._held.clear()
        async with self.lock:
            await self._exchange((message,), own=False, prepare=False)

    async def _with_held(self, messages: Sequence[Message]) -> list[PGresult]:
        held, self._held = self._held, []
        results = await self._exchange(
            (*(m.message if isinstance(m, HeldRead) else m for m in held), *messages), own=False
        )
        for waited, result in zip(held, results, strict=False):
            if isinstance(waited, HeldRead):
                waited.result = result
        return results[len(held) :]

    def hold_read(self, message: Message) -> HeldRead:
        """Let a read go out with the next statement whose answer is waited for."""
        read = HeldRead(message)
        self._held.append(read)
        return read

    async def answer(self, read: HeldRead) -> list[tuple[Any, ...]]:
        """The rows of a deferred read.

        A read that has not been sent yet, or was discarded with a savepoint, is sent now.
        """
        if read.result is None:
            if read not in self._held:
                self._held.append(read)
            await self.ask()
        assert read.result is not None
        return self.rows(read.result)

    def rows(self, result: PGresult) -> list[tuple[Any, ...]]:
        """The rows of a result as Python values."""
        transformer = Transformer(self)
        transformer.set_pgresult(result)
        return transformer.load_rows(0, result.ntuples, tuple)

    async def exchange(self, messages: Sequence[Message]) -> list[PGresult]:
        """Send all messages and return one result for each.

        The first failure is raised after a rollback; messages after it have not run. The caller
        must have the connection to itself. Cancelling the call cancels what runs on the server.
        """
        try:
            return await self._exchange(messages)
        except InvalidSqlStatementName:
            # psycopg makes the server forget all prepared statements when it rolls back. What ran
            # of this exchange has been rolled back too.
            self._statements.forget()
            return await self._exchange(messages)

    async def _exchange(
        self, messages: Sequence[Message], *, own: bool = True, prepare: bool = True
    ) -> list[PGresult]:
        """Send messages; with `own` they are a transaction, which a failure rolls back."""
        steps: list[_Step] = []
        statements = self._statements if prepare and self.prepare_threshold is not None else None
        try:
            results = await self.wait(_round_trip(self.pgconn, messages, statements, steps))
        except BaseException:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE or any(steps):
                # The state of the connection is unknown: answers may still come and statements may
                # be half prepared. The pool opens another one.
                self.pgconn.finish()
            elif own:
                await self._give_up()
            raise
        answers: list[PGresult] = []
        for step, result in zip(steps, results, strict=False):
            if result.status in _FAILED:
                if own:
                    await self._give_up()
                failure = error_from_result(result)
                if isinstance(failure, DivisionByZero) and messages[len(answers)].one_row:
                    raise Missed from failure
                raise failure
            if step is None:
                answers.append(result)
            else:
                step()
        if len(results) < len(steps):
            self.pgconn.finish()
            raise psycopg.OperationalError("the connection ended within an exchange")
        return answers

    async def _give_up(self) -> None:
        if self.pgconn.transaction_status == TransactionStatus.INERROR:
            await self.wait(_round_trip(self.pgconn, (_ROLLBACK,), None, []))


_Step = Callable[[], None] | None
"""What to do with a good result: None for the result of a message, otherwise a callback."""


class Statements:
    """The prepared statements of one connection: the latest `STATEMENTS` used more than once."""

    def __init__(self) -> None:
        self._names: OrderedDict[_Key, bytes] = OrderedDict()
        self._once: OrderedDict[_Key, None] = OrderedDict()
        self._fresh: dict[_Key, bytes] = {}
        self._count = 0

    def begin(self) -> None:
        """Start an exchange: statements that the previous one prepared were kept or have failed."""
        self._fresh.clear()

    def send(self, pgconn: PGconn, message: Message) -> Iterable[_Step]:
        """Send a message, preparing its statement at its second use."""
        key = (message.sql, message.types)
        if name := self._names.get(key) or self._fresh.get(key):
            if key in self._names:
                self._names.move_to_end(key)
            pgconn.send_query_prepared(name, message.values, message.formats)
            return (None,)
        if key not in self._once:
            self._once[key] = None
            if len(self._once) > STATEMENTS:
                self._once.popitem(last=False)
            _send_unprepared(pgconn, message)
            return (None,)
        steps = list(self._make_room(pgconn))
        self._count += 1
        name = self._fresh[key] = b"ys_%d" % self._count
        pgconn.send_prepare(name, message.sql, message.types)
        pgconn.send_query_prepared(name, message.values, message.formats)
        return [*steps, lambda: self._keep(key, name), None]

    def forget(self) -> None:
        """Forget all statements, because the server has; their names are not used again."""
        self._names.clear()

    def _keep(self, key: _Key, name: bytes) -> None:
        self._names[key] = name
        self._once.pop(key, None)

    def _make_room(self, pgconn: PGconn) -> Iterable[_Step]:
        while (
            self._names and len(self._names) + len(self._fresh) >= STATEMENTS
        ):  # removed at once, because no later message may name it
            _, name = self._names.popitem(last=False)
            pgconn.send_query_params(b"deallocate " + name, None)
            yield _noted


def _noted() -> None:
    """Does nothing: the result of a DEALLOCATE needs no action."""


def _send_unprepared(pgconn: PGconn, message: Message) -> None:
    pgconn.send_query_params(message.sql, message.values, message.types, message.formats)


def _round_trip(
    pgconn: PGconn, messages: Sequence[Message], statements: Statements | None, steps: list[_Step]
) -> PQGen[list[PGresult]]:
    pgconn.enter_pipeline_mode()
    if statements is not None:
        statements.begin()
    for message in messages:
        if statements is None:
            _send_unprepared(pgconn, message)
            steps.append(None)
        else:
            steps.extend(statements.send(pgconn, message))
    pgconn.pipeline_sync()
    while pgconn.flush():
        if (yield Wait.RW) & Ready.R:
            pgconn.consume_input()
    results: list[PGresult] = []
    ended = False
    while True:
        while pgconn.is_busy():
            yield Wait.R
            pgconn.consume_input()
        result = pgconn.get_result()
        if (
            result is None
        ):  # follows each statement's result; two in a row mean that nothing more comes
            if ended or pgconn.status == ConnStatus.BAD:
                return results
            ended = True
        elif result.status == ExecStatus.PIPELINE_SYNC:
            pgconn.exit_pipeline_mode()
            return results
        else:
            ended = False
            results.append(result)


__all__ = ["Connection", "Encoder", "HeldRead", "Message", "Missed", "positional"]
