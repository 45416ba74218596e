"""Questions as a client writes them."""

from __future__ import annotations

import json
from typing import Any

from tests.stories.people import Json, Person
from yishi_core.kernel.entity import camel


async def asked(person: Person, question: str, select: str, **given: Any) -> Any:
    """The answer to a question; `given` are its arguments with Python names."""
    written = ", ".join(
        f"{camel(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in given.items()
    )
    answer: Json = await person.ask(f"{{ {question}({written}) {{ {select} }} }}")
    return answer[question]
