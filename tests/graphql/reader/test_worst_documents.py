"""K14: the worst documents that somebody could send hold the event loop for less than 50 ms each,
the whole way through the reader.

Measured in processor time of this thread: it is what others have to wait for, and it depends little
on who else uses the machine. Documents are read, and plans made, in other threads
(`test_turns.py`); here remains the refusal and its audit.
"""

from __future__ import annotations

import json
import time

import pytest

from tests.graphql.http.test_limits import WORST
from tests.graphql.reader.conftest import Asking

OTHERS = {
    "a mutation as long as may be, that ends too early": "mutation {" + " } # \n" * 15_000,
    "many variables": "query ("
    + " ".join(f"$v{n}: Int" for n in range(400))
    + ") { orgUnits(first: 1) { totalCount } }",
}
SECONDS = 0.05


@pytest.mark.check("K14", part="each holds the loop for less than 50 ms")
@pytest.mark.parametrize("name", [*(name for name in WORST if name != "many tokens"), *OTHERS])
async def test_the_worst_documents_hold_nobody_up(asking: Asking, name: str) -> None:
    document = WORST[name][0] if name in WORST else OTHERS[name]
    spent: list[float] = []
    for attempt in range(4):
        started = time.thread_time()
        answer = json.loads(await asking.raw("county", f"#{attempt}\n{document}"))
        spent.append(time.thread_time() - started)
        assert "errors" in answer
    assert min(spent) < SECONDS, spent
