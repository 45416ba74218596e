"""Before any variant: the county stands, everybody sees his own place."""

from __future__ import annotations

from tests.stories.town import Town


async def test_everybody_sees_his_own_place(story: Town) -> None:
    county = await story["county"].ask(
        "{ orgs(first: 50) { totalCount } me { name grants { role orgName } } }"
    )
    assert county["orgs"]["totalCount"] == 9
    me = (await story["village"].ask("{ me { name grants { role orgName } } }"))["me"]
    assert me == {"name": "village", "grants": [{"role": "council_staff", "orgName": "柳湾村两委"}]}


async def test_a_newcomer_can_do_nothing_before_the_new_password(story: Town) -> None:
    made = await story["county"].do(
        "createAccount",
        "account { id } password",
        org=story.orgs["village"],
        name="xin-ren",
        display_name="新人",
    )
    first = await story.resident.do(
        "login", "token", county=story.code, name="xin-ren", password=made["password"]
    )
    answer = await type(story.resident)(story.http, first["token"]).send("{ orgs { totalCount } }")
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
