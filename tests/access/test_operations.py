"""K10: every operation by every kind of caller, against the matrix in `matrix/operations`; whatever
it writes is rolled back.

The matrix is written by hand from domain.md 2.19 and access.md 4: `in` past every gate (what the
rules of the domain say is not asked here), `401` log in first, `403` seen but not allowed, `404`
not there for this caller.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.access.inputs import Examples
from tests.access.matrix_file import line, read_matrix
from tests.access.world import CALLERS, World
from tests.tenants.access.test_matrix import cells as role_cells
from yishi_core.errors import Code, Forbidden, NotFound, YishiError
from yishi_core.kernel.operation import Operation, OperationContext
from yishi_core.kernel.operation.run import run

pytestmark = pytest.mark.anyio
WORDS = {Code.UNAUTHENTICATED: "401", Code.FORBIDDEN: "403", Code.NOT_FOUND: "404"}
MATRIX = read_matrix("operations")
ROLES = {
    "own": ("council_staff",),
    "admin": ("county_admin",),
    "township": ("township_staff",),
    "two": ("member",),
}
"""What each caller who sees the village holds there. The staff of the neighbouring village is only
a member here.
"""


ASKS_MORE = {
    "approveTopic": "the right to approve a topic of its grade",
    "changeOpinion": "to be its author",
    "changeTopic": "to be its author, or to hold the right to open a case",
    "discardOpinion": "to be its author",
    "handInOpinion": "to be its author",
    "returnTopic": "the right to screen",
    "quotaOverview": "the right to read scores",
    "quotaStandings": "the right to read scores",
    "rateAnswer": "the query code of the answer",
}
"""Operations whose function asks for more than their permission."""


class Inside(Exception):
    """The function was reached and did not object to the caller; raised so that nothing of it is
    kept.
    """


def let_in(operation: Operation) -> Operation:
    """The operation, ending in `Inside` unless it refuses the caller itself."""

    async def probe(context: OperationContext, data: Any) -> Any:
        try:
            await operation.function(context, data)
            await context.session.flush()
        except (Forbidden, NotFound):
            raise
        except YishiError as error:
            if error.code is Code.FORBIDDEN:  # row level security said so
                raise
            raise Inside from error
        except Exception as error:
            raise Inside from error
        raise Inside

    return replace(operation, function=probe, plugin=None)


async def answer_of(world: World, examples: Examples, field: str, caller: str) -> str:
    operation = let_in(world.platform.operations[field])
    try:
        await run(world.platform, world.callers[caller], operation, examples.of(operation))
    except Inside:
        return "in"
    except YishiError as error:
        return WORDS.get(
            error.code, f"{error.code.value} {error.text.en} {[f.path for f in error.fields]}"
        )
    raise AssertionError("nothing ends without an exception here")


@pytest.mark.check("K10", part="every operation by every kind of caller")
@pytest.mark.parametrize("field", sorted(MATRIX))
async def test_an_operation_answers_every_caller_as_the_matrix_says(
    world: World, examples: Examples, field: str
) -> None:
    expected = {caller: MATRIX[field][caller] for caller in CALLERS}
    assert {
        caller: await answer_of(world, examples, field, caller) for caller in CALLERS
    } == expected


@pytest.mark.check("K10", part="an operation that is missing in the matrix fails the build")
async def test_the_matrix_has_every_operation_with_its_permission(
    world: World, examples: Examples
) -> None:
    operations = world.platform.operations
    proposed = []
    for field in sorted(set(operations) - set(MATRIX)):
        row = {"permission": operations[field].permission or "-"}
        row |= {caller: await answer_of(world, examples, field, caller) for caller in CALLERS}
        proposed.append(line(field, row))
    assert not proposed, "\n".join(
        [
            "Not in the matrix. As it is now; check each cell against domain.md 2.19, then add, in "
            "the file of tests/access/matrix/operations where the noun's other operations stand:",
            *proposed,
        ]
    )
    assert sorted(set(MATRIX) - set(operations)) == [], "in the matrix, but no operation"
    assert {f: row["permission"] for f, row in MATRIX.items()} == {
        f: operations[f].permission or "-" for f in MATRIX
    }


@pytest.mark.check("K10", part="the matrix agrees with the rights of roles and with places")
def test_the_matrix_agrees_with_the_rights_of_roles() -> None:
    """Who holds the permission in the table of roles, and only he, is let in where he sees the
    record.
    """
    rights = {(permission, role): scope for permission, role, scope in role_cells()}
    wrong = []
    for field, row in MATRIX.items():
        for caller, roles in ROLES.items():
            held = [rights.get((row["permission"], role)) for role in roles]
            if None in held or row[caller] == "404" or field in ASKS_MORE:
                continue
            if (row[caller] == "in") != any(scope == "tree" for scope in held):
                wrong.append(f"{field} {caller}: {row[caller]}, though the table says {held}")
    assert wrong == []


def test_nobody_acts_beyond_his_tree() -> None:
    """Of a record in a village, the neighbouring village and another county know nothing, whatever
    their role.
    """
    placed = {field: row for field, row in MATRIX.items() if row["permission"] != "-"}
    assert len(placed) > 120
    beyond = {
        (f, c, row[c])
        for f, row in placed.items()
        for c in ("sibling", "abroad", "chief")
        if row[c] != "404"
    }
    assert beyond == {("rateAnswer", "sibling", "403"), ("submitIntake", "sibling", "403")}, (
        "these stations are public: seen by neighbours"
    )
    visitors = [f for f, row in placed.items() if row["anonymous"] != "401"]
    assert visitors == ["rateAnswer", "submitIntake"], (
        "operations that act for a station (access.md 1)"
    )
