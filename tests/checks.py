"""Which of the checks of `checks.toml` are covered, and by which tests: `python -m tests.checks`, `make checks`.

A test claims a check by `@pytest.mark.check("K7")`. Where it proves only a part of what the title says, it says which:
`@pytest.mark.check("K7", part="cancellation")`; a check with parts alone counts as partly covered.
"""

from __future__ import annotations

import contextlib
import io
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Claim:
    """A test function (all its parameters together) that proves a check, or the named part of it."""

    test: str
    part: str | None = None


def titles() -> dict[str, str]:
    """Id → what must hold, in the order of the file."""
    groups = tomllib.loads((Path(__file__).parent / "checks.toml").read_text(encoding="utf-8"))
    return {check: title for group in groups.values() for check, title in group.items()}


def claims_of(item: pytest.Item) -> list[tuple[str, Claim]]:
    """The checks that a collected test claims."""
    test = item.nodeid.split("[")[0]
    return [(check, Claim(test, m.kwargs.get("part"))) for m in item.iter_markers("check") for check in m.args]


class Collected:
    """A pytest plugin that gathers the claims of all collected tests."""

    def __init__(self) -> None:
        self.claims: dict[str, dict[Claim, None]] = defaultdict(dict)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            for check, claim in claims_of(item):
                self.claims[check].setdefault(claim)


def collect() -> Mapping[str, Iterable[Claim]]:
    """Id → its claims, by collecting the whole suite, slow tests included; SystemExit where that fails."""
    found, said = Collected(), io.StringIO()
    with contextlib.redirect_stdout(said):
        code = pytest.main(["--collect-only", "-q", str(Path(__file__).parent)], plugins=[found])
    if code != pytest.ExitCode.OK:
        raise SystemExit(f"{said.getvalue()}\nThe suite cannot be collected.")
    return found.claims


def report(known: Mapping[str, str], claims: Mapping[str, Iterable[Claim]]) -> str:
    """One line per check and one per claim, and the count at the end."""
    lines: list[str] = []
    whole = partly = 0
    for check, title in known.items():
        made = list(claims.get(check, ()))
        covered = any(claim.part is None for claim in made)
        whole += covered
        partly += bool(made) and not covered
        state = "covered" if covered else "partly " if made else "open   "
        lines.append(f"{state}  {check:<4} {title}")
        lines += [f"              {claim.test}" + (f"  ({claim.part})" if claim.part else "") for claim in made]
    return "\n".join(
        [*lines, f"{whole} of {len(known)} checks covered, {partly} partly, {len(known) - whole - partly} open"]
    )


def main() -> None:
    print(report(titles(), collect()))


if __name__ == "__main__":
    main()
