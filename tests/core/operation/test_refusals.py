"""Rules are declared once, filled where they are used, and found by the platform."""

from __future__ import annotations

import pytest

from tests.core.plugins.samples import Quiet
from yishi_core.errors import FieldError, Forbidden, Refused, Rule, Text
from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.operation.collecting import rules_in, rules_of
from yishi_core.kernel.operation.rules import require
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.kernel.refusals import CommonRule, KernelRule, refusal_words
from yishi_core.kernel.variants.problem import BrokenPlugin
from yishi_core.nouns import core_packages


class BoatState(Labelled):
    MOORED = "moored", "停泊"


class BoatRule(Rule):
    """Why a boat stays."""

    TOO_MANY = (
        "boat_too_many",
        "最多{most}条船,现为{state.label}。",
        "{most} at most: {state.value}.",
    )
    ANCHORED = "boat_anchored", "已下锚。", "It lies at anchor."
    CHAINED = "boat_anchored", "已上锁。", "It is chained."
    ENDED = CommonRule.ALREADY_ENDED, "航程已结束。", "The voyage has ended."


class OtherBoatRule(Rule):
    """Declares a word that is taken."""

    ANCHORED = "boat_anchored", "已停泊。", "It is moored."


class TakingRule(Rule):
    """Declares a word of the core's."""

    RUNNING = "case_running", "有事项。", "There is a case."


def test_a_text_is_filled_in_both_languages() -> None:
    assert BoatRule.TOO_MANY.text(most=3, state=BoatState.MOORED) == Text(
        "最多3条船,现为停泊。", "3 at most: moored."
    )
    assert BoatRule.TOO_MANY.summary == Text("最多…条船,现为…。", "… at most: ….")


def test_a_text_as_a_value_gives_each_language_its_half() -> None:
    told = KernelRule.PLUGIN_MISSING.text(plugins=Text.listed(["a", "b"]))
    assert told.zh.startswith("插件“a、b”")
    assert told.en.startswith("The plugin a, b is not loaded")


@pytest.mark.parametrize(
    "values", [{}, {"most": 3}, {"most": 3, "state": BoatState.MOORED, "more": 1}]
)
def test_a_value_that_is_missing_or_that_nothing_takes_is_an_error(
    values: dict[str, object],
) -> None:
    with pytest.raises(TypeError, match=r"BoatRule\.TOO_MANY takes \['most', 'state'\]"):
        Refused(BoatRule.TOO_MANY, **values)  # type: ignore[arg-type]  # wrong on purpose


def test_a_refusal_tells_word_fields_and_data() -> None:
    refused = Refused(BoatRule.ANCHORED, at=["boat", "day"], data={"days": 2})
    told = Text("已下锚。", "It lies at anchor.")
    assert refused.rule is BoatRule.ANCHORED
    assert refused.data == {"rule": "boat_anchored", "days": 2}
    assert refused.fields == (FieldError("boat", told), FieldError("day", told))
    assert Refused(BoatRule.ANCHORED, at="").fields == ()


def test_several_refusals_of_one_input_are_told_together() -> None:
    both = Refused.together(
        [Refused(BoatRule.ANCHORED, at="boats.0"), Refused(BoatRule.CHAINED, at="boats.1")]
    )
    assert both.text.zh == "已下锚。"
    assert [(f.path, f.text.zh) for f in both.fields] == [
        ("boats.0", "已下锚。"),
        ("boats.1", "已上锁。"),
    ]


def test_require_refuses_only_what_does_not_hold() -> None:
    require(True, BoatRule.ANCHORED)
    with pytest.raises(Refused, match="已上锁"):
        require(False, BoatRule.CHAINED)


def test_a_rule_about_the_caller_is_a_denial() -> None:
    assert Forbidden.by(BoatRule.ANCHORED).as_extensions() == {
        "code": "FORBIDDEN",
        "rule": "boat_anchored",
    }


def test_members_of_one_class_may_share_a_word() -> None:
    words = refusal_words({None: [CommonRule], "boats": [BoatRule]})
    assert words["boat_anchored"].rules == (BoatRule.ANCHORED, BoatRule.CHAINED)
    assert words["boat_anchored"].plugin == "boats"
    assert words["boat_anchored"].summary.zh == "已下锚。 / 已上锁。"
    assert words["already_ended"].rules == (CommonRule.ALREADY_ENDED,)


def test_two_classes_cannot_declare_one_word() -> None:
    with pytest.raises(ValueError, match="boat_anchored is declared by BoatRule and by OtherBoat"):
        refusal_words({None: [BoatRule], "others": [OtherBoatRule]})


def test_a_plugin_cannot_declare_a_word_of_the_core() -> None:
    plugin = Quiet("boats")
    plugin.rules = _module(TakingRule)  # type: ignore[attr-defined]
    with pytest.raises(BrokenPlugin, match="the refusal case_running is used by core already"):
        load_plugins([plugin], entry_points=False)


def test_classes_are_found_where_they_are_declared_only() -> None:
    found = [cls.__name__ for cls in rules_of(core_packages())]
    assert found[:2] == ["KernelRule", "CommonRule"]
    assert found.count("TopicRule") == 1
    assert rules_in([]) == []


def _module(cls: type[Rule]) -> object:
    """A module that declares the class."""
    import sys

    return sys.modules[cls.__module__]
