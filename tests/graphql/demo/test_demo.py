"""The demonstration county shows everything there is: every state, every role, texts as an office
writes them; loaded once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from tests.fixtures.database import Urls
from tests.graphql.demo.behind import contradictions, reading
from tests.graphql.demo.conftest import PORT, Loaded
from yishi_core import clock
from yishi_core.facilities.metrics.catalogue import catalogue_of
from yishi_core.facilities.metrics.counter import CountedFor
from yishi_core.facilities.metrics.periods import PeriodKind, Span, periods
from yishi_core.facilities.todos.colours import TodoColour
from yishi_core.facilities.todos.service import MOST, TodoItem
from yishi_core.kernel.entity import Entity, Labelled
from yishi_core.kernel.entity.columns import info_of
from yishi_core.kernel.entity.model import EntityModel
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.operation.run import run
from yishi_core.kernel.tree.models import OrgUnit
from yishi_graphql.demo import load_demo
from yishi_graphql.demo.cast import COUNTY_POSTS, TOWNSHIP_POSTS, TROUPES
from yishi_graphql.demo.founding import COUNTY, forget_unfinished, found_county, state_of
from yishi_graphql.demo.loading import PLAIN, account_name, playing
from yishi_graphql.place.opened import owner_session
from yishi_tenants.counties.onboarding import CountyOrder, create_county
from yishi_tenants.counties.regions import load_country

pytestmark = pytest.mark.day
"""Loaded once, on the day on which it is run: no date of the story falls on the
wrong side of midnight, of a new year or of a leap day.
"""

FILLERS = re.compile(
    r"测试|占位|待填|待补|示例|某某|张三|李四|王五|XX|TODO|TBD|lorem|foo\b|null|undefined|\?\?|�",
    re.IGNORECASE,
)
"""Words that no office writes."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CODES = {
    "code",
    "copied_from",
    "item",
    "member_no",
    "no",
    "procedure",
    "qr_token",
    "recommended_form",
    "region_code",
    "rrule",
    "settings_digest",
    "stage",
    "step",
}
"""Text columns that hold codes and numbers."""
LATIN_TABLES = {
    "token",
    "attachment",
    "plugin_switch",
    "setting_version",
    "account",
    "grant_row",
    "notification",
}
"""Tables whose texts are names of accounts, files and versions."""
WORKERS_OWN = {"LedgerImport"}
"""Records of what a worker is doing; none runs while the county is loaded."""
HOW_MANY = (250, 2200)
"""Records of the business in fourteen townships: fewer show too little, more take too long."""

SITUATIONS = {
    "an overdue step": "from step_record where state = 'active' and due_on < %(today)s",
    "a step done a second time": "from step_record where state = 'returned'",
    "an overdue assignment": "from assignment where state in ('assigned', 'accepted', "
    "'in_progress') and due_on < %(today)s",
    "a returned assignment given to somebody else": "from assignment where replaces_id is not null",
    "an assignment done again": "from assignment where rework_count = 1 and state in "
    "('confirmed', 'closed')",
    "an overdue matter": "from intake where state = 'received' and decide_by < %(today)s",
    "a nil round": "from collect_round where is_nil",
    "a collect day that was missed": "from schedule_date where date < %(today)s and not held",
    "a rejected matter": "from intake where state = 'rejected' and reject_reason is not null",
    "an outcome of class A": "from outcome where route_class = 'A' and converted",
    "an outcome of class B": "from outcome where route_class = 'B' and state = 'closed'",
    "an outcome of class C": "from outcome where route_class = 'C' and state = 'closed'",
    "an open pledge": "from pledge where state = 'open'",
    "a case consulted again": "from consultation_case where cycle = 2",
    "a consultation entered afterwards": "from consultation c join audit_entry a on a.subject_id "
    "= c.id and a.operation = 'record_consultation'",
    "a record taken back": "from intake where voided_at is not null",
    "an unanswered question": "from question where answered_on is null",
    "a rating by the sender": "from feedback where created_by is null and satisfaction is not null",
    "a last place of an assessment": "from assessment_result where rank > 1",
    "a setting changed by a township": "from setting_version",
    "a key proposal by several members": "from proposal p join co_proposer c on c.proposal_id = "
    "p.id where p.is_key and p.is_excellent",
    "a matter taken up by a proposal": "from intake where proposal_id is not null and state = "
    "'to_proposal'",
    "an opinion adopted and endorsed above": "from opinion o join adoption a on a.opinion_id = "
    "o.id join endorsement e on e.opinion_id = o.id",
    "an answer signed by two units": "from co_signature s join reply_draft d on d.id = "
    "s.draft_id where s.state = 'agreed' and d.state = 'issued'",
    "an extension granted": "from extension where granted_until is not null",
    "an explanation looked at again": "from recheck where next_on > %(today)s",
    "a plenary speech": "from plenary_speech",
    "members who came, were on leave and were missing": (
        "from (select meeting_id from plenary_attendance group by meeting_id having "
        "count(distinct attendance) = 3) whole"
    ),
    "a signature that was passed over": "from co_signature where state = 'passed_over'",
    "a decision consulted before it was taken": "from decision_consult where valid",
    "a station that meets its standard": "from standard_check where passed = total",
    "a member placed at the base": "from member_deployment where to_on is null",
    "a repealed document": "from rule_document where repealed_on is not null",
    "money that a case brought in": "from fund_secured where case_id is not null",
    "a subsidy paid": "from subsidy where paid_on is not null",
    "a figure typed without records": "from manual_figure",
    "an arrival by code": "from audit_entry where operation = 'sign_in_by_code'",
    "a notice for somebody": "from notification",
    "a published text": "from disclosure where 'public' = any(audience)",
    "a photograph": "from attachment where media_type = 'image/jpeg'",
    "a paper": "from attachment where media_type = 'application/pdf'",
}


def states(platform: Platform) -> Iterator[tuple[EntityModel, str, type[Labelled]]]:
    """Every column of core's entities that holds a state, with its closed list."""
    for model in platform.registry:
        for column in model.table.c:
            kind = column.type.enum_class if isinstance(column.type, sa.Enum) else None
            if (
                model.plugin
                or model.name in WORKERS_OWN
                or kind is None
                or not issubclass(kind, Labelled)
            ):
                continue
            if kind.__name__.endswith("State"):
                yield model, column.name, kind


async def test_every_state_of_every_record_occurs(loaded: Loaded) -> None:
    found = list(states(loaded.platform))
    assert len(found) >= 22
    missing: dict[str, list[str]] = {}
    for model, column, kind in found:
        there = {
            value
            for (value,) in loaded.ask(
                f"select distinct {column} from {model.table.name} where county = %(county)s"
            )
        }
        name = f"{model.name}.{column}"
        missing[name] = sorted({m.value for m in kind} - there)
    assert {name: values for name, values in missing.items() if values} == {}


@pytest.mark.parametrize("situation", SITUATIONS)
async def test_the_story_holds(loaded: Loaded, situation: str) -> None:
    assert loaded.ask(f"select count(*) {SITUATIONS[situation]}")[0][0] >= 1, situation


async def test_two_matters_at_least_are_anonymous_and_keep_nobody(loaded: Loaded) -> None:
    rows = loaded.ask(
        "select submitter_name, submitter_phone, created_by from intake where is_anonymous and "
        "query_hash is not null"
    )
    assert len(rows) >= 2
    assert set(rows) == {(None, None, None)}


async def test_there_is_enough_and_not_too_much(loaded: Loaded) -> None:
    told = {
        m.table.name for m in loaded.platform.registry if issubclass(m.entity, Entity)
    } - LATIN_TABLES
    counts = {
        t: loaded.ask(f"select count(*) from {t} where county = %(county)s")[0][0] for t in told
    }
    assert HOW_MANY[0] <= sum(counts.values()) <= HOW_MANY[1]
    assert counts["person"] >= sum(
        len(troupe) for troupe in TROUPES[: len(playing(loaded.platform))]
    ) + len(TROUPES[-1])


async def test_texts_read_like_an_offices(loaded: Loaded) -> None:
    """No filler, nothing empty, Chinese throughout."""
    for model in (
        m
        for m in loaded.platform.registry
        if issubclass(m.entity, Entity) and m.table.name not in LATIN_TABLES
    ):
        texts = [
            c
            for c in model.table.c
            if isinstance(c.type, sa.Text | sa.String) and not isinstance(c.type, sa.Enum)
        ]
        for column in texts:
            info = info_of(column)
            if info.hidden or info.vocabulary or column.name in CODES:
                continue
            where = f'where county = %(county)s and "{column.name}" is not null'
            for (value,) in loaded.ask(
                f'select distinct "{column.name}" from {model.table.name} {where}'
            ):
                place = f"{model.name}.{column.name}: {value!r}"
                assert value.strip() == value != "", place
                assert not FILLERS.search(value), place
                if info.personal is None and not re.fullmatch(
                    r"[\d\W]+|[a-z_{}=+*.,:\d]+|[A-Z]", value
                ):
                    assert CHINESE.search(value), place


async def test_everybody_of_the_cast_has_an_account_with_a_token(loaded: Loaded) -> None:
    codes = [*(p.code for p in playing(loaded.platform)), PLAIN]
    expected = {post.who: post.role for post in COUNTY_POSTS}
    expected |= {
        account_name(post.who, code): post.role for code in codes for post in TOWNSHIP_POSTS
    }
    everywhere = ("township", "head", "village", "village2", "member", "unit")
    assert {
        "county",
        "leader",
        *(account_name(who, code) for code in codes for who in everywhere),
    } <= set(expected)
    assert set(loaded.tokens) == set(expected)
    for name, token in loaded.tokens.items():
        principal = await loaded.platform.principals.by_token(token)
        assert [g.role for g in principal.grants] == [expected[name]], name


@pytest.mark.parametrize("name", ["county", "township-plain", "unit-plain", "unit2"])
async def test_something_waits_for_those_who_handle(loaded: Loaded, name: str) -> None:
    principal = await loaded.principal(name)
    page = (await run(loaded.platform, principal, loaded.platform.operations["todos"], {})).value
    assert page.items, name


async def waiting(loaded: Loaded) -> dict[str, list[TodoItem]]:
    """The to-do list of everybody of the cast."""
    found: dict[str, list[TodoItem]] = {}
    for name in loaded.tokens:
        principal = await loaded.principal(name)
        found[name] = (
            await run(
                loaded.platform, principal, loaded.platform.operations["todos"], {"first": MOST}
            )
        ).value.items
    return found


async def test_to_do_lists_are_of_the_story_s_year_and_mostly_in_time(loaded: Loaded) -> None:
    """Nothing was entered tomorrow or is due in years, what is red is late and nothing else, and
    some are late, but not most.
    """
    now, today, year = clock.now(), clock.today(), timedelta(days=367)
    lists = await waiting(loaded)
    for name, items in lists.items():
        for item in items:
            line = f"{name}: {item.todo} {item.title} {item.at} {item.due_on} {item.colour}"
            assert now - year < item.at <= now, line
            assert item.due_on is None or abs(item.due_on - today) < year, line
            late = item.due_on is not None and item.due_on < today
            assert item.colour is TodoColour.PURPLE or late == (item.colour is TodoColour.RED), line
    for name in ("county", "township-plain", "unit-plain"):
        late = sum(item.colour is TodoColour.RED for item in lists[name])
        assert 0 < late < 0.6 * len(lists[name]), name


async def test_each_plugin_has_a_township_with_a_story(loaded: Loaded) -> None:
    """Its own way of working: cases through its procedures, and nobody else's plugin there."""
    switched = loaded.ask(
        "select plugin, org_path from plugin_switch where switched_off_at is null order by 2"
    )
    for plugin in playing(loaded.platform):
        here = {path for code, path in switched if code == plugin.code}
        assert len(here) == 1, plugin.code
        told = loaded.ask(
            f"select count(*) from audit_entry where org_path like '{here.pop()}%%' and result = "
            "'done'"
        )[0][0]
        has_scene = plugin.folder is not None and (plugin.folder / "demo.py").exists()
        assert told >= (60 if has_scene else 10), plugin.code
    assert not [path for _, path in switched if path.startswith("99/01/01/200/")]


async def test_the_records_behind_every_figure_add_up_to_it(loaded: Loaded) -> None:
    seen, wrong = await contradictions(loaded)
    assert wrong == []
    counted = {for_: len(codes) for for_, codes in seen.items()}
    assert counted[CountedFor.ORG] >= 80
    assert min(counted.values()) >= 7  # whatever is counted of a handling unit
    assert "quota_done" in seen[CountedFor.ORG]


async def test_the_months_of_the_rate_of_conversion_add_up_to_the_year(loaded: Loaded) -> None:
    year = clock.today().year - 1, clock.today().year
    async with reading(loaded) as context:
        rate = catalogue_of(loaded.platform).understood(
            "conversion_rate{base=consultations_all}", CountedFor.ORG
        )
        assert rate is not None
        whole = Span(date(year[0], 1, 1), date(year[1], 12, 31))
        told = await rate.figure(context, context.org, whole)
        months = [
            await rate.figure(context, context.org, month)
            for one in year
            for month in periods(PeriodKind.MONTH, one)
        ]
    assert told.part
    assert (told.part, told.whole) == (
        sum(month.part or 0 for month in months),
        sum(month.whole or 0 for month in months),
    )


async def test_nothing_was_refused_and_nothing_waits(loaded: Loaded) -> None:
    """Every operation of the story went through, and plugins have reacted to everything: a worker
    finds nothing to do.
    """
    assert (
        loaded.ask(
            "select operation, reason from audit_entry where result <> 'done' and county = "
            "%(county)s"
        )
        == []
    )
    assert loaded.ask("select count(*) from event where delivered_at is null") == [(0,)]
    assert loaded.ask("select count(*) from event_delivery where error is not null") == [(0,)]
    assert loaded.ask("select count(*) from queue.procrastinate_jobs") == [(0,)]


async def test_the_story_fills_the_last_twelve_months(loaded: Loaded) -> None:
    rows = loaded.ask(
        "select date_trunc('month', at), count(*) from audit_entry where county = %(county)s "
        "group by 1 order by 1"
    )
    assert len(rows) >= 12
    first, last = loaded.ask("select min(at), max(at) from audit_entry where county = %(county)s")[
        0
    ]
    assert clock.now() - timedelta(days=367) < first < clock.now() - timedelta(days=360)
    assert last <= clock.now()


async def test_a_second_load_changes_nothing_but_the_tokens(loaded: Loaded) -> None:
    before = digests(loaded)
    again = await load_demo(loaded.platform, loaded.urls.owner, PORT)
    after = digests(loaded)
    changed = {table for table in before if before[table] != after[table]}
    assert changed == {"token"}
    assert again.splitlines()[0] == loaded.text.splitlines()[0]
    fresh = Loaded(loaded.platform, loaded.urls, again).tokens
    assert set(fresh) == set(loaded.tokens)
    for token in [*fresh.values(), *loaded.tokens.values()]:
        assert (await loaded.platform.principals.by_token(token)).county == COUNTY


def digests(loaded: Loaded) -> dict[str, str]:
    """Table → digest of all its rows."""
    tables = loaded.ask(
        "select format('%%I.%%I', schemaname, tablename), tablename from pg_tables where "
        "schemaname in ('public', 'queue')"
    )
    content = "select count(*), md5(string_agg(md5(r::text), '' order by r::text)) from {} r"
    return {name: str(loaded.ask(content.format(qualified))) for qualified, name in tables}


async def test_a_half_loaded_county_is_taken_away_and_loaded_anew(fresh_database: Urls) -> None:
    async with owner_session(fresh_database.owner) as session:
        await found_county(session)
        await load_country(session)
        await create_county(session, CountyOrder("610922", []))
        assert await state_of(session) == (True, False)
    async with owner_session(fresh_database.owner) as session:
        await forget_unfinished(session)
        assert await state_of(session) == (False, False)
        assert (
            await session.scalar(sa.select(sa.func.count()).where(OrgUnit.county == 610922)) or 0
        ) > 1
        assert await session.scalar(sa.select(sa.func.count()).where(OrgUnit.county == COUNTY)) == 0
    async with owner_session(fresh_database.owner) as session:
        assert (await found_county(session)).townships
