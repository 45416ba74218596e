"""Why am I refused, and who sees this?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fixtures.county import County
from yishi_tenants.accounts.grants.service import AccessExplanation


async def explained(town: County, who: str, permission: str, org: str) -> AccessExplanation:
    from yishi_core.kernel.operation.inputs import global_id

    answer: AccessExplanation = await town.act(
        who, "explain", permission=permission, id=global_id(town.orgs[org])
    )
    return answer


@pytest.mark.parametrize(
    ("who", "permission", "org", "verdict"),
    [
        ("township", "org:manage", "village", "granted"),
        ("township", "org:manage", "county", "no_grant_here"),
        ("member", "org:manage", "township", "role_lacks_permission"),
        ("auditor", "intake:read", "village", "granted"),
        ("village", "topic:approve_small", "village", "role_lacks_permission"),
    ],
)
async def test_the_verdict_says_what_is_missing(
    town: County, who: str, permission: str, org: str, verdict: str
) -> None:
    answer = await explained(town, who, permission, org)
    assert answer.verdict == verdict
    assert bool(answer.grants) == (verdict == "granted")


async def test_roles_that_would_do_are_named(town: County) -> None:
    answer = await explained(town, "member", "topic:approve_small", "township")
    assert {r.role for r in answer.roles} == {"township_staff", "leading_group_head"}
    assert answer.holders == [], "a member may not see grants"


async def test_holders_are_those_whose_grants_the_caller_may_see(town: County) -> None:
    seen_by_county = await explained(town, "county", "org:manage", "village")
    assert {(h.display_name, h.role) for h in seen_by_county.holders} == {
        ("county", "county_admin"),
        ("township", "township_staff"),
    }
    seen_by_township = await explained(town, "township", "org:manage", "village")
    assert {h.display_name for h in seen_by_township.holders} == {"township"}


@pytest.mark.check("K11", part="explain tells nothing of what the caller cannot see")
async def test_a_foreign_object_and_none_are_the_same(town: County) -> None:
    texts = []
    foreign = f"OrgUnit:{town.code}:{town.orgs['neighbour_village'].id}"
    absent = foreign[:-12] + "0" * 12
    for id_ in (
        foreign,
        absent,
        "nonsense",
        foreign.replace("OrgUnit", "Credential"),
        foreign.replace(str(town.code), "610922"),
    ):
        error = await town.refused(
            "village", "explain", code="NOT_FOUND", permission="org_unit:read", id=id_
        )
        texts.append((error.text, error.fields))
    assert len(set(texts)) == 1


async def test_a_token_that_may_less_than_its_account_is_told(town: County) -> None:
    limited = replace(town.principals["township"], read_only=True)
    answer = await town.act(
        limited,
        "explain",
        permission="org:manage",
        id=f"OrgUnit:{town.code}:{town.orgs['village'].id}",
    )
    assert answer.verdict == "token_limited"


async def test_a_permission_that_is_none_is_refused(town: County) -> None:
    error = await town.refused(
        "township",
        "explain",
        code="INVALID_INPUT",
        permission="world:rule",
        id=f"OrgUnit:{town.code}:{town.orgs['village'].id}",
    )
    assert [f.path for f in error.fields] == ["permission"]
