"""What waits in a year's plan (domain.md 2.6): to be studied, to be approved."""

from __future__ import annotations

from yishi_core.access import Permission
from yishi_core.errors import Text
from yishi_core.todos.declaration import Matter, Todo
from yishi_core.topics.plans.models import AnnualPlan, PlanState

PLAN = Matter(
    AnnualPlan, title=AnnualPlan.title, started=True, finished=(PlanState.APPROVED,), pending=(PlanState.DRAFT,),
    acts=("make_annual_plan", "change_annual_plan", "add_to_annual_plan"),
)  # fmt: skip

STUDY = Todo(
    "annual_plan.study", PLAN, Text("研究年度协商计划", "Study the plan"), waits="年度计划未研究", permission=Permission.TOPIC_SCREEN,
    when=AnnualPlan.state == PlanState.DRAFT, by=("study_annual_plan", "change_annual_plan"),
)  # fmt: skip
APPROVE = Todo(
    "annual_plan.approve", PLAN, Text("登记年度协商计划的批准", "Record the approval of the plan"), waits="年度计划未批准",
    permission=Permission.TOPIC_SCREEN, when=AnnualPlan.state == PlanState.STUDIED, by=("approve_annual_plan", "change_annual_plan"),
)  # fmt: skip
