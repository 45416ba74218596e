"""K9: a random walk. Counties, accounts, grants given and ended, accounts disabled, topics proposed
and taken back.

After each step everybody sees exactly what the model says, over HTTP with a token of his own: in
lists, counts, aggregates, search and feed.
"""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from litestar.testing import AsyncTestClient

from tests.access.walk.model import PLACES, ROLES, Actor, Grant, Model, Record, level_of
from tests.fixtures.county import County, make_county, stamps
from tests.fixtures.database import Urls
from tests.stories.people import Person
from tests.stories.town import story_application, story_platform
from yishi_core import clock
from yishi_core.facilities.search.indexing import IndexBuffer
from yishi_core.kernel.database import Database
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.operation.inputs import global_id
from yishi_core.kernel.operation.platform import Platform
from yishi_core.kernel.tree.models import OrgKind
from yishi_tenants.accounts.grants.models import GrantRow
from yishi_tenants.accounts.models import Account
from yishi_tenants.accounts.tokens.models import Token, TokenKind
from yishi_tenants.accounts.tokens.secret import new_token, token_hash

T = TypeVar("T")
WORD = "水渠"
"""Stands in every title: searching for it finds all that one may see."""
SEEN = """query ($word: String!) {
  topics(first: 100) { totalCount nodes { title org { id } } }
  topicsAggregate(groupBy: [state]) { count }
  events(first: 100, where: {name: {eq: "topic.proposed"}}) { totalCount nodes { subjectId } }
  orgUnits(first: 100) { nodes { id } }
  search(text: $word, types: ["Topic"], first: 100) { hits { title } }
}"""
MASTER = "county"


class Office:
    """The application over a database of its own, in a loop of its own; counties are planted as the
    walk begins.
    """

    def __init__(self, urls: Urls, files: Path) -> None:
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        self.do(self._open(urls, files))

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return self._runner.run(work)

    def close(self) -> None:
        self.do(self._stack.aclose())
        self._runner.close()

    async def _open(self, urls: Urls, files: Path) -> None:
        database = await Database.open(urls.app, size=3, closing=[IndexBuffer])
        self._stack.push_async_callback(database.close)
        self.platform: Platform = story_platform(database, files)
        self.http = await self._stack.enter_async_context(
            AsyncTestClient(story_application(self.platform))
        )

    async def found(self) -> County:
        """A county with the tree of the model."""
        made = await make_county(self.platform)
        await made.org(
            "neighbour_village2",
            "101/202/",
            OrgKind.VILLAGE_COMMITTEES,
            "neighbour",
            label="西岭村",
        )
        return made

    async def account(self, county: County, name: str, place: str) -> Actor:
        """An account without grants, at a place, with a token."""
        org = at(county, place)
        token, id_ = new_token(county.code), new_id()
        where = {"county": county.code, "org_path": org.org_path, "org_id": org.id, **stamps()}
        async with self.platform.database.transaction(county.system.reading) as session:
            account = Account(
                **where,
                id=id_,
                name=name,
                display_name=name,
                grant_version=1,
                must_change_password=False,
            )
            session.add(account)
            session.add(
                Token(
                    **where,
                    id=new_id(),
                    account_id=id_,
                    kind=TokenKind.PERSONAL,
                    label="漫步",
                    token_hash=token_hash(token),
                    read_only=False,
                    expires_at=clock.now().replace(year=clock.now().year + 1, day=1),
                )
            )
        return Actor(name, county.code, token, global_id(account))


def at(county: County, place: str) -> Any:
    """The org at a place of the model's tree."""
    path = f"{county.orgs['county'].org_path}{place}"
    return next(o for o in county.orgs.values() if o.org_path == path)


class Walk(RuleBasedStateMachine):
    """The rules draw an actor and do something in his name, or in the administrator's."""

    office: Office
    actors = Bundle("actors")
    topics = Bundle("topics")

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.number = 0

    @initialize(target=actors)
    def begin(self) -> Actor:
        """Two counties, each with its administrator; whatever is done in one is unknown in the
        other.
        """
        self.counties = [self.office.do(self.office.found()) for _ in range(2)]
        self.masters = {c.code: self._account(c, "") for c in self.counties}
        for county in self.counties:
            self.office.do(self._seat_master(county))
        return self.masters[self.counties[0].code]

    async def _seat_master(self, county: County) -> None:
        """The first grant of a county is its owner's to give."""
        master = self.masters[county.code]
        account = await county.rows(Account, Account.name == master.name)
        planted = await self._plant(county, account[0])
        master.grants[Grant("county_admin", "")] = planted

    async def _plant(self, county: County, account: Account) -> str:
        root = at(county, "")
        grant = GrantRow(
            county=county.code,
            id=new_id(),
            org_path=root.org_path,
            org_id=root.id,
            account_id=account.id,
            role="county_admin",
            reach_county=county.code,
            reach_path=root.org_path,
            given_at=clock.now(),
            **stamps(),
        )
        async with self.office.platform.database.transaction(county.system.reading) as session:
            session.add(grant)
        return global_id(grant)

    @rule(
        target=actors,
        county=st.integers(0, 1),
        place=st.sampled_from(PLACES),
        pick=st.integers(0, 9),
    )
    @precondition(lambda self: len(self.model.actors) < 8)
    def take_on(self, county: int, place: str, pick: int) -> Actor:
        """Somebody new, with one role to begin with."""
        actor = self._account(self.counties[county], place)
        self.give(actor, place, pick)
        return actor

    @rule(actor=actors, place=st.sampled_from(PLACES), pick=st.integers(0, 9))
    def give_more(self, actor: Actor, place: str, pick: int) -> None:
        self.give(actor, place, pick)

    def give(self, actor: Actor, place: str, pick: int) -> None:
        roles = ROLES[level_of(place)]
        grant = Grant(roles[pick % len(roles)], place)
        if grant in actor.grants or actor.disabled:
            return
        given = {"account": actor.account, "role": grant.role, "org": self._org(actor, place)}
        made = self._as(self._master(actor)).do("giveGrant", "grant: grantRow { id }", **given)
        actor.grants[grant] = self.office.do(made)["grant"]["id"]

    @rule(actor=actors, pick=st.integers(0, 9))
    def end(self, actor: Actor, pick: int) -> None:
        """A grant is ended; the administrator's own stay."""
        ended = [g for g in actor.grants if actor is not self._master(actor)]
        if ended and not actor.disabled:
            grant = ended[pick % len(ended)]
            self.office.do(
                self._as(self._master(actor)).do(
                    "endGrant", "__typename", grant=actor.grants.pop(grant)
                )
            )

    @rule(actor=actors)
    def disable(self, actor: Actor) -> None:
        if actor is not self._master(actor) and not actor.disabled:
            self.office.do(
                self._as(self._master(actor)).do(
                    "disableAccount", "__typename", account=actor.account
                )
            )
            actor.disabled = True

    @rule(target=topics, actor=actors, pick=st.integers(0, 99))
    def propose(self, actor: Actor, pick: int) -> Record | None:
        """Who may, does; who may not is refused and nothing is left of it."""
        near = [p for g in actor.grants for p in PLACES if p.startswith(g.place)]
        place = (near * 2 + list(PLACES))[pick % (2 * len(near) + len(PLACES))]
        self.number += 1
        title = f"{WORD}第{self.number}段"
        given = {
            "org": self._org(actor, place),
            "title": title,
            "description": "渠道渗漏,下游农田用水困难。",
            "topic_source": "resident",
            "focus_category": "roads",
        }
        answer = self.office.do(
            self._as(actor)._mutate("proposeTopic", "topic { id }", None, None, given)
        )
        allowed = self.model.may_propose(actor, place)
        assert ("errors" not in answer) == allowed, (actor, place, answer)
        if not allowed:
            return None
        topic = Record(
            answer["data"]["proposeTopic"]["topic"]["id"], title, actor.county, place, actor
        )
        self.model.topics.append(topic)
        return topic

    @rule(topic=consumes(topics), reason=st.sampled_from(("重复登记", "填写有误")))
    def take_back(self, topic: Record | None, reason: str) -> None:
        if topic is not None:
            master = self.masters[topic.county]
            self.office.do(
                self._as(master).do("voidRecord", "__typename", id=topic.id, reason=reason)
            )
            topic.voided = True

    @rule(topic=topics, actor=actors)
    def ask_by_id(self, topic: Record | None, actor: Actor) -> None:
        """By id one sees what the lists show, and nothing says that there is more."""
        if topic is not None and not actor.disabled:
            answer = self.office.do(
                self._as(actor).ask("query ($id: ID!) { topic(id: $id) { title } }", id=topic.id)
            )
            seen = topic.title in self.model.topics_of(actor)
            assert answer == {"topic": {"title": topic.title} if seen else None}

    @rule(actor=actors)
    def export(self, actor: Actor) -> None:
        """A ledger holds the rows of its reader and no others."""
        answer = self.office.do(
            self.office.http.get(
                "/ledgers/Topic.csv", headers={"Authorization": f"Bearer {actor.token}"}
            )
        )
        if actor.disabled:
            assert answer.status_code == 401
        elif answer.status_code == 200:
            cells = {
                cell
                for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
                for cell in row
            }
            assert {c for c in cells if c.startswith(WORD)} == self.model.topics_of(actor), actor
        else:
            assert not self.model.topics_of(actor), answer.text

    @invariant()
    def everybody_sees_what_the_model_says(self) -> None:
        for actor in self.model.actors:
            self._check(actor)

    def _check(self, actor: Actor) -> None:
        answer = self.office.do(self._as(actor).send(SEEN, word=WORD))
        if actor.disabled:
            assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
            return
        assert "errors" not in answer, answer
        seen, titles = answer["data"], self.model.topics_of(actor)
        assert {n["title"] for n in seen["topics"]["nodes"]} == titles, actor
        assert seen["topics"]["totalCount"] == len(titles)
        assert sum(row["count"] for row in seen["topicsAggregate"]) == len(titles)
        assert {h["title"] for h in seen["search"]["hits"]} == titles, actor
        feed = {n["subjectId"] for n in seen["events"]["nodes"]}
        assert feed == self.model.feed_of(actor), actor
        assert seen["events"]["totalCount"] == len(feed)
        orgs = {n["id"] for n in seen["orgUnits"]["nodes"]}
        assert orgs & {self._org(actor, p) for p in PLACES} == {
            self._org(actor, p) for p in self.model.orgs_of(actor)
        }, actor
        foreign = next(c for c in self.counties if c.code != actor.county)
        assert not orgs & {global_id(o) for o in foreign.orgs.values()}

    def _account(self, county: County, place: str) -> Actor:
        actor = self.office.do(
            self.office.account(county, f"walker{len(self.model.actors)}", place)
        )
        self.model.actors.append(actor)
        return actor

    def _master(self, actor: Actor) -> Actor:
        return self.masters[actor.county]

    def _as(self, actor: Actor) -> Person:
        return Person(self.office.http, actor.token, actor.name)

    def _org(self, actor: Actor, place: str) -> str:
        return global_id(at(next(c for c in self.counties if c.code == actor.county), place))


@pytest.fixture(scope="module")
def office(database_urls: Urls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    opened = Office(database_urls, tmp_path_factory.mktemp("files"))
    yield opened
    opened.close()


def walk(office: Office, walks: int, steps: int, *, chance: bool = True) -> None:
    machine = type("WalkHere", (Walk,), {"office": office})
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    # Without chance the walks are always the same: `make test` tells a change that broke something,
    # whoever runs it. New ground is for the
    # long walks. A walk is shrunk for minutes: by hand, from the blob that a failure prints.
    chosen = settings(
        max_examples=walks,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=slow,
        database=None,
        phases=[Phase.generate],
        print_blob=True,
        derandomize=not chance,
    )
    run_state_machine_as_test(machine, settings=chosen)


@pytest.mark.day
@pytest.mark.check("K9", part="lists, counts, aggregates, search, feed, ledgers, single objects")
def test_a_walk_shows_everybody_what_is_theirs(office: Office) -> None:
    walk(office, walks=6, steps=25, chance=False)


@pytest.mark.day
@pytest.mark.slow
@pytest.mark.check("K9", part="long walks")
def test_long_walks_show_everybody_what_is_theirs(office: Office) -> None:
    walk(office, walks=25, steps=50)
