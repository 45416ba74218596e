"""No key of `variant.toml` is without effect: each names the function that acts on it.

A new key fails here until something reads it and stands in `READERS`. Checks at start do not count
as readers: what is only checked does nothing.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from yishi_core.kernel.variants.variant import Variant

MERGE, FORMS = "yishi_tenants.settings.merge", "yishi_tenants.settings.forms"
STEPS = "yishi_core.domain.procedures.steps"
PROCEDURES = "yishi_core.domain.procedures.rules"
PROGRESS = "yishi_core.domain.procedures.progress"
BOARD = "yishi_core.domain.stations.board"
SCORES, SCORING = "yishi_core.domain.assessments.scores", "yishi_core.domain.assessments.scoring"
POINTS = "yishi_core.domain.assessments.rules"
SCHEMES = "yishi_core.domain.assessments.service"
QUOTAS = "yishi_core.domain.quotas.rules"
SCHEDULES = "yishi_core.domain.schedules.planning"
STANDARDS = "yishi_core.domain.standards.service"
REPORT = "yishi_core.views.metrics.report"
VARIANT = "yishi_core.kernel.variants.variant"

READERS = {
    "Variant.code": f"{MERGE}:merge",
    "Variant.label": f"{FORMS}:installed_variant",
    "Variant.version": f"{MERGE}:merge",
    "Variant.core": "yishi_core.kernel.plugins.agreement:alone",  # it decides about the start
    "Variant.requires": f"{VARIANT}:Variant.needs",
    "Variant.summary": f"{FORMS}:installed_variant",
    "Variant.formula": f"{BOARD}:_Board.formula",
    "Variant.platforms": "yishi_core.domain.stations.metrics:_platforms",
    "Variant.labels": "yishi_core.kernel.operation.local_terms:local_terms",
    "Variant.roles": f"{VARIANT}:Variant.words",
    "Variant.procedures": f"{MERGE}:_procedures",
    "Variant.offers": f"{MERGE}:merge",
    "Variant.vocabularies": f"{VARIANT}:Variant.words",
    "Variant.only": f"{MERGE}:_vocabularies",
    "Variant.schedules": f"{MERGE}:merge",
    "Variant.settings": f"{MERGE}:held",
    "Variant.presets": f"{MERGE}:presets",
    "Variant.policy": f"{VARIANT}:Variant.policy_lines",
    "Variant.station_kinds": f"{BOARD}:_Board.formula",
    "Variant.checklists": "yishi_core.domain.standards.rules:delivered",
    "Variant.quotas": "yishi_core.domain.quotas.service:_offered",
    "Variant.assessment": f"{SCHEMES}:_definition",
    "Variant.figures": f"{REPORT}:variant_figures",
    "Variant.guide": "yishi_core.domain.intake.entry:_guide",
    "Variant.report": f"{REPORT}:report_outline",
    "ProcedureDef.code": f"{MERGE}:merge",
    "ProcedureDef.label": f"{PROGRESS}:progress_of",
    "ProcedureDef.applies_to": f"{PROCEDURES}:_applies",
    "ProcedureDef.on_request": f"{PROCEDURES}:offered",
    "ProcedureDef.steps": "yishi_core.domain.procedures.opening:open_for",
    "StepDef.code": f"{STEPS}:lay_out",
    "StepDef.label": f"{STEPS}:lay_out",
    "StepDef.stage": f"{STEPS}:lay_out",
    "StepDef.order": f"{STEPS}:lay_out",
    "StepDef.responsible_role": f"{PROGRESS}:_step",
    "StepDef.time_limit_days": f"{STEPS}:_limit",
    "StepDef.limit_in_working_days": f"{STEPS}:_limit",
    "StepDef.required_docs": f"{PROCEDURES}:missing_docs",
    "StepDef.required_fields": f"{PROCEDURES}:missing_fields",
    "StepDef.may_skip": "yishi_core.domain.procedures.advancing:skip_step",
    "StepDef.disclosure_required": f"{PROCEDURES}:complete",
    "StepDef.parallel_group": f"{STEPS}:_side_by_side",
    "FieldDef.code": f"{PROCEDURES}:missing_fields",
    "FieldDef.label": f"{PROCEDURES}:complete",
    "FieldDef.kind": f"{PROCEDURES}:complete",
    "FieldDef.demands_yes": f"{PROCEDURES}:complete",
    "WordDef.label": f"{VARIANT}:Variant.words",
    "WordDef.stands_for": "yishi_core.facilities.ledgers.importing:_Rows._spoken",
    "ScheduleDef.code": "yishi_core.domain.schedules.service:_plugin_of",
    "ScheduleDef.kind": f"{SCHEDULES}:rule_of",
    "ScheduleDef.label": f"{SCHEDULES}:rule_of",
    "ScheduleDef.rrule": "yishi_core.kernel.variants.schedule:ScheduleDef.rule",
    "ScheduleDef.month_parity": f"{SCHEDULES}:rule_of",
    "ScheduleDef.month_day": f"{SCHEDULES}:rule_of",
    "ScheduleDef.weekday": f"{SCHEDULES}:rule_of",
    "ScheduleDef.day_setting": "yishi_core.kernel.variants.schedule:ScheduleDef.set_by",
    "ScheduleDef.time_from": f"{SCHEDULES}:rule_of",
    "ScheduleDef.time_to": f"{SCHEDULES}:rule_of",
    "ScheduleDef.on_holiday": f"{SCHEDULES}:rule_of",
    "SettingDef.type": "yishi_core.kernel.variants.setting:SettingDef.read",
    "SettingDef.label": f"{FORMS}:_field",
    "SettingDef.help": f"{FORMS}:_field",
    "SettingDef.default": f"{VARIANT}:Variant.defaults",
    "SettingDef.min": "yishi_core.kernel.variants.setting:SettingDef._within",
    "SettingDef.max": "yishi_core.kernel.variants.setting:SettingDef._within",
    "SettingDef.choices": "yishi_core.kernel.variants.setting:SettingDef._choice",
    "SettingDef.open_to": "yishi_tenants.settings.change:_refused_keys",
    "SettingDef.procedure": f"{MERGE}:_procedures",
    "PolicyDef.role": f"{VARIANT}:PolicyDef.lines",
    "PolicyDef.object": f"{VARIANT}:PolicyDef.lines",
    "PolicyDef.actions": f"{VARIANT}:PolicyDef.lines",
    "PolicyDef.scope": f"{VARIANT}:PolicyDef.lines",
    "StationKindDef.kind": "yishi_core.kernel.variants.formula:StationKindDef.counted",
    "StationKindDef.sub_kind": "yishi_core.kernel.variants.formula:StationKindDef.counted",
    "StationKindDef.metric": "yishi_core.kernel.variants.formula:StationKindDef.counted",
    "StationKindDef.label": f"{BOARD}:_Board._part",
    "StationKindDef.min": f"{BOARD}:_Board._expected",
    "StationKindDef.max": f"{BOARD}:_Board._expected",
    "StationKindDef.per": f"{BOARD}:_Board._expected",
    "ChecklistDef.code": "yishi_core.domain.standards.rules:delivered",
    "ChecklistDef.label": f"{STANDARDS}:adopt_checklist",
    "ChecklistDef.items": f"{STANDARDS}:adopt_checklist",
    "QuotaSetDef.code": "yishi_core.domain.quotas.service:_offered",
    "QuotaSetDef.label": "yishi_core.domain.quotas.service:adopt_quota_set",
    "QuotaSetDef.items": "yishi_core.domain.quotas.service:adopt_quota_set",
    **{
        f"QuotaDef.{name}": f"{QUOTAS}:rule_of"
        for name in (
            [
                "code",
                "label",
                "subject",
                "metric",
                "min",
                "period",
                "org_kinds",
                "per_member",
                "last_months",
            ]
        )
    },
    "AssessmentDef.code": f"{SCHEMES}:_definition",
    "AssessmentDef.label": f"{SCHEMES}:_table",
    "AssessmentDef.subject_kind": f"{SCHEMES}:open_assessment",
    "AssessmentDef.period": f"{SCHEMES}:open_assessment",
    "AssessmentDef.full_mark": f"{SCHEMES}:_table",
    "AssessmentDef.bonus_cap": f"{SCHEMES}:_table",
    "AssessmentDef.items": f"{SCHEMES}:_table",
    "AssessmentDef.grades": f"{SCHEMES}:_table",
    "AssessmentDef.consequences": f"{SCHEMES}:_table",
    "AssessmentDef.consequence_rules": f"{SCHEMES}:_table",
    "AssessmentDef.last_place": f"{SCHEMES}:_table",
    "ScoreItemDef.code": f"{SCORING}:write_counts",
    "ScoreItemDef.label": f"{SCORING}:write_counts",
    "ScoreItemDef.metric": f"{SCORING}:figure",
    "ScoreItemDef.points_per": f"{POINTS}:automatic_points",
    "ScoreItemDef.base": f"{POINTS}:capped",
    "ScoreItemDef.cap": f"{POINTS}:capped",
    "ScoreItemDef.deduct_per": f"{POINTS}:automatic_points",
    "ScoreItemDef.bonus": f"{POINTS}:total",
    "ScoreItemDef.evidence_required": f"{SCORES}:_item",
    "ScoreItemDef.auto": f"{SCORING}:write_counts",
    "ScoreItemDef.by_hand": f"{SCORES}:_item",
    "GradeDef.label": f"{SCHEMES}:_table",
    "GradeDef.min": f"{SCHEMES}:_table",
    "ConsequenceDef.text": f"{POINTS}:consequences",
    "ConsequenceDef.below": f"{POINTS}:_meets",
    "ConsequenceDef.at_least": f"{POINTS}:_meets",
    "ConsequenceDef.years": f"{POINTS}:consequences",
    "FigureDef.metric": f"{REPORT}:variant_figures",
    "FigureDef.label": f"{REPORT}:variant_figures",
    "FigureDef.print": f"{REPORT}:_counted",
    "GuideDef.code": f"{FORMS}:installed_variant",
    "GuideDef.title": f"{FORMS}:installed_variant",
    "GuideDef.text": f"{FORMS}:installed_variant",
    "ReportSectionDef.heading": f"{REPORT}:_chapter",
    "ReportSectionDef.text": f"{REPORT}:_chapter",
    "ReportSectionDef.figures": f"{REPORT}:_named",
}
BY_NAME = {"LastPlaceDef"}
"""Definitions all of whose fields a loop reads, by name: `LastPlaceDef.limits`."""


def models(of: type[BaseModel] = Variant) -> Iterator[type[BaseModel]]:
    """A definition and those inside it, each possibly several times."""
    yield of
    for field in of.model_fields.values():
        for inner in inside(field.annotation):
            yield from models(inner)


def inside(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from inside(part)


KEYS = sorted(
    {
        f"{model.__name__}.{name}"
        for model in models()
        if model.__name__ not in BY_NAME
        for name in model.model_fields
    }
)


def test_every_key_of_a_variant_names_its_reader_and_every_reader_has_its_key() -> None:
    assert sorted(READERS) == KEYS


@pytest.mark.parametrize("key", KEYS)
def test_the_reader_of_a_key_reads_it(key: str) -> None:
    module, _, path = READERS[key].partition(":")
    found: Any = importlib.import_module(module)
    for name in path.split("."):
        found = inspect.getattr_static(found, name)
    found = getattr(found, "fget", None) or getattr(found, "func", None) or found
    tree = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(found))))
    read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert key.partition(".")[2] in read, f"{READERS[key]} does not read {key}"
