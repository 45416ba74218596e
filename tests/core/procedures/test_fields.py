"""What a step requires to be recorded: by label, of a kind, and where it must be yes."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core import cases
from tests.core.cases import advance, procedure, records, step
from tests.core.plugins.samples import variant
from tests.fixtures.county import County
from yishi_core.kernel.variants.problem import BrokenPlugin
from yishi_core.kernel.variants.procedure import FieldDef, FieldKind

FIELDS = [
    {"code": "told", "label": "已逐户告知", "kind": "yes_no", "demands_yes": True},
    {"code": "homes", "label": "走访户数", "kind": "number"},
    {"code": "effect", "label": "成效", "kind": "text"},
    {"code": "list", "label": "走访名单", "kind": "file"},
]
GIVEN = {"told": True, "homes": 12, "effect": "路灯已亮"}


async def begun(town: County) -> Any:
    await cases.choose(town, procedure(step("a", required_fields=FIELDS), step("b")))
    return await cases.case(town)


@pytest.mark.parametrize(
    ("but", "rule", "path", "zh"),
    [
        ({"told": None}, "field_missing", "told", "缺少登记项:已逐户告知。"),
        ({"told": False}, "field_not_yes", "told", "登记项“已逐户告知”为“是”时才能完成本步骤。"),
        ({"told": "是"}, "field_kind", "told", "登记项“已逐户告知”应填写是或否。"),
        ({"homes": "12"}, "field_kind", "homes", "登记项“走访户数”应填写数字。"),
        ({"homes": True}, "field_kind", "homes", "登记项“走访户数”应填写数字。"),
        ({"effect": "  "}, "field_kind", "effect", "登记项“成效”应填写文字。"),
    ],
)
async def test_a_field_is_recorded_as_its_step_demands(
    town: County, but: dict[str, Any], rule: str, path: str, zh: str
) -> None:
    case = await begun(town)
    docs = [{"name": "走访名单", "attachment": await cases.attachment(town)}]
    error = await town.refused(
        "village",
        "advance_step",
        code="REFUSED",
        rule=rule,
        case=case,
        step="a",
        docs=docs,
        fields={**GIVEN, **but},
    )
    assert ([field.path for field in error.fields], error.text.zh) == ([f"fields.{path}"], zh)


async def test_a_file_is_handed_in_among_the_documents(town: County) -> None:
    case = await begun(town)
    error = await town.refused(
        "village",
        "advance_step",
        code="REFUSED",
        rule="field_missing",
        case=case,
        step="a",
        fields={**GIVEN, "list": "名单.pdf"},
    )
    assert error.data["missing"] == ["list"]
    file = await cases.attachment(town)
    docs = [{"name": "走访名单", "attachment": file}]
    await advance(town, case, "a", docs=docs, fields=GIVEN)
    first = (await records(town, case))[0]
    assert (first.fields, first.docs) == (GIVEN, {"走访名单": str(file.id)})


async def test_the_progress_of_a_case_tells_what_the_step_at_work_demands(town: County) -> None:
    case = await begun(town)
    first, second = (await town.act("village", "case_progress", case=case)).steps
    assert [(f.code, f.label, f.kind, f.demands_yes) for f in first.required_fields] == [
        ("told", "已逐户告知", FieldKind.YES_NO, True),
        ("homes", "走访户数", FieldKind.NUMBER, False),
        ("effect", "成效", FieldKind.TEXT, False),
        ("list", "走访名单", FieldKind.FILE, False),
    ]
    assert first.missing_fields == ["told", "homes", "effect", "list"]
    assert second.required_fields == []


def test_a_code_alone_is_a_field_of_any_kind_and_only_an_answer_can_be_yes() -> None:
    assert FieldDef.model_validate("effect") == FieldDef(code="effect", label="effect")
    wrong = """
[[procedures]]
code = "p"
label = "一"
steps = [{ code = "a", label = "甲", stage = "collect", required_fields = [
  { code = "homes", label = "户数", kind = "number", demands_yes = true } ] }]
"""
    with pytest.raises(BrokenPlugin, match="demands_yes"):
        variant("p", wrong)
