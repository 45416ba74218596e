"""Mistakes that would once have vanished in silence: each is planted here, and found at import, at
start or by a lint rule, with a message that names it.
"""

from __future__ import annotations

import ast
from collections.abc import Awaitable, Callable
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any

import grimp
import pytest
from pydantic import Field

from tests.core.plugins.samples import Quiet, context, module
from tests.lint.citations import CitationsNameAHeading
from tests.lint.elevation import WhoMayElevate
from tests.lint.emitting import emitted
from tests.lint.nouns import declaring, unlisted
from tests.lint.rules import PluginsUsePublicCore
from tests.lint.test_graph import upward
from yishi_core.domain.activities.events import PLEDGE_FULFILLED
from yishi_core.domain.topics.events import TOPIC_PROPOSED
from yishi_core.domain.topics.models import Topic
from yishi_core.errors import Text
from yishi_core.facilities.daily.declaration import daily
from yishi_core.facilities.jobs.reaction import Reaction
from yishi_core.facilities.metrics.catalogue import Catalogue
from yishi_core.facilities.metrics.metric import Metric
from yishi_core.facilities.notifications.declaration import Notice, to_author
from yishi_core.facilities.todos.declaration import Matter, Todo
from yishi_core.kernel.access.permissions import Permission
from yishi_core.kernel.access.policy import Policy, PolicyLine, read_policy
from yishi_core.kernel.entity.base import new_id
from yishi_core.kernel.events.declaration import EventType, UndeclaredEvent
from yishi_core.kernel.events.view import EventView
from yishi_core.kernel.operation import Input, OperationContext, Ref, operation
from yishi_core.kernel.operation.checking import BrokenDeclarations, Declarations, problems_in
from yishi_core.kernel.operation.collecting import modules_of
from yishi_core.kernel.plugins.hooks import reacts_to
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.kernel.tree.models import OrgUnit
from yishi_core.kernel.variants.problem import BrokenPlugin
from yishi_core.nouns import core_packages
from yishi_graphql.place import compose

NAME = "planted"
FILE = PurePosixPath("core/yishi_core/domain/topics/service.py")
PLUGIN = PurePosixPath("plugins/yishi_plugins/somewhere/__init__.py")
LABEL = Text("样例", "A sample")


class TopicInput(Input):
    """A topic."""

    topic: Ref[Topic] = Field(title="议题")


def acting(
    name: str = "plant_something", subject: str = "topic", **declared: Any
) -> Callable[[OperationContext, TopicInput], Awaitable[Topic]]:
    """An operation about a topic, declared with these words."""

    async def function(context: OperationContext, data: TopicInput) -> Topic:
        return data.topic

    function.__name__ = function.__qualname__ = name
    usual: dict[str, Any] = {"permission": Permission.TOPIC_SCREEN, "subject": subject}
    return operation(LABEL, **{**usual, **declared})(function)


def found_at_start(*planted: ModuleType) -> list[str]:
    """What `load_plugins` and `compose` would refuse to start with."""
    modules = modules_of(core_packages())
    return [str(problem) for problem in problems_in(Declarations([*modules, *planted]))]


def found_in_rights(*lines: PolicyLine, **operations: Any) -> str:
    """What `compose` says of the table of rights and of operations."""
    plugins = load_plugins(entry_points=False)
    declared = Declarations([module(NAME, **operations)]).operations
    with pytest.raises(BrokenDeclarations) as caught:
        plugins.refuse_unknown_rights(Policy(lines), declared, compose.registry(plugins))
    return str(caught.value)


def test_nothing_is_planted_yet() -> None:
    assert found_at_start() == []


# --- nouns, files, imports


def test_a_package_with_an_entity_that_no_list_names(tmp_path: Path) -> None:
    (tmp_path / "domain" / "forgotten").mkdir(parents=True)
    (tmp_path / "domain" / "forgotten" / "models.py").write_text("class Thing(Entity): ...\n")
    assert unlisted(declaring(tmp_path, ["domain"]), []) == [
        "domain.forgotten declares something and is in no list of nouns"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "@operation(LABEL, permission=None, subject='')\nasync def do(context, data): ...",
        "@daily('planted')\nasync def each_day(context): ...",
        "TOLD = Notice(TOPIC_PROPOSED, Text('提', 'Told'), to_author)",
        "WAITS = Todo('topic.wait', TOPIC)",
        "PLANTED = EventType('topic.planted', Topic)",
    ],
)
def test_a_package_with_any_declaration_that_no_list_names(tmp_path: Path, text: str) -> None:
    (tmp_path / "forgotten").mkdir()
    (tmp_path / "forgotten" / "deeper.py").write_text(text)
    assert unlisted(declaring(tmp_path), [])


def test_a_listed_package_that_is_gone() -> None:
    assert unlisted([], ["domain.gone"]) == ["domain.gone is listed as a noun and declares nothing"]


def test_a_citation_of_a_heading_that_is_missing() -> None:
    (line,) = CitationsNameAHeading().find('"""As domain.m' + 'd 2.99 says."""', FILE)
    assert "2.99" in line


def test_a_plugin_that_imports_an_inner_module() -> None:
    tree = ast.parse("from yishi_core.domain.topics.rules import choose")
    (line,) = PluginsUsePublicCore().find(tree, PLUGIN)
    assert "yishi_core.domain.topics.rules" in line


def test_an_import_against_the_storeys() -> None:
    graph = grimp.ImportGraph()
    low, high = "yishi_core.kernel.entity.base", "yishi_core.domain.topics.models"
    for name in ("yishi_core", low, high):
        graph.add_module(name)
    graph.add_import(importer=low, imported=high)
    assert list(upward(graph, "yishi_core")) == [f"{low} → {high}"]


def test_an_elevation_outside_the_list() -> None:
    tree = ast.parse("async def peek(context):\n    async with as_platform(context): ...")
    (line,) = WhoMayElevate().find(tree, FILE)
    assert "yishi_core.domain.topics.service:peek elevates (as_platform)" in line


# --- events


def test_a_misspelt_event() -> None:
    with pytest.raises(ImportError, match="TOPIC_PROPOZED"):
        exec("from yishi_core.domain.topics.events import TOPIC_PROPOZED")
    with pytest.raises(ImportError, match="TOPIC_PROPOZED"):
        exec("from yishi_core import TOPIC_PROPOZED")


def test_a_notice_of_an_event_that_nothing_emits() -> None:
    notice = Notice(EventType("topic.propozed", Topic), LABEL, to_author)
    assert any(
        "topic.propozed never happens" in line and f"{NAME}.TOLD" in line
        for line in found_at_start(module(NAME, TOLD=notice))
    )


async def follow(platform: Any, event: EventView) -> None:
    """Do nothing."""


def test_a_reaction_to_an_event_that_nothing_emits() -> None:
    reaction = Reaction(frozenset({EventType("consultation.hold", None)}), follow)
    assert any(
        "consultation.hold never happens" in line
        for line in found_at_start(module(NAME, AFTER=reaction))
    )


def test_a_reaction_to_an_event_that_is_named_as_text() -> None:
    wrong: Any = "consultation.hold"
    with pytest.raises(TypeError, match=r"consultation\.hold"):
        reacts_to(wrong)


class Waiting(Quiet):
    """Reacts to an event of its own that it never emits."""

    @reacts_to(EventType("consultation.hold", None))
    def reacts(self, event: EventView) -> None: ...


def test_a_plugin_that_reacts_to_an_event_that_nothing_emits() -> None:
    with pytest.raises(BrokenDeclarations, match=r"waiting: react.*consultation\.hold"):
        load_plugins([Waiting("waiting")], entry_points=False)


class Echoing(Quiet):
    """Emits the event to which it reacts."""

    @reacts_to(PLEDGE_FULFILLED, emits=[PLEDGE_FULFILLED])
    def reacts(self, event: EventView) -> None: ...


def test_a_reaction_that_causes_itself() -> None:
    with pytest.raises(BrokenDeclarations, match=r"echoing: react.*would cause itself"):
        load_plugins([Echoing("echoing")], entry_points=False)


def test_an_operation_that_emits_an_event_that_is_declared_nowhere() -> None:
    function = acting(emits=[EventType("topic.propozed", Topic)])
    assert any(
        "plant_something: topic.propozed" in line and "declared in no module" in line
        for line in found_at_start(module(NAME, plant_something=function))
    )


def test_an_event_that_is_declared_and_emitted_by_nothing() -> None:
    event = EventType("topic.planted", Topic)
    (line,) = found_at_start(module(NAME, TOPIC_PLANTED=event))
    assert line.startswith(f"{NAME}.TOPIC_PLANTED: topic.planted:")


def test_two_events_of_one_name() -> None:
    other = EventType("topic.proposed", Topic)
    function = acting(event=other)
    lines = found_at_start(module(NAME, OTHER=other, plant_something=function))
    assert any("the event topic.proposed stands at" in line for line in lines)


async def emits_in_passing(context: OperationContext, data: TopicInput) -> Topic:
    context.emit(TOPIC_PROPOSED, data.topic)
    return data.topic


async def emits_deeper(context: OperationContext, data: TopicInput) -> Topic:
    return await emits_in_passing(context, data)


def test_an_event_that_is_emitted_and_not_declared() -> None:
    with pytest.raises(UndeclaredEvent, match=r"plant_something emits topic\.proposed"):
        context("plant_something").emit(TOPIC_PROPOSED, Topic(id=new_id()))
    assert emitted(emits_deeper) == {TOPIC_PROPOSED}, "found without running it"


def test_an_event_about_an_answer_that_holds_no_such_record() -> None:
    event = EventType("org.planted", OrgUnit)
    with pytest.raises(TypeError, match=r"plant_something writes org\.planted .* no OrgUnit"):
        acting(event=event)


def test_an_event_about_a_record_of_another_kind() -> None:
    made = context("plant_something")
    made.emits = frozenset({TOPIC_PROPOSED})
    with pytest.raises(UndeclaredEvent, match=r"about a OrgUnit: it happens to a Topic"):
        made.emit(TOPIC_PROPOSED, OrgUnit(id=new_id()))


# --- rights


def test_a_misspelt_role_in_the_table_of_rights() -> None:
    line = PolicyLine("membre", "topic", "read", "own")
    assert "policy.csv: membre: " in found_in_rights(line)


def test_a_misspelt_permission_in_the_table_of_rights() -> None:
    line = PolicyLine("member", "topic", "screeen", "own")
    assert "There is no permission topic:screeen. Did you mean topic:screen?" in found_in_rights(
        line
    )


def test_a_misspelt_object_in_the_table_of_rights() -> None:
    line = PolicyLine("member", "topik", "read", "own")
    assert "There is no object of rights topik. Did you mean topic?" in found_in_rights(line)


def test_a_misspelt_role_that_may_be_given() -> None:
    line = PolicyLine("county_admin", "role", "membre", "own")
    assert "policy.csv: membre: " in found_in_rights(line)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('role = "membre"\nobject = "topic"\nactions = ["read"]', "membre"),
        ('role = "walker"\nobject = "topic"\nactions = ["screeen"]', "topic:screeen"),
    ],
)
def test_a_misspelt_role_or_permission_in_a_variant(line: str, named: str) -> None:
    plugin = Quiet("walking", f'[roles]\nwalker = "走访员"\n[[policy]]\n{line}\n')

    def started() -> None:
        plugins = load_plugins([plugin], entry_points=False)
        rights = Policy(plugins.policy_lines())
        plugins.refuse_unknown_rights(rights, [], compose.registry(plugins))

    with pytest.raises((BrokenPlugin, BrokenDeclarations), match=named):
        started()


def test_a_misspelt_permission_of_an_operation() -> None:
    function = acting(permission="topic:screeen")
    said = found_in_rights(*read_policy("yishi_core.kernel.access"), plant_something=function)
    assert "plant_something: topic:screeen: " in said


# --- operations, to-dos, clocks, metrics


def test_a_subject_that_the_input_does_not_have() -> None:
    with pytest.raises(TypeError, match="TopicInput has no field 'topik'"):
        acting(subject="topik")


class ForgetfulInput(Input, enters=Topic):
    """A topic, with a word for which it has no column."""

    org: Ref[OrgUnit] = Field(title="组织")
    nickname: str = Field(title="俗称")


async def enter_forgetful(context: OperationContext, data: ForgetfulInput) -> Topic:
    return context.add(Topic())


def test_a_field_that_is_sent_and_copied_nowhere() -> None:
    declare = operation(LABEL, permission=Permission.TOPIC_PROPOSE, subject="org")
    with pytest.raises(TypeError, match=r"enter_forgetful: ForgetfulInput\.nickname is no column"):
        declare(enter_forgetful)


def test_two_operations_of_one_name() -> None:
    one, two = module("one", planted=acting()), module("two", planted=acting())
    (line,) = (line for line in found_at_start(one, two) if "plantSomething" in line)
    assert "one.plant_something, two.plant_something" in line


def test_two_operations_that_share_their_input() -> None:
    both = module(NAME, one=acting("plant_one"), two=acting("plant_two"))
    (line,) = found_at_start(both)
    assert "plant_one, plant_two share TopicInput" in line


TOPIC = Matter(Topic, title=Topic.title)


def todo(code: str, **more: Any) -> Todo:
    return Todo(code, TOPIC, LABEL, "样例", Permission.TOPIC_SCREEN, Topic.id.is_(None), **more)


def test_a_to_do_that_names_an_operation_that_does_not_exist() -> None:
    waits = todo("topic.plant", by=("screeen_topic",))
    assert f"{NAME}.WAITS: screeen_topic: " in "\n".join(found_at_start(module(NAME, WAITS=waits)))


def test_two_to_dos_of_one_code() -> None:
    twice = module(NAME, ONE=todo("topic.plant"), TWO=todo("topic.plant"))
    assert any(f"{NAME}.ONE, {NAME}.TWO" in line for line in found_at_start(twice))


async def each_day(context: OperationContext) -> None:
    """Do nothing."""


def test_a_clock_that_is_declared_twice() -> None:
    twice = module(NAME, ONE=daily("planted")(each_day), TWO=daily("planted")(each_day))
    (line,) = found_at_start(twice)
    assert "the clock planted stands at planted.ONE, planted.TWO" in line


def test_two_metrics_of_one_code() -> None:
    with pytest.raises(ValueError, match="planted"):
        Catalogue.of([module(NAME, ONE=Metric("planted"), TWO=Metric("planted"))])
