"""Words of a plugin for an enumeration of core: each stands for a value that is offered."""

from __future__ import annotations

import pytest

from tests.core.plugins.samples import Quiet
from yishi_core.kernel.plugins.plugin_set import load_plugins
from yishi_core.kernel.variants.problem import BrokenPlugin


@pytest.mark.parametrize(
    ("data", "key", "said"),
    [
        ('[vocabularies.form]\ntea = "茶话"', "form.tea", "takes no new value: name with `as`"),
        (
            '[vocabularies.form]\ntea = { label = "茶话", as = "yrad" }',
            "form.tea",
            "`as` names one of core's values, yrad is none: meeting,",
        ),
        (
            '[vocabularies.form]\nyard = { label = "小院", as = "bench" }',
            "form.yard",
            "may be renamed only",
        ),
        (
            '[vocabularies.campaign]\ntea = { label = "茶话", as = "dual_help" }',
            "campaign.tea",
            "leave out `as`",
        ),
        (
            '[vocabularies.form]\ntea = { label = "茶话", as = "yard" }\n[only]\nform = ["bench"]',
            "form.tea",
            "stands for yard, which `only` hides",
        ),
    ],
)
def test_a_word_that_stands_for_nothing_offered_is_refused(data: str, key: str, said: str) -> None:
    with pytest.raises(BrokenPlugin) as caught:
        load_plugins([Quiet("hall", data)], entry_points=False)
    [problem] = caught.value.problems
    assert problem.key == f"vocabularies.{key}"
    assert said in problem.text.en


def test_what_is_offered_names_values_that_records_hold() -> None:
    data = (
        '[vocabularies.form]\ntea = { label = "茶话", as = "yard" }\n[only]\nform = ["yard", "tea"]'
    )
    with pytest.raises(BrokenPlugin, match=r"only\.form: .*vocabulary value tea"):
        load_plugins([Quiet("hall", data)], entry_points=False)


def test_a_word_survives_being_written_and_read_again() -> None:
    data = '[vocabularies.form]\ntea = { label = "茶话", as = "yard" }\nbench = "长凳会"'
    found = Quiet("hall", data).variant
    again = type(found).model_validate(found.model_dump(exclude_unset=True))
    assert again == found
    assert found.words == {"form": {"bench": "长凳会"}}
