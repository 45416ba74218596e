"""Questions with their arguments written into the document, as somebody types them into an explorer."""

from __future__ import annotations

import json
from typing import Any

from tests.stories.people import Json, Person
from yishi_core.kernel.entity import camel


class Word(str):
    """A value of an enumeration of the schema: written without quotation marks."""


async def answer(person: Person, question: str, select: str, **given: Any) -> Any:
    """What somebody is told; `given` are the arguments with Python names."""
    return (await person.ask(document(question, select, given)))[question]


async def not_answered(person: Person, question: str, select: str, **given: Any) -> Json:
    """The error of a question that must be refused."""
    found = await person.send(document(question, select, given))
    assert found.get("errors"), f"{person.name} {question} was answered: {found}"
    error: Json = found["errors"][0]
    return error


def document(question: str, select: str, given: Json) -> str:
    """The query of one question."""
    return f"{{ {question}(input: {_written(given)}) {{ {select} }} }}"


def _written(value: Any) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{camel(name)}: {_written(v)}" for name, v in value.items())
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join(_written(v) for v in value)}]"
    return str(value) if isinstance(value, Word) else json.dumps(value, ensure_ascii=False)
