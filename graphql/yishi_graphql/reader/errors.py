"""Errors of a document in GraphQL's form (checks K16).

{message, path, locations, extensions {code, fields}}
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, get_args, get_origin
from uuid import uuid4

import msgspec
import structlog

from graphql import GraphQLError
from yishi_core.errors import Code, FieldError, Text, Unavailable, YishiError
from yishi_core.kernel.entity import camel
from yishi_core.kernel.operation import Operation
from yishi_graphql.reader.failing import DATABASE_AWAY, INTERNAL
from yishi_graphql.reader.wording import worded
from yishi_graphql.schema.operations import INPUT

OWN_ARGUMENTS = frozenset({"idempotencyKey", "expectedVersion"})
NOT_VALID = Text("查询文档无效:", "The document is not valid: ")


class Invalid(Exception):
    """Raised for a document that the schema does not allow, with graphql-core's errors."""

    def __init__(self, errors: Sequence[GraphQLError]) -> None:
        super().__init__(errors[0].message)
        self.errors = tuple(errors)


def of_document(errors: Iterable[GraphQLError], language: str) -> bytes:
    """The answer to a document that is not valid and is not run."""
    return msgspec.json.encode({"errors": [_plain(e, language) for e in errors]})


def of_request(error: YishiError, language: str) -> bytes:
    """The answer to a document that cannot be run.

    It is beyond the limits, has a syntax error, or lacks the named operation.
    """
    return msgspec.json.encode({"errors": [_known(error, language, None)]})


def of_operation(error: YishiError, language: str, path: list[str] | None) -> bytes:
    """The answer to an operation that failed as a whole."""
    return msgspec.json.encode({"data": None, "errors": [_known(error, language, path)]})


def of_field(error: GraphQLError, language: str) -> dict[str, Any]:
    """The error of a field that graphql-core ran."""
    cause = error.original_error
    if isinstance(cause, DATABASE_AWAY):
        cause = Unavailable(
            Text(
                "数据库暂时不可用,请稍后重试。", "The database does not answer: try again shortly."
            )
        )
    if isinstance(cause, YishiError):
        return _known(cause, language, error.path)
    if cause is None or isinstance(
        cause, GraphQLError
    ):  # graphql-core's own: arguments that are wrong only because of their variables
        return _plain(error, language)
    error_id = uuid4().hex
    structlog.get_logger("yishi.reader").error(
        "unexpected error", error_id=error_id, path=error.path, exc_info=cause
    )
    return {
        "message": INTERNAL.in_(language),
        "path": error.path,
        "extensions": {"code": Code.INTERNAL.value, "errorId": error_id},
    }


def in_client_spelling(error: YishiError, operation: Operation) -> YishiError:
    """Convert the paths of an operation's errors to the client's spelling: camelCase, of a mutation
    below `input`. Keys inside a JSON value are kept.

    What is wrong with all of it has the path `input`, and an empty one with a question.
    """
    json = frozenset(
        name for name, field in operation.input.model_fields.items() if _is_json(field.annotation)
    )
    root = INPUT if operation.changes else ""
    error.fields = tuple(replace(f, path=_client_path(f, json, root)) for f in error.fields)
    return error


def _client_path(field: FieldError, json: frozenset[str], root: str) -> str:
    head, dot, rest = field.path.partition(".")
    spelled = (
        camel(head)
        + dot
        + (rest if head in json else ".".join(camel(part) for part in rest.split(".")))
    )
    return spelled if spelled in OWN_ARGUMENTS else ".".join(p for p in (root, spelled) if p)


def _is_json(annotation: Any) -> bool:
    return get_origin(annotation) is dict or any(_is_json(part) for part in get_args(annotation))


def _known(error: YishiError, language: str, path: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"message": error.text.in_(language)}
    if path:
        made["path"] = path
    return {**made, "extensions": error.as_extensions(language)}


def _plain(error: GraphQLError, language: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "message": NOT_VALID.in_(language) + worded(error.message).in_(language)
    }
    if error.locations:
        made["locations"] = [
            {"line": place.line, "column": place.column} for place in error.locations
        ]
    if error.path:
        made["path"] = error.path
    return {**made, "extensions": {"code": Code.INVALID_INPUT.value}}
