"""Fields of operations: mutations and questions, their payloads and arguments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from yishi_core.kernel.entity import TenantRow, camel, snake
from yishi_core.kernel.operation import Operation
from yishi_graphql.schema import names
from yishi_graphql.schema.build import Argument, Builder, Many, Member, optional
from yishi_graphql.schema.models import SEQUENCES, ModelTypes, without_none

ITEMS, ADVICE, REPLAYED, OK = "items", "advice", "replayed", "ok"
INPUT = "input"
"""The argument of a mutation with what is entered."""


class OperationTypes:
    """Makes the fields of operations."""

    def __init__(self, builder: Builder, models: ModelTypes) -> None:
        self.builder = builder
        self.models = models
        self.advice = builder.declare(
            "Advice", _advice, description="提示 — A hint that did not refuse the operation."
        )

    def mutation(self, operation: Operation) -> Member:
        """`openStation(input: …, expectedVersion: …, idempotencyKey: …): OpenStationPayload`.

        The payload may be null: when the second of two mutations fails, the answer of the first
        must not be lost.
        """
        doc = names.described(operation.label.zh, operation.doc) + _needs(operation)
        arguments = (
            *self._input(operation),
            Argument(
                "expectedVersion",
                optional(int),
                "所见版本号 — The version that the client has seen; any other is a conflict.",
            ),
            Argument(
                "idempotencyKey",
                optional(str),
                "幂等键 — A request repeated with the same key takes effect only once.",
            ),
        )
        payload = self.builder.declare(
            names.payload(operation.name),
            lambda: list(self._payload(operation)),
            description=operation.label.zh,
            plugin=operation.plugin,
        )
        instead = operation.deprecated
        deprecated = f"{instead.zh} — {instead.en}" if instead else None
        return Member(
            operation.field, optional(payload), doc, arguments, operation.plugin, deprecated
        )

    def question(self, operation: Operation) -> Member:
        """`metric(org: …, metric: …): MetricFigure`: a query field with an argument for each field of
        the question's input.

        It is nullable, so that one refused question does not take the answers of the others with
        it.
        """
        doc = names.described(operation.label.zh, operation.doc) + _needs(operation)
        made, _ = self.models.type_of(operation.output, "object", operation.plugin, operation.name)
        asked = self.models.members(operation.input, "input", operation.plugin)
        arguments = tuple(Argument(m.name, m.type, m.description) for m in asked)
        return Member(operation.field, optional(made), doc, arguments, operation.plugin)

    def _input(self, operation: Operation) -> tuple[Argument, ...]:
        if not operation.input.model_fields:
            return ()
        made = self.models.input(operation.input, operation.plugin, operation.input_name)
        needed = any(f.is_required() for f in operation.input.model_fields.values())
        return (Argument(INPUT, made if needed else optional(made)),)

    def _payload(self, operation: Operation) -> Iterator[Member]:
        yield from self._value(operation)
        yield Member(ADVICE, Many(self.advice), "提示 — Hints, which did not refuse the operation.")
        yield Member(REPLAYED, bool, "重复请求 — Whether the idempotency key had been used before.")
        yield Member(OK, bool, "已完成 — Always true; errors are reported in `errors`.")

    def _value(self, operation: Operation) -> Iterator[Member]:
        inner, _ = without_none(operation.output)
        if isinstance(inner, type) and issubclass(inner, TenantRow):
            doc = "变更后的对象 — The record after the change; null if the caller may not read it."
            yield Member(
                result_field(inner),
                optional(self.models.entities.of(inner.__name__)),
                doc,
                plugin=operation.plugin,
            )
            for name, told in operation.shown_once.items():
                yield Member(camel(name), optional(str), told, plugin=operation.plugin)
        elif isinstance(inner, type) and issubclass(inner, BaseModel):
            for member in self.models.members(inner, "object", operation.plugin):
                yield Member(
                    member.name, _nullable(member.type), member.description, plugin=member.plugin
                )
        elif inner is not type(None) and inner is not None:
            made, _ = self.models.type_of(
                operation.output, "object", operation.plugin, operation.name
            )
            yield Member(ITEMS, optional(made), plugin=operation.plugin)


def result_field(entity: type[TenantRow]) -> str:
    """The name under which a payload contains the changed record."""
    return camel(snake(entity.__name__))


def given(operation: Operation, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What a client gave an operation, as a snake_case mapping for Pydantic: the input of a
    mutation, the arguments of a question. What the client left out stays out.
    """
    value = arguments.get(INPUT) or {} if operation.changes else arguments
    return _raw_input(operation.input, value)


def _raw_input(model: type[BaseModel], value: Mapping[str, Any]) -> dict[str, Any]:
    spelled = _spelled(model)
    raw: dict[str, Any] = {}
    for key, sent in value.items():
        name, inner = spelled[key]
        raw[name] = sent if inner is None else _raw(inner, sent)
    return raw


def _raw(inner: type[BaseModel], value: Any) -> Any:
    if isinstance(value, list):
        return [_raw(inner, item) for item in value]
    return _raw_input(inner, value) if isinstance(value, dict) else value


@cache
def _spelled(model: type[BaseModel]) -> dict[str, tuple[str, type[BaseModel] | None]]:
    """Client's name → (field, model of a nested input, alone or in lists)."""
    return {
        camel(name): (name, _inner(field.annotation)) for name, field in model.model_fields.items()
    }


def _inner(annotation: Any) -> type[BaseModel] | None:
    inner, _ = without_none(annotation)
    if get_origin(inner) in SEQUENCES:
        return _inner(get_args(inner)[0])
    return inner if isinstance(inner, type) and issubclass(inner, BaseModel) else None


def _nullable(type_: Any) -> Any:
    """Make a field of a payload's structure nullable: a replayed answer has only its record."""
    return optional(type_)


def _needs(operation: Operation) -> str:
    return f" [须有权限 needs permission: {operation.permission}]" if operation.permission else ""


def _advice() -> list[Member]:
    return [
        Member("rule", str, "规则代码 — Identifier of the rule."),
        Member("message", str, "提示内容 — The hint, in the caller's language."),
        Member("plugin", optional(str), "插件代码 — Plugin that gave it; null for core."),
    ]
