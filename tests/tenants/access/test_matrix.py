"""The rights of core's roles against the table of domain.md 2.19: a machine-readable selection,
asserted cell by cell.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from yishi_core.kernel.access import Grant, Permission, Policy, Principal, PrincipalKind, Scope
from yishi_core.kernel.access.policy import read_policy
from yishi_core.kernel.entity import Registry
from yishi_core.kernel.operation.collecting import entities_of
from yishi_core.nouns import core_packages
from yishi_tenants.nouns import NOUNS

MATRIX = Path(__file__).with_name("matrix.txt")
#: Permissions to look at something that is no entity.
LOOKING = (
    Permission.DUTY_FILE,
    Permission.EXPLAIN,
    Permission.METRIC_SEE,
    Permission.OVERVIEW,
    Permission.QUOTA_PROGRESS,
)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return Policy(read_policy("yishi_core.kernel.access"))


def cells() -> list[tuple[str, str, str]]:
    """(permission, role, scope or `-`) for every cell of `matrix.txt`."""
    lines = [
        line.split()
        for line in MATRIX.read_text("utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    (_, *roles), rows = lines[0], lines[1:]
    return [
        (permission, role, scope)
        for permission, *scopes in rows
        for role, scope in zip(roles, scopes, strict=True)
    ]


@pytest.mark.check("K10", part="rights of roles against the table")
@pytest.mark.parametrize(("permission", "role", "scope"), cells())
def test_a_role_holds_exactly_what_the_table_says(
    policy: Policy, permission: str, role: str, scope: str
) -> None:
    wanted = frozenset() if scope == "-" else frozenset(Scope(word) for word in scope.split("+"))
    assert policy.scopes(role, permission) == wanted


def test_the_matrix_has_every_role(policy: Policy) -> None:
    assert {role for _, role, _ in cells()} == policy.roles


def test_a_handling_unit_sees_no_submitter(policy: Policy) -> None:
    """Intake and topic hold who handed the matter in; the unit gets a masked brief with its
    assignment.
    """
    for object_ in (
        "intake",
        "topic",
        "consultation_case",
        "person_contact",
        "account",
        "audit_entry",
        "token",
    ):
        assert policy.scopes("handling_unit", f"{object_}:read") == frozenset()


def test_an_auditor_changes_nothing(policy: Policy) -> None:
    assert [p for p in Permission if policy.scopes("auditor", p) and p not in LOOKING] == []


def test_every_permission_is_held_by_somebody(policy: Policy) -> None:
    assert [
        str(p) for p in Permission if not any(policy.scopes(role, p) for role in policy.roles)
    ] == []


def test_every_line_names_something_that_is_there(policy: Policy) -> None:
    """A misspelt object would be a right that nobody has."""
    models = Registry([*entities_of(core_packages()), *entities_of(NOUNS)])
    readable = {m.object for m in models.exposed} | {"*"}
    actions = {str(p) for p in Permission}
    wrong = [
        line
        for line in policy.lines
        if (
            line.object not in readable
            if line.action == "read"
            else line.object != "role" and f"{line.object}:{line.action}" not in actions
        )
    ]
    assert wrong == []


@pytest.mark.check(
    "K12", part="a user named like a role gets nothing; an empty policy denies everything"
)
def test_a_name_is_no_role_and_an_empty_policy_denies(policy: Policy) -> None:
    assert policy.scopes("role:county_admin", "org:manage") == frozenset()
    assert policy.scopes("*", "org:manage") == frozenset()
    empty = Policy([])
    assert [p for p in Permission if empty.scopes("county_admin", p)] == []
    admin = (Grant("county_admin", 610922, "61/09/22/"),)
    nobody = Principal(PrincipalKind.ACCOUNT, 610922, empty, admin)
    assert nobody.paths_for("org:manage") == ()
    named = Principal(PrincipalKind.ACCOUNT, 610922, policy, (Grant("admin", 610922, "61/09/22/"),))
    assert named.paths_for("org:manage") == ()
