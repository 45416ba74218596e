"""Consultation cases, their steps and walk groups (domain.md 2.7, 2.8)."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from yishi_core.domain.topics.models import ConsultationGrade
from yishi_core.kernel.entity import Entity, Labelled, Shared, column, ref
from yishi_core.kernel.entity.base import KeepsSettings


class CaseState(Labelled):
    RUNNING = "running", "进行中"
    CONCLUDED = "concluded", "已办结"
    ARCHIVED = "archived", "已归档"
    STOPPED = "stopped", "已终止"


class StepState(Labelled):
    PENDING = "pending", "未开始"
    ACTIVE = "active", "进行中"
    DONE = "done", "已完成"
    SKIPPED = "skipped", "已跳过"
    RETURNED = "returned", "已退回"


class ConsultationCase(KeepsSettings, Shared, Entity):
    """All work on one topic.

    It keeps the procedure and the settings with which it began.
    """

    __label__ = "协商事项"
    __running__: ClassVar[frozenset[str]] = frozenset({CaseState.RUNNING})
    __ledger__: ClassVar[tuple[str, ...]] = (
        "org",
        "no",
        "title",
        "station",
        "lead_member",
        "procedure",
        "grade",
        "state",
        "opened_on",
        "concluded_on",
        "cycle",
    )
    __constraints__ = (
        sa.UniqueConstraint("county", "org_id", "no"),
        sa.Index(None, "county", "created_by"),
    )

    no: Mapped[str] = column("编号", "Number in the register of its office.", search="number")
    title: Mapped[str] = column("名称", "Title, initially that of the topic.", search="title")
    topic_id: Mapped[uuid.UUID | None] = ref("Topic", "议题", inverse="cases")
    station_id: Mapped[uuid.UUID | None] = ref("Station", "站点", inverse="cases")
    lead_member_id: Mapped[uuid.UUID | None] = ref("Person", "牵头委员", inverse="led_cases")
    procedure: Mapped[str] = column("工作法", "Code of its procedure.")
    grade: Mapped[ConsultationGrade] = column("协商层级", "Grade of the consultation.")
    settings_digest: Mapped[str] = column("设置版本", "Digest of the settings with which it began.")
    state: Mapped[CaseState] = column(
        "状态", "running → concluded → archived; stopped.", default=CaseState.RUNNING
    )
    state_note: Mapped[str | None] = column("终止原因", "Why it was stopped.")
    opened_on: Mapped[date] = column("立项日期", "When work began.", search="date")
    concluded_on: Mapped[date | None] = column("办结日期", "When the last step was done.")
    cycle: Mapped[int] = column(
        "轮次", "Number of the cycle: 1, and one more for each 再协商.", default=1
    )
    restarted_from_id: Mapped[uuid.UUID | None] = ref(
        "ConsultationCase", "再协商的前案", inverse="restarts"
    )

    def served(self) -> bool:
        # Version 1: concluded by the very operation that made it; nobody else has decided yet.
        return self.state is not CaseState.RUNNING and self.version > 1


class StepRecord(Entity):
    """The execution of one step of a case; a return adds a new record and keeps the old one."""

    __label__ = "步骤记录"
    __voidable__ = False
    __constraints__ = (
        sa.Index(None, "county", "due_on"),
        sa.Index(
            None,
            "county",
            "org_path",
            "state",
            postgresql_where=sa.text("state = 'active' and voided_at is null"),
        ),
    )

    case_id: Mapped[uuid.UUID] = ref(
        "ConsultationCase", "协商事项", inverse="steps", on_void="cascade"
    )
    position: Mapped[int] = column("序号", "Place in the procedure, from 1.")
    step: Mapped[str] = column("步骤代码", "Code of the step.")
    label: Mapped[str] = column("步骤", "Name of the step.")
    stage: Mapped[str] = column(
        "阶段", "Canonical stage, by which figures are comparable across variants."
    )
    state: Mapped[StepState] = column(
        "状态", "pending → active → done | skipped | returned.", default=StepState.PENDING
    )
    started_on: Mapped[date | None] = column("开始日期", "When it became active.")
    due_on: Mapped[date | None] = column(
        "期限", "Day by which it is due; overdue is computed from it."
    )
    due_working_days: Mapped[int | None] = column(
        "期限工作日数", "Number of working days, where the limit is counted in them."
    )
    due_from: Mapped[date | None] = column(
        "期限起算日", "Day from which the working days are counted."
    )
    due_provisional: Mapped[bool] = column(
        "期限暂按周末推算",
        "Whether the year's holidays were unknown when the deadline was computed.",
        default=False,
    )
    done_on: Mapped[date | None] = column("完成日期", "When it was done.")
    done_by: Mapped[uuid.UUID | None] = column("完成人", "Account that did it.", hidden=True)
    note: Mapped[str | None] = column(
        "情况", "What was done, or the reason for a skip or return.", search="text"
    )
    fields: Mapped[dict[str, Any] | None] = column(
        "登记项", "The step's required fields, as recorded."
    )
    docs: Mapped[dict[str, Any] | None] = column("材料", "Required document → attachment id.")

    def served(self) -> bool:
        # Version 1: done by the very operation that made it.
        return self.state not in (StepState.PENDING, StepState.ACTIVE) and self.version > 1


class WalkGroup(Entity):
    """A temporary team with suitable expertise that investigates one clue (走访工作小组)."""

    __label__ = "走访工作小组"
    __constraints__ = (
        sa.Index(
            None,
            "county",
            "org_path",
            "closed_on",
            postgresql_where=sa.text("closed_on is null and voided_at is null"),
        ),
    )

    case_id: Mapped[uuid.UUID | None] = ref(
        "ConsultationCase", "协商事项", inverse="walk_groups", bound=True
    )
    origin_intake_id: Mapped[uuid.UUID] = ref("Intake", "来源线索", inverse="walk_groups")
    field: Mapped[str] = column("专业", "Professional field.", vocabulary="expertise")
    leader_id: Mapped[uuid.UUID] = ref("Person", "组长")
    formed_on: Mapped[date] = column("成立日期", "When it was formed.", search="date")
    finding: Mapped[str | None] = column("走访结论", "What was found.", search="text")
    closed_on: Mapped[date | None] = column("结束日期", "When it ended.")

    def served(self) -> bool:
        return self.closed_on is not None


class WalkGroupMember(Entity):
    """A member of a walk group."""

    __label__ = "走访小组成员"

    walk_group_id: Mapped[uuid.UUID] = ref(
        "WalkGroup", "走访工作小组", inverse="members", on_void="cascade"
    )
    person_id: Mapped[uuid.UUID] = ref("Person", "人员", inverse="walk_groups")
