"""Procedures: the ordered steps that a topic passes through (domain.md 2.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.variants.definition import Code, Definition, Label
from yishi_core.kernel.variants.problem import wrong


class Stage(Labelled):
    """The canonical stages of procedures (domain.md 2.7).

    They make figures comparable across variants whatever the local steps are called.
    """

    COLLECT = "collect", "收集"
    SCREEN = "screen", "筛选"
    APPROVE = "approve", "审定"
    PLAN = "plan", "制定方案"
    RESEARCH = "research", "调研"
    NOTIFY = "notify", "通知公告"
    DELIBERATE = "deliberate", "协商"
    CONCLUDE = "conclude", "形成意见"
    PUBLISH = "publish", "公开公示"
    CONVERT = "convert", "成果转化"
    SUPERVISE = "supervise", "督办"
    REPLY = "reply", "答复反馈"
    EVALUATE = "evaluate", "评估问效"


class FieldKind(Labelled):
    """What is recorded in a required field of a step."""

    YES_NO = "yes_no", "是或否"
    TEXT = "text", "文字"
    NUMBER = "number", "数字"
    FILE = "file", "附件"


class FieldDef(Definition):
    """A required field of a step: `effect`, or `{ code = "effect", label = "成效", kind = "text" }`.

    A file is handed in among the documents of the step, under the label or the code. A field
    without a kind takes any value.
    """

    code: Code
    label: Label
    kind: FieldKind | None = None
    demands_yes: bool = False
    """Whether the step is done only when the answer is yes."""

    @model_validator(mode="before")
    @classmethod
    def _a_code_alone(cls, given: Any) -> Any:
        if isinstance(given, str):
            return {"code": given, "label": given}
        if isinstance(given, dict) and "label" not in given and "code" in given:
            return {**given, "label": given["code"]}
        return given

    @model_validator(mode="after")
    def _only_an_answer_can_be_yes(self) -> Self:
        if self.demands_yes and self.kind is not FieldKind.YES_NO:
            raise wrong(
                "demands_yes 仅用于 kind 为 yes_no 的登记项", 'demands_yes needs kind = "yes_no"'
            )
        return self


class StepDef(Definition):
    """One step of a procedure.

    `order` counts from 1 and is filled in from the position where it is not written.
    """

    code: Code
    label: Label
    stage: Stage
    order: int = Field(0, ge=0)
    responsible_role: Code | None = None
    time_limit_days: int | None = Field(None, ge=1, le=3660)
    limit_in_working_days: bool = False
    """Whether `time_limit_days` counts working days instead of calendar days."""
    required_docs: tuple[str, ...] = ()
    required_fields: tuple[FieldDef, ...] = ()
    may_skip: bool = False
    disclosure_required: bool = False
    parallel_group: Code | None = None
    """Adjacent steps of the same group may run together; otherwise one step runs at a time."""


class ProcedureDef(Definition):
    """A procedure: steps in order.

    `applies_to` limits it to grades or scopes of cases; empty means every case. A procedure that is
    `on_request` is not offered by default and is used only when it is named.
    """

    code: Code
    label: Label
    applies_to: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    on_request: bool = False
    steps: tuple[StepDef, ...] = Field(min_length=1, max_length=40)

    @field_validator("steps", mode="after")
    @classmethod
    def _numbered(cls, steps: tuple[StepDef, ...]) -> tuple[StepDef, ...]:
        numbered = tuple(
            s if s.order else s.model_copy(update={"order": n}) for n, s in enumerate(steps, 1)
        )
        if [s.order for s in numbered] != list(range(1, len(numbered) + 1)):
            raise wrong("步骤的 order 应从 1 起连续", "the order of the steps must run 1, 2, 3 …")
        return numbered

    @model_validator(mode="after")
    def _steps_are_distinct(self) -> Self:
        codes = [s.code for s in self.steps]
        if twice := sorted({c for c in codes if codes.count(c) > 1}):
            raise wrong(
                f"步骤代码重复:{'、'.join(twice)}", f"step code used twice: {', '.join(twice)}"
            )
        groups = [s.parallel_group for s in self.steps]
        for n, group in enumerate(groups[2:], 2):
            if group and group in groups[: n - 1] and groups[n - 1] != group:
                raise wrong(
                    f"并行组 {group} 的步骤应相邻",
                    f"the steps of parallel group {group} must stand side by side",
                )
        return self

    def step(self, code: str) -> StepDef | None:
        """The step with this code, or None."""
        return next((s for s in self.steps if s.code == code), None)

    def after(self, code: str) -> StepDef | None:
        """The step that follows the one with this code, or None."""
        return next(
            (
                s
                for s, before in zip(self.steps[1:], self.steps, strict=False)
                if before.code == code
            ),
            None,
        )

    def as_data(self) -> dict[str, Any]:
        """The procedure as plain JSON; `ProcedureDef.model_validate` reads it back."""
        return self.model_dump(mode="json")


def offered_procedures(
    procedures: Mapping[str, ProcedureDef], codes: Iterable[str]
) -> dict[str, ProcedureDef]:
    """Procedures where variants offer these ones of core's library: they are no longer on request."""
    named = set(codes)
    return {
        code: found.model_copy(update={"on_request": False}) if code in named else found
        for code, found in procedures.items()
    }
