"""Permissions of core. The naming law is `object:action`: the object is an entity in snake_case, the action a verb.

Every exposed entity also has `object:read` without being listed here. Plugins bring a `StrEnum` of their own under the same law.
"""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """How far a permission reaches from the grant's place (access.md 4)."""

    TREE = "tree"
    """The grant's org and everything below."""
    OWN = "own"
    """Records that the caller entered, within the tree."""
    AUDIENCE = "audience"
    """Records on which the grant's org is named as audience."""
    PUBLIC = "public"
    """Records that somebody released."""


class Permission(StrEnum):
    """Core's permissions, alphabetical."""

    ACCOUNT_MANAGE = "account:manage"
    ACTIVITY_RECORD = "activity:record"
    ASSESSMENT_CHECK = "assessment:check"
    ASSESSMENT_DECIDE = "assessment:decide"
    ASSESSMENT_SCHEME = "assessment:scheme"
    ASSESSMENT_SELF_SCORE = "assessment:self_score"
    ASSIGNMENT_CREATE = "assignment:create"
    ASSIGNMENT_CONFIRM = "assignment:confirm"
    ASSIGNMENT_HANDLE = "assignment:handle"
    ATTACHMENT_CREATE = "attachment:create"
    BOX_MANAGE = "box:manage"
    CASE_ADVANCE = "case:advance"
    CASE_OPEN = "case:open"
    CONSULTATION_RECORD = "consultation:record"
    CONSULTATION_SPEAK = "consultation:speak"
    DISCLOSURE_CREATE = "disclosure:create"
    DISCLOSURE_RELEASE = "disclosure:release"
    EXPLAIN = "access:explain"
    EXPERT_MANAGE = "expert:manage"
    FEEDBACK_RECORD = "feedback:record"
    FUNDS_RECORD = "funds:record"
    GRANT_MANAGE = "grant:manage"
    HONOUR_RECORD = "honour:record"
    INFO_EXCHANGE = "info_exchange:record"
    INTAKE_CREATE = "intake:create"
    INTAKE_HANDLE = "intake:handle"
    MINUTES_CONFIRM = "minutes:confirm"
    ORG_MANAGE = "org:manage"
    OUTCOME_CONVERT = "outcome:convert"
    OUTCOME_CONVERT_SMALL = "outcome:convert_small"
    OUTCOME_RECORD = "outcome:record"
    OUTCOME_ROUTE = "outcome:route"
    OVERVIEW = "overview:see"
    PERSON_CONTACT = "person:contact"
    PERSON_MANAGE = "person:manage"
    PLEDGE_RECORD = "pledge:record"
    PLUGIN_CONFIGURE = "plugin:configure"
    PLUGIN_SWITCH = "plugin:switch"
    QUESTION_ANSWER = "question:answer"
    QUESTION_SET = "question:set"
    RECORD_VOID = "record:void"
    REPLY_CREATE = "reply:create"
    RULE_MANAGE = "rule:manage"
    SCHEDULE_MANAGE = "schedule:manage"
    STANDARD_CHECK = "standard:check"
    STATION_MANAGE = "station:manage"
    STATION_OPEN = "station:open"
    SUPERVISION_RECORD = "supervision:record"
    TOKEN_MANAGE = "token:manage"  # the name of a permission  # nosec B105
    TOPIC_APPROVE_DELIBERATIVE = "topic:approve_deliberative"
    TOPIC_APPROVE_KEY = "topic:approve_key"
    TOPIC_APPROVE_SMALL = "topic:approve_small"
    TOPIC_PROPOSE = "topic:propose"
    TOPIC_SCREEN = "topic:screen"
    WALK_GROUP_FORM = "walk_group:form"


def reading(object_: str) -> str:
    """The permission to read an entity, e.g. `intake:read`."""
    return f"{object_}:read"
