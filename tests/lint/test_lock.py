"""The lock file: floors with a security reason, barred packages, hashes, and agreement with
pyproject.toml.
"""

from __future__ import annotations

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.lint.sources import ROOT

#: Package → the first version without a known hole or defect that we would meet (design.md 10).
FLOORS = {
    "strawberry-graphql": "0.327.2",
    "graphql-core": "3.3",
    "litestar": "2.25",
    "simpleeval": "1.0.5",
}

#: Package → why it must not come in.
BARRED = {
    "casbin": "the old line of pycasbin; both install a package `casbin`",
    "graphql-cop": "an empty placeholder on the registry, not the tool of that name",
}


def read_pins(text: str) -> dict[str, Version]:
    """Package → pinned version, from the text of a lock file."""
    lines = re.findall(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", text, re.MULTILINE)
    return {canonicalize_name(name): Version(version) for name, version in lines}


def faults(pins: dict[str, Version]) -> list[str]:
    """What is wrong with these pins: a version below its floor, a package that is barred, a floor
    that is gone.
    """
    return [
        *(
            f"{name} {pins.get(name)} is below {floor}"
            for name, floor in FLOORS.items()
            if not above(pins.get(name), floor)
        ),
        *(f"{name} is locked: {why}" for name, why in BARRED.items() if name in pins),
    ]


def above(version: Version | None, floor: str) -> bool:
    return version is not None and version >= Version(floor)


@pytest.fixture(scope="module")
def lock() -> str:
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


@pytest.mark.check("K24", part="lock file")
def test_locked_versions_are_at_or_above_their_floors_and_nothing_barred_is_locked(
    lock: str,
) -> None:
    assert faults(read_pins(lock)) == []


@pytest.mark.check("K24", part="lock file")
@pytest.mark.parametrize(
    "line",
    [
        "casbin==1.43.0",
        "graphql-cop==1.0",
        "simpleeval==1.0.4",
        "strawberry-graphql==0.327.1",
        "Graphql_Core==3.2.9",
    ],
)
def test_a_lock_with_a_low_or_barred_package_is_found(lock: str, line: str) -> None:
    assert faults(read_pins(lock) | read_pins(line)) != []


def test_every_locked_package_has_a_hash_and_no_address_is_locked(lock: str) -> None:
    entries = re.split(r"\n(?=[A-Za-z0-9])", lock)[1:]
    assert len(entries) == len(read_pins(lock)) > 50
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in lock


def test_every_direct_dependency_is_locked_within_its_bounds(lock: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = [
        Requirement(line)
        for line in project["dependencies"] + project["optional-dependencies"]["test"]
    ]
    pins = read_pins(lock)
    outside = [
        str(r)
        for r in direct
        if (pin := pins.get(canonicalize_name(r.name))) is None or pin not in r.specifier
    ]
    assert outside == []


def test_every_direct_dependency_has_its_line_of_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = {
        Requirement(line).name
        for line in project["dependencies"] + project["optional-dependencies"]["test"]
    }
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([^`]+)` \| \S.+ \|$", page, re.MULTILINE))
    assert told == direct
