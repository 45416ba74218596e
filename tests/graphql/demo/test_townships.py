"""Each plugin has its township in the demonstration, however many are installed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.core.plugins.samples import Quiet
from tests.fixtures.database import Urls
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_graphql.demo import further
from yishi_graphql.demo.cast import TROUPES
from yishi_graphql.demo.founding import found_county
from yishi_graphql.demo.loading import PLAIN, playing, townships, troupe_of
from yishi_graphql.place.opened import owner_session

pytestmark = pytest.mark.anyio


def test_a_plugin_of_a_third_party_never_takes_the_township_of_one_of_ours() -> None:
    alone = townships([p.code for p in playing(_platform())])
    beside = townships([p.code for p in playing(_platform(Quiet("aaa"), Quiet("zzz")))])
    assert {code: beside[code] for code in alone} == alone
    assert sorted(beside.values()) == list(range(len(alone) + 2))
    assert list(beside)[-1] == PLAIN


def _platform(*extra: object) -> Any:
    return cast(Any, SimpleNamespace(plugins=load_plugins(extra)))


def test_further_townships_have_names_and_people_of_their_own() -> None:
    count = 12
    rows = list(further.rows(count))
    assert len({row.code for row in rows}) == len({row.name for row in rows}) == 3 * count
    people = [part for n in range(len(TROUPES) + count) for part in troupe_of(n)]
    here = [part.employer for part in troupe_of(len(TROUPES))]
    assert [e for e in here if "河口" in e or "柳湾" in e or "石桥" in e] == []
    assert "北塬乡党委" in here
    names = [part.name for part in people]
    assert len({*names}) == len(names)


def test_where_no_name_is_left_it_says_so() -> None:
    with pytest.raises(ValueError, match=f"room for {further.MOST} further plugins"):
        list(further.rows(further.MOST + 1))


async def test_the_county_is_founded_with_the_further_townships_last(fresh_database: Urls) -> None:
    async with owner_session(fresh_database.owner) as session:
        made = await found_county(session, 2)
        codes = [org.org_path for org in made.townships]
        assert len(codes) == len(TROUPES) + 2
        assert codes == sorted(codes)
        villages = [v for v in made.villages if v.parent_id == made.townships[-1].id]
        assert [village.name for village in villages] == ["青峰村两委", "青峰新村两委"]
