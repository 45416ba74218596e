"""The rule book, asked by several threads."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from yishi_core.kernel.access import Permission, Policy
from yishi_core.kernel.access.policy import read_policy


def test_several_threads_may_ask_at_once() -> None:
    """What a caller may do is worked out beside the event loop, where two threads run."""
    lines = read_policy("yishi_core.kernel.access")
    roles = sorted({line.role for line in lines})

    def ask(shift: int) -> int:
        policy = Policy(lines)
        turned = roles[shift:] + roles[:shift]
        asked = [(role, p) for role in turned[:3] for p in Permission]
        return sum(bool(policy.scopes(role, permission)) for role, permission in asked)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            counted = list(threads.map(ask, [0, 1, 2, 3]))
    finally:
        sys.setswitchinterval(before)
    assert all(counted)
