"""Which of the checks of `checks.toml` are covered, and by which tests: `python -m tests.checks`,
`make checks`.

A test claims a check by `@pytest.mark.check("K7")`. Where it proves only a part of what the title
says, it says which: `@pytest.mark.check("K7", part="cancellation")`; a check with parts alone
counts as partly covered, unless `checks.parts.toml` says that these parts together are the whole of
it, and each of them is claimed.
"""

from __future__ import annotations

import contextlib
import io
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest


@dataclass(frozen=True)
class Claim:
    """A test function (all its parameters together) that proves a check, or the named part of
    it.
    """

    test: str
    part: str | None = None


def titles() -> dict[str, str]:
    """Id → what must hold, in the order of the file."""
    groups = tomllib.loads((Path(__file__).parent / "checks.toml").read_text(encoding="utf-8"))
    return {check: title for group in groups.values() for check, title in group.items()}


def parts() -> dict[str, list[str]]:
    """Id → the parts that together are the whole check, for checks that no single test proves."""
    found: dict[str, list[str]] = tomllib.loads(
        (Path(__file__).parent / "checks.parts.toml").read_text(encoding="utf-8")
    )
    return found


def claims_of(item: pytest.Item) -> list[tuple[str, Claim]]:
    """The checks that a collected test claims."""
    test = item.nodeid.split("[")[0]
    return [
        (check, Claim(test, m.kwargs.get("part")))
        for m in item.iter_markers("check")
        for check in m.args
    ]


class Collected:
    """A pytest plugin that gathers the claims of all collected tests."""

    def __init__(self) -> None:
        self.claims: dict[str, dict[Claim, None]] = defaultdict(dict)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            for check, claim in claims_of(item):
                self.claims[check].setdefault(claim)


def collect() -> Mapping[str, Iterable[Claim]]:
    """Id → its claims, by collecting the whole suite, slow tests included; SystemExit where that
    fails.
    """
    found, said = Collected(), io.StringIO()
    with contextlib.redirect_stdout(said):
        code = pytest.main(["--collect-only", "-q", str(Path(__file__).parent)], plugins=[found])
    if code != pytest.ExitCode.OK:
        raise SystemExit(f"{said.getvalue()}\nThe suite cannot be collected.")
    return found.claims


def report(
    known: Mapping[str, str],
    claims: Mapping[str, Iterable[Claim]],
    whole_of: Mapping[str, list[str]] = MappingProxyType({}),
) -> str:
    """One line per check and one per claim, and the count at the end. `whole_of`: see `parts`."""
    lines: list[str] = []
    whole = partly = 0
    for check, title in known.items():
        made = list(claims.get(check, ()))
        together = whole_of.get(check)
        covered = any(claim.part is None for claim in made) or (
            together is not None and {claim.part for claim in made}.issuperset(together)
        )
        whole += covered
        partly += bool(made) and not covered
        state = "covered" if covered else "partly " if made else "open   "
        lines.append(f"{state}  {check:<4} {title}")
        lines += [
            f"              {claim.test}" + (f"  ({claim.part})" if claim.part else "")
            for claim in made
        ]
    return "\n".join(
        [
            *lines,
            f"{whole} of {len(known)} checks covered, {partly} partly, "
            f"{len(known) - whole - partly} open",
        ]
    )


def main() -> None:
    print(report(titles(), collect(), parts()))


if __name__ == "__main__":
    main()
