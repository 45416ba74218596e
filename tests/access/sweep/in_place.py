"""A plugin of pytest: before a test runs an operation with an input that is right, every bad one is
tried in that very place, and rolled back.

    pytest -p tests.access.sweep.in_place tests/core        once per operation; what is wrong stands
    in the file named by YISHI_SWEEP

So the good input is real: the record is in the state in which the operation is possible, and a bad
value gets as far as the domain's own rules.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest


def pytest_collection_finish(session: pytest.Session) -> None:
    """Put the sweep before `County.result`, through which nearly all tests run operations."""
    from tests.access.sweep.judging import TAKEN, attempt, fault
    from tests.access.sweep.values import spoiled
    from tests.fixtures.county import County, plain

    found = Path(os.environ["YISHI_SWEEP"])
    done: dict[str, dict[str, list[str]]] = {}
    run = County.result

    def keep() -> None:
        found.write_text(json.dumps(done, ensure_ascii=False), encoding="utf-8")

    async def result(
        self: County,
        who: Any,
        operation: str,
        *,
        version: int | None = None,
        key: str | None = None,
        **raw: Any,
    ) -> Any:
        caller = self.principals[who] if isinstance(who, str) else who
        declared = next(o for o in self.platform.operations.values() if o.name == operation)
        good = plain(raw)
        if (
            declared.field not in done
            and (await attempt(self.platform, caller, declared, good)).code == TAKEN
        ):
            seen = done[declared.field] = {"faults": [], "taken": []}
            for bad in spoiled(declared.input, good):
                answer = await attempt(self.platform, caller, declared, bad.raw)
                if wrong := fault(declared, bad, answer):
                    seen["faults"].append(wrong)
                elif answer.code == TAKEN:
                    seen["taken"].append(f"{bad.kind}: {declared.field}.{bad.path}")
            keep()
        return await run(self, who, operation, version=version, key=key, **raw)

    County.result = result  # type: ignore[method-assign]  # every test of this process comes by here
