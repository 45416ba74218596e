"""Documents of settings: one spelling, one digest; a case finds those it began with whoever
asks.
"""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.plugins.samples import Quiet
from tests.fixtures.county import County
from tests.tenants.settings.conftest import HALL, Hall
from tests.tenants.settings.test_configure_plugin import configure, effective
from yishi_core.errors import Refused
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_tenants.settings import document
from yishi_tenants.settings.merge import Layer, held, level_of, merge
from yishi_tenants.settings.models import SettingDocument

PLUGINS = load_plugins(
    [Hall("hall", HALL), Quiet("annex", 'requires = ["hall"]')], entry_points=False
)
PATHS = ("61/09/22/", "61/09/22/100/", "61/09/22/100/201/")

layers = st.tuples(
    *(
        st.builds(
            lambda own, fixed, path=path: Layer(path, {"hall": own}, {"hall": frozenset(fixed)}),
            st.dictionaries(
                st.sampled_from(["days", "days_hard", "motto", "gone"]),
                st.one_of(st.integers(-5, 100), st.text(max_size=3)),
            ),
            st.sets(st.sampled_from(["days", "days_hard"])),
        )
        for path in PATHS
    )
)
SETTINGS = sa.text(
    "select (current_setting('app.paths')::text[])[1], (current_setting('app.counties')::text[])[1]"
)
switched = st.sets(st.sampled_from(["hall", "annex", "not_installed"]))


@given(switched, layers, st.randoms())
@settings(max_examples=150, deadline=None)
def test_equal_settings_have_one_digest_in_whatever_order_they_were_put_together(
    switched, layers, random
) -> None:  # type: ignore[no-untyped-def]  # typed by the strategies
    shuffled = list(switched)
    random.shuffle(shuffled)
    once = document.write(merge(PLUGINS, switched, layers))
    again = document.write(merge(PLUGINS, shuffled, [*layers]))
    digest = document.digest(once)
    assert document.digest(again) == digest
    # jsonb gives the keys back in another order
    stored = json.loads(json.dumps(once, sort_keys=True))
    read = document.read(stored, digest)
    assert document.digest(document.write(read)) == digest
    assert list(read.vocabularies["topic_source"]) == [
        v for v, _ in once["vocabularies"]["topic_source"]
    ]


@given(layers)
@settings(max_examples=300, deadline=None)
def test_a_value_comes_from_the_lowest_level_that_may_set_it_and_was_not_fixed_above(
    layers,
) -> None:  # type: ignore[no-untyped-def]  # typed by the strategies
    variant = PLUGINS.variants["hall"]
    for key, found in held(variant, layers).items():
        definition = variant.settings[key]
        expected = definition.default
        for layer in layers:
            own = layer.overrides["hall"]
            if key in own and layer.level in definition.open_to and _valid(definition, own[key]):
                expected = own[key]
            if key in layer.fixed["hall"]:
                break
        assert found.value == expected


def _valid(definition, value) -> bool:  # type: ignore[no-untyped-def]  # an oracle of its own: whole numbers within limits
    return isinstance(value, int) and definition.min <= value <= definition.max


@pytest.mark.parametrize(
    ("path", "level"),
    [
        ("61/09/22/", "county"),
        ("51/00/00/", "county"),
        ("61/09/22/100/", "township"),
        ("61/09/22/group/", "township"),
        ("61/09/22/100/201/", "village"),
        ("61/09/22/100/201/room/", "village"),
    ],
)
def test_the_level_of_an_org_is_its_depth(path: str, level: str) -> None:
    assert level_of(path).value == level


@pytest.mark.anyio
async def test_a_case_keeps_the_settings_with_which_it_began(town: County) -> None:
    began = await effective(town, "village")
    async with town.platform.database.transaction(town.principals["village"].reading) as session:
        digest = await town.platform.settings.keep(session, town.code, began)
        assert await town.platform.settings.keep(session, town.code, began) == digest
    await configure(town, "township", "township", values={"days": 5})
    assert (await effective(town, "village")).values["hall"]["days"] == 5
    for who in ("village", "township", "neighbour", "unit"):
        # a fresh source: nothing cached, everything through row level security
        source = type(town.platform.settings)(town.platform.plugins)  # type: ignore[call-arg]
        async with town.platform.database.transaction(town.principals[who].reading) as session:
            bound = await source.at(session, town.code, digest)
            assert bound == began
            assert bound.values["hall"]["days"] == 10
    assert [row.digest for row in await town.rows(SettingDocument)] == [digest]


@pytest.mark.anyio
async def test_a_handling_unit_acts_under_the_settings_of_the_township_that_it_may_not_list(
    town: County,
) -> None:
    await configure(town, "township", "township", values={"days": 5})
    assert await effective(town, "township", who="unit") == await effective(town, "township")


@pytest.mark.anyio
async def test_reading_settings_leaves_the_transaction_with_the_callers_own_places(
    town: County,
) -> None:
    unit = town.principals["unit"]
    async with town.platform.database.transaction(unit.reading) as session:
        await town.platform.settings.effective(session, town.orgs["township"])
        seen = (await session.execute(SETTINGS)).one()
    assert seen == (unit.reading.paths[0], str(town.code))


@pytest.mark.anyio
async def test_a_digest_that_nobody_kept_is_refused_by_name(town: County) -> None:
    async with town.platform.database.transaction(town.system.reading) as session:
        with pytest.raises(Refused) as caught:
            await town.platform.settings.at(session, town.code, "0" * 64)
    assert caught.value.data["rule"] == "settings_missing"
