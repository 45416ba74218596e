"""Rules of what must be present before a case moves on (domain.md 2.7)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from yishi_core.domain.procedures import steps
from yishi_core.domain.procedures.models import StepRecord
from yishi_core.domain.topics.models import ConsultationGrade, Topic, TopicScope, TopicState
from yishi_core.domain.topics.rules import TopicRule
from yishi_core.errors import Hint, InvalidInput, Refused, Rule, Text
from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.operation.checking import Declarations, StartCheck
from yishi_core.kernel.operation.rules import require
from yishi_core.kernel.variants.problem import Problem, unknown
from yishi_core.kernel.variants.procedure import FieldDef, FieldKind, ProcedureDef, StepDef
from yishi_core.kernel.variants.settings import Effective


class CaseRule(Rule):
    """Why an operation on cases and their steps is refused."""

    CASE_RUNNING = (
        TopicRule.CASE_RUNNING,
        "该议题已有正在进行的事项。",
        "The topic has a running case already.",
    )
    DISCLOSURE_MISSING = (
        "disclosure_missing",
        "步骤“{step}”须先公开公示并审核发布。",
        "This step needs a released disclosure of the case.",
    )
    DOCUMENT_MISSING = (
        "document_missing",
        "缺少材料:{missing}。",
        "Documents are missing: {missing}.",
    )
    FIELD_NOT_YES = (
        "field_not_yes",
        "登记项“{field}”为“是”时才能完成本步骤。",
        "The step is done only when “{field}” is yes.",
    )
    FIELD_OF_OTHER_KIND = (
        "field_kind",
        "登记项“{field}”应填写{kind.label}。",
        "“{field}” takes another kind of value: {kind.value}.",
    )
    FIELD_MISSING = "field_missing", "缺少登记项:{missing}。", "Fields are missing: {missing}."
    MAY_NOT_SKIP = "may_not_skip", "步骤“{step}”不允许跳过。", "This step may not be skipped."
    NO_TOPIC = "no_topic", "前案没有议题,不能再协商。", "The former case has no topic."
    PROCEDURE_MISSING = (
        "procedure_missing",
        "工作法“{procedure}”已不可用,该事项只能查看或终止。",
        "The procedure {procedure} is gone: the case can be read and stopped.",
    )
    STEP_NOT_FINISHED = (
        "step_order",
        "步骤“{step}”尚未完成,不能退回到它。",
        "Only a finished step can be returned to.",
    )
    STEP_ORDER = (
        "step_order",
        "步骤“{step}”还不能办理,当前步骤:{active}。",
        "Not the step at work; that is: {active}.",
    )
    TOPIC_NOT_APPROVED = (
        "topic_not_approved",
        "议题尚未审定,事项不能继续办理。",
        "The topic is not approved yet.",
    )


class CaseHint(Hint):
    """What an operation on cases points out."""

    NO_CONSULTATION = (
        "no_consultation",
        "该事项尚未登记已召开的协商活动。",
        "No consultation of this case has been held.",
    )
    OUTCOMES_OPEN = (
        "outcomes_open",
        "该事项还有{waiting}件成果未办结,请继续跟踪。",
        "{waiting} outcomes of the case are not closed yet.",
    )
    RESPONSIBLE_ROLE = (
        "responsible_role",
        "步骤“{step}”一般由{role}办理。",
        "Usually done by {role}.",
    )


APPROVED = frozenset({TopicState.APPROVED, TopicState.IN_PROCEDURE})


def offered(
    settings: Effective, core: Mapping[str, ProcedureDef], **features: str
) -> dict[str, ProcedureDef]:
    """The procedures offered to a case with these features (grade, scope).

    They are those of the enabled plugins, with those of core's library that a plugin offers; else
    core's own. The others of the library (`on_request`) are not offered, but each may be named.
    """
    usual = [code for code, p in core.items() if not p.on_request]
    fitting = {
        code: p
        for code, p in settings.procedures.items()
        if _applies(p, features) and not p.on_request
    }
    return {c: p for c, p in fitting.items() if c not in usual} or {
        c: p for c, p in fitting.items() if c in usual
    }


def choose(
    settings: Effective, core: Mapping[str, ProcedureDef], wanted: str | None, **features: str
) -> ProcedureDef:
    """The procedure of a new case.

    It may be left unnamed when only one is offered; core's own may always be named.
    """
    choices = offered(settings, core, **features)
    if wanted is None and len(choices) == 1:
        return next(iter(choices.values()))
    named = choices.get(wanted or "") or (
        settings.procedures.get(wanted or "") if wanted in core else None
    )
    if named is None:
        listed = "、".join(f"{p.code}({p.label})" for p in choices.values())
        raise InvalidInput.of(
            "procedure",
            f"请选择工作法,可选:{listed}。",
            f"Choose a procedure: {', '.join(choices)}.",
        )
    return named


def procedure_of(settings: Effective, code: str) -> ProcedureDef:
    """The procedure with which a case began, from the settings with which it began."""
    found = settings.procedures.get(code)
    if found is None:
        raise Refused(CaseRule.PROCEDURE_MISSING, data={"procedure": code}, procedure=code)
    return found


def at_work(records: Sequence[StepRecord], step: str, path: str = "step") -> StepRecord:
    """The active record of a step; `step_order` is raised when the step is not active."""
    known = next((r for r in steps.current(records) if r.step == step), None)
    if known is None:
        raise InvalidInput.of(
            path, f"工作法中没有步骤“{step}”。", f"The procedure has no step {step}."
        )
    now = steps.active(records)
    if known not in now:
        labels = "、".join(f"“{r.label}”" for r in now) or "无"
        raise Refused(
            CaseRule.STEP_ORDER,
            at=path,
            data={"active": [r.step for r in now]},
            step=known.label,
            active=Text(labels, ", ".join(r.step for r in now)),
        )
    return known


def earlier(records: Sequence[StepRecord], step: str) -> StepRecord:
    """The record of a finished step to which a case may return."""
    known = next((r for r in steps.current(records) if r.step == step), None)
    if known is None:
        raise InvalidInput.of(
            "step", f"工作法中没有步骤“{step}”。", f"The procedure has no step {step}."
        )
    require(known.state in steps.FINISHED, CaseRule.STEP_NOT_FINISHED, step=known.label)
    return known


def missing_docs(step: StepDef, given: Collection[str]) -> list[str]:
    return [name for name in step.required_docs if name not in given]


def missing_fields(
    step: StepDef, given: Mapping[str, Any], docs: Collection[str] = ()
) -> list[FieldDef]:
    """Required fields that are absent or empty; 0 and false count as values.

    A file is among the documents, under the label or the code.
    """
    return [
        field
        for field in step.required_fields
        if (
            not {field.label, field.code} & set(docs)
            if field.kind is FieldKind.FILE
            else given.get(field.code) in (None, "", [])
        )
    ]


def _of_kind(kind: FieldKind, value: Any) -> bool:
    match kind:
        case FieldKind.YES_NO:
            return isinstance(value, bool)
        case FieldKind.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case FieldKind.TEXT:
            return isinstance(value, str) and bool(value.strip())
        case FieldKind.FILE:
            return True


def complete(
    step: StepDef, docs: Collection[str], fields: Mapping[str, Any], disclosed: bool
) -> None:
    """Require everything that the step asks for."""
    if absent := missing_docs(step, docs):
        raise Refused(
            CaseRule.DOCUMENT_MISSING,
            at="docs",
            data={"missing": absent},
            missing=Text.listed(absent),
        )
    if missing := missing_fields(step, fields, docs):
        codes = [field.code for field in missing]
        raise Refused(
            CaseRule.FIELD_MISSING,
            at=[f"fields.{code}" for code in codes],
            data={"missing": codes},
            missing=Text("、".join(field.label for field in missing), ", ".join(codes)),
        )
    for field in step.required_fields:
        at, value = f"fields.{field.code}", fields.get(field.code)
        name = Text(field.label, field.code)
        if field.kind and not _of_kind(field.kind, value):
            raise Refused(CaseRule.FIELD_OF_OTHER_KIND, at=at, field=name, kind=field.kind)
        require(value is True or not field.demands_yes, CaseRule.FIELD_NOT_YES, at=at, field=name)
    require(disclosed or not step.disclosure_required, CaseRule.DISCLOSURE_MISSING, step=step.label)


def topic_approved(topic: Topic | None) -> None:
    """Require that the topic of a case entered afterwards was approved.

    An imported case may have no topic.
    """
    require(topic is None or topic.state in APPROVED, CaseRule.TOPIC_NOT_APPROVED)


def _applies(procedure: ProcedureDef, features: Mapping[str, str]) -> bool:
    return all(
        features.get(name) in values
        for name, values in procedure.applies_to.items()
        if name in features
    )


FEATURES: Mapping[str, type[Labelled]] = {"grade": ConsultationGrade, "scope": TopicScope}
"""The features of a topic by which a procedure may be limited, with their values."""


def _wrong_features(declarations: Declarations) -> Iterator[Problem]:
    """Features that no topic has: the procedure would be offered to every case, or to none."""
    for file, variant in declarations.variants.items():
        for procedure in variant.procedures:
            for name, values in procedure.applies_to.items():
                key = f"procedures.{procedure.code}.applies_to.{name}"
                known = FEATURES.get(name)
                if known is None:
                    yield unknown(file, key, name, Text("议题特征", "feature of a topic"), FEATURES)
                    continue
                for value in values:
                    if value not in {*known}:
                        yield unknown(file, key, value, Text("特征取值", "value"), known)


FEATURES_EXIST = StartCheck(_wrong_features)
