"""The texts of a new plugin, with `$code`, `$package` and the like to be filled in."""

from __future__ import annotations

VARIANT = """\
# What is data of this way of working. Every key is explained in docs/plugins/variant-toml.md of Yishi.
code = "$code"
label = "$code"
version = "0.1.0"
core = ">=$core"
summary = "一句话说明这种做法。"

[[procedures]]
code = "${code}_steps"
label = "三步议事"
steps = [
  { code = "collect", label = "收集议题", stage = "collect" },
  { code = "meet", label = "协商议事", stage = "deliberate" },
  { code = "tell", label = "反馈结果", stage = "reply", disclosure_required = true },
]
"""

SETTINGS = """
[settings.steps_before_meeting]
type = "int"
label = "协商前至少完成的步骤数"
help = "示例设置:乡镇可以修改。"
default = 1
min = 0
max = 10
open_to = ["county", "township"]
"""

INIT = '''\
"""The plugin $code: what variant.toml cannot say."""

from __future__ import annotations

from yishi_core import PluginSettings, ReadContext, Refused, guard, setting
from yishi_core.domain.procedures import SkipStepInput, skip_step
from $package.rules import StepRule

LEAST = 10
"""Characters of a reason."""


class Settings(PluginSettings):
    """What an office may change: `context.settings.of(Settings).steps_before_meeting`."""

    steps_before_meeting: int = setting(
        "协商前至少完成的步骤数",
        default=1,
        min=0,
        max=10,
        help="示例设置:乡镇可以修改。",
        open_to=("county", "township"),
    )


@guard(skip_step)
def with_a_reason(context: ReadContext, data: SkipStepInput) -> Refused | None:
    """An example: a step is not skipped without a reason of at least ten characters."""
    if len(data.reason) < LEAST:
        return Refused(StepRule.REASON_TOO_SHORT, least=LEAST)
    return None
'''

RULES = '''\
"""Why operations are refused where the plugin is on."""

from __future__ import annotations

from yishi_core import Rule


class StepRule(Rule):
    """Why a step is not skipped."""

    REASON_TOO_SHORT = (
        "reason_too_short",
        "跳过步骤须写明理由,不少于{least}个字。",
        "Say why the step is skipped, in {least} characters or more.",
    )
'''

README = """\
# $code

一句话说明:哪个地方、怎样议事。

## 启用

县级或乡镇管理员在“插件与设置”中启用 `$code`。

## 设置

| 键 | 含义 | 谁可以改 |
|---|---|---|
| steps_before_meeting | 协商前至少完成的步骤数 | 县、乡镇 |
"""

TEST = '''\
"""The plugin keeps the platform's rules, and its own."""

from __future__ import annotations

from yishi_core.domain.procedures import SkipStepInput
from yishi_core.testing import Conformance, context_for
from $package import with_a_reason


class TestConformance(Conformance):
    package = "$package"


def skipping(reason: str) -> SkipStepInput:
    return SkipStepInput.model_construct(reason=reason)


def test_a_step_is_not_skipped_without_a_reason() -> None:
    context = context_for("$package", "skip_step")
    refusal = with_a_reason(context, skipping("太忙"))
    assert refusal is not None and refusal.data["rule"] == "reason_too_short"
    assert with_a_reason(context, skipping("该事项已由村民小组自行协商解决")) is None
'''

PYPROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "$distribution"
version = "0.1.0"
readme = "$package/README.md"
requires-python = ">=3.11"
dependencies = ["yishi>=$core"]

[project.entry-points."yishi.plugins"]
$code = "$package"

[tool.hatch.build.targets.wheel]
packages = ["$package"]
"""

DATA_INIT = """\
\"\"\"The plugin $code: everything it says is in variant.toml.\"\"\"
"""

DATA_TEST = '''\
"""The plugin keeps the platform's rules."""

from __future__ import annotations

from yishi_core.testing import Conformance


class TestConformance(Conformance):
    package = "$package"
'''

MODULE = '''\
"""$code:一句话说明哪个地方、怎样议事。"""

from __future__ import annotations

from yishi_core import PluginSettings, ReadContext, Refused, Rule, guard, setting
from yishi_core.domain.procedures import SkipStepInput, skip_step

variant = """
$variant"""
LEAST = 10
"""Characters of a reason."""


class Settings(PluginSettings):
    """What an office may change: `context.settings.of(Settings).steps_before_meeting`."""

    steps_before_meeting: int = setting(
        "协商前至少完成的步骤数",
        default=1,
        min=0,
        max=10,
        help="示例设置:乡镇可以修改。",
        open_to=("county", "township"),
    )


class StepRule(Rule):
    """Why a step is not skipped."""

    REASON_TOO_SHORT = (
        "reason_too_short",
        "跳过步骤须写明理由,不少于{least}个字。",
        "Say why the step is skipped, in {least} characters or more.",
    )


@guard(skip_step)
def with_a_reason(context: ReadContext, data: SkipStepInput) -> Refused | None:
    """An example: a step is not skipped without a reason of at least ten characters."""
    if len(data.reason) < LEAST:
        return Refused(StepRule.REASON_TOO_SHORT, least=LEAST)
    return None
'''

MODULE_PYPROJECT = PYPROJECT.replace('readme = "$package/README.md"\n', "").replace(
    'packages = ["$package"]', 'only-include = ["$package.py"]'
)
"""A single file has no README, and no folder."""
