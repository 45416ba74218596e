"""Permissions of core, named `object:action`: an entity in snake_case and a verb.

Every exposed entity also has `object:read` without being listed here. Plugins declare `Rights` of
their own under the same naming rule.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from yishi_core.errors import Text


class Scope(StrEnum):
    """How far a permission reaches from the place of the grant (access.md 4)."""

    TREE = "tree"
    """The grant's org and everything below it."""
    OWN = "own"
    """Records that the caller entered, within the tree."""
    AUDIENCE = "audience"
    """Records whose audience names the grant's org."""
    PUBLIC = "public"
    """Records that have been released to the public."""


class Rights(StrEnum):
    """Permissions, each with a bilingual text that says what it allows.

    For example `RECORD = "household_visit:record", "记录走访", "record visits"`.
    """

    text: Text

    def __new__(cls, value: str, zh: str, en: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.text = Text(zh, en)
        return member


class Permission(Rights):
    """The permissions of core, in alphabetical order."""

    ACCOUNT_MANAGE = "account:manage", "管理账号", "manage accounts"
    ACTIVITY_RECORD = "activity:record", "登记履职活动", "record activities"
    ASSESSMENT_APPEAL = "assessment:appeal", "考核申诉", "appeal against a score"
    ASSESSMENT_CHECK = "assessment:check", "审核考核得分", "check scores"
    ASSESSMENT_DECIDE = "assessment:decide", "审定考核结果", "decide on an assessment"
    ASSESSMENT_SCHEME = "assessment:scheme", "制定考核方案", "set up an assessment"
    ASSESSMENT_SELF_SCORE = "assessment:self_score", "考核自评", "score oneself"
    ASSIGNMENT_CREATE = "assignment:create", "交办", "assign"
    ASSIGNMENT_CONFIRM = "assignment:confirm", "审定办理情况", "confirm what was handled"
    ASSIGNMENT_HANDLE = "assignment:handle", "办理交办事项", "handle an assignment"
    ATTACHMENT_CREATE = "attachment:create", "上传附件", "upload files"
    BOX_MANAGE = "box:manage", "管理意见箱和宣传栏", "manage boxes and boards"
    CASE_ADVANCE = "case:advance", "推进协商步骤", "advance the steps of a case"
    CASE_OPEN = "case:open", "立项协商事项", "open a case"
    COMMENT_CREATE = "comment:create", "发表意见", "comment"
    CONSULTATION_RECORD = (
        "consultation:record",
        "组织和登记协商活动",
        "arrange and record consultations",
    )
    CONSULTATION_SPEAK = (
        "consultation:speak",
        "签到和协商发言",
        "sign in and speak at consultations",
    )
    DISCLOSURE_CREATE = "disclosure:create", "起草公开内容", "draft a disclosure"
    DISCLOSURE_RELEASE = "disclosure:release", "审核发布公开内容", "release a disclosure"
    DUTY_REPORT_RECEIVE = "duty_report:receive", "接收履职报告", "receive duty reports"
    DUTY_REPORT_WRITE = "duty_report:write", "撰写履职报告", "write duty reports"
    DUTY_FILE = "duty_file:see", "查看履职档案", "see duty files"
    EXPLAIN = "access:explain", "查询权限来由", "ask why somebody may do something"
    EXPERT_MANAGE = "expert:manage", "管理专家", "manage experts"
    FEEDBACK_RATE = "feedback:rate", "评价办理结果", "rate what was done"
    FEEDBACK_RECORD = "feedback:record", "登记反馈", "record feedback"
    FUNDS_CLOSE = "funds:close", "经费结账", "close a year's accounts"
    FUNDS_RECORD = "funds:record", "登记经费", "record funds"
    GRANT_MANAGE = "grant:manage", "授予和收回角色", "give and end roles"
    HONOUR_RECORD = "honour:record", "登记荣誉", "record honours"
    IMPACT_RECORD = "impact:record", "登记成效", "record impact"
    INFO_EXCHANGE = "info_exchange:record", "信息互通", "pass and handle information"
    INTAKE_CREATE = "intake:create", "登记来件", "enter intakes"
    INTAKE_HANDLE = "intake:handle", "处理来件", "handle intakes"
    JOINT_CASE = "joint_case:open", "联合协商", "hold joint cases"
    LEDGER_RECEIVE = "ledger:receive", "接收台账月报", "receive ledger reports"
    LEDGER_SUBMIT = "ledger:submit", "报送台账月报", "submit ledger reports"
    MEETING_MANAGE = "meeting:manage", "管理会议", "manage meetings"
    METRIC_SEE = "metric:see", "查看指标数据", "see figures"
    MINUTES_CONFIRM = "minutes:confirm", "确认会议纪要", "confirm minutes"
    OPINION_CREATE = "opinion:create", "起草社情民意", "draft opinions"
    OPINION_EDIT = "opinion:edit", "编辑社情民意", "edit opinions"
    OPINION_REPORT = "opinion:report", "报送社情民意", "report opinions"
    OPINION_SUBMIT = "opinion:submit", "上报社情民意", "submit opinions upwards"
    ORG_LINK = "org:link", "建立联系指导", "link orgs"
    ORG_MANAGE = "org:manage", "管理组织", "manage orgs"
    OUTCOME_CONVERT = "outcome:convert", "认定成果转化", "declare outcomes converted"
    OUTCOME_CONVERT_SMALL = (
        "outcome:convert_small",
        "认定小微成果转化",
        "declare small outcomes converted",
    )
    OUTCOME_PROPOSE_CONVERSION = (
        "outcome:propose_conversion",
        "申请认定成果转化",
        "propose that an outcome is converted",
    )
    OUTCOME_RECORD = "outcome:record", "登记协商成果", "record outcomes"
    OUTCOME_ROUTE = "outcome:route", "确定成果去向", "route outcomes"
    OVERVIEW = "overview:see", "查看总览", "see the overview"
    PERSON_CHANGE = "person:change", "修改人员信息", "correct people's particulars"
    PERSON_CONTACT = "person:contact", "查看联系方式", "see contact details"
    PERSON_MANAGE = "person:manage", "管理人员", "manage people"
    PLEDGE_RECORD = "pledge:record", "登记承诺", "record pledges"
    PLUGIN_CONFIGURE = "plugin:configure", "修改插件设置", "change settings"
    PLUGIN_OVERSEE = "plugin:oversee", "监管自定工作法", "oversee variants of one's own"
    PLUGIN_SWITCH = "plugin:switch", "启用和停用插件", "switch plugins"
    PROPOSAL_CREATE = "proposal:create", "提出提案", "make proposals"
    PROPOSAL_KEY = "proposal:key", "确定重点提案", "choose key proposals"
    PROPOSAL_REVIEW = "proposal:review", "审查提案", "review proposals"
    PUBLICITY_RECORD = "publicity:record", "登记宣传报道", "record publicity"
    QUESTION_ANSWER = "question:answer", "答题", "answer questions"
    QUESTION_SET = "question:set", "出题", "set questions"
    QUOTA_MANAGE = "quota:manage", "制定指标", "set quotas"
    QUOTA_PROGRESS = "quota:progress", "查看指标进度", "see the progress of quotas"
    RECORD_VOID = "record:void", "作废记录", "void records"
    REPLY_CREATE = "reply:create", "拟写答复", "draft replies"
    RULE_CHANGE = "rule:change", "修改制度文件", "correct rules"
    RULE_MANAGE = "rule:manage", "管理制度和标准", "manage rules and standards"
    SCHEDULE_MANAGE = "schedule:manage", "管理周期安排", "manage recurring days"
    SECTOR_MANAGE = "sector:manage", "管理界别", "manage sectors"
    SPEECH_RECORD = "speech:record", "登记大会发言", "record plenary speeches"
    STANDARD_CHECK = "standard:check", "标准检查", "check standards"
    STATION_CHANGE = "station:change", "修改站点信息", "correct stations"
    STATION_MANAGE = "station:manage", "管理站点", "manage stations"
    STATION_OPEN = "station:open", "开设站点", "open stations"
    SUPERVISION_ANSWER = "supervision:answer", "回应督办", "answer a check"
    SUPERVISION_RECORD = "supervision:record", "督办", "supervise"
    # the name of a permission  # nosec B105
    TOKEN_MANAGE = "token:manage", "管理访问令牌", "manage tokens"
    TOPIC_APPROVE_DELIBERATIVE = (
        "topic:approve_deliberative",
        "审定议政性专题协商议题",
        "approve topics of the deliberative grade",
    )
    TOPIC_APPROVE_KEY = (
        "topic:approve_key",
        "审定重点专题协商议题",
        "approve topics of the key grade",
    )
    TOPIC_APPROVE_SMALL = (
        "topic:approve_small",
        "审定小微协商议题",
        "approve topics of the small grade",
    )
    TOPIC_PROPOSE = "topic:propose", "提出议题", "propose topics"
    TOPIC_SCREEN = "topic:screen", "筛选议题", "screen topics"
    WALK_GROUP_FORM = "walk_group:form", "组建走访小组", "form walk groups"


def reading(object_: str) -> str:
    """The permission to read an entity, e.g. `intake:read`."""
    return f"{object_}:read"


def is_reading(permission: str) -> bool:
    """Whether a permission is one to read an entity."""
    return permission.endswith(":read")
