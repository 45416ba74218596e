"""A variant as typed, immutable structures: the contents of `variant.toml`.

See design.md 7 and docs/plugins/variant-toml.md. The data of core has the same form: `core.toml` is
the variant with the code `core`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version
from pydantic import Field, field_validator, model_validator

from yishi_core.errors import Text
from yishi_core.kernel.access.permissions import Scope
from yishi_core.kernel.access.policy import PolicyLine
from yishi_core.kernel.variants.definition import (
    Amount,
    Code,
    Definition,
    Label,
    MetricName,
    Number,
    Points,
)
from yishi_core.kernel.variants.formula import StationKindDef
from yishi_core.kernel.variants.problem import meant, wrong
from yishi_core.kernel.variants.procedure import ProcedureDef, Stage, StepDef
from yishi_core.kernel.variants.schedule import ScheduleDef, ScheduleKind
from yishi_core.kernel.variants.setting import Level, SettingDef, SettingType
from yishi_core.kernel.variants.word import WordDef

CORE, ROLE = "core", "role"


class QuotaDef(Definition):
    """A quota: at least `min` of a metric per subject and period (domain.md 2.12).

    For orgs, those of the kinds `org_kinds` below the set's own org must meet it; without
    `org_kinds`, the set's own org. With `per_member` the quota is `min` for each member in office.
    With `last_months` only records of the last that many months of the period count.
    """

    code: Code
    label: Label
    subject: Literal["station", "org", "member", "council_room"]
    metric: MetricName
    min: Amount = Field(gt=0)
    period: Literal["week", "month", "quarter", "half_year", "year", "term", "once"]
    org_kinds: tuple[Code, ...] = ()
    per_member: bool = False
    last_months: int | None = Field(None, ge=1, le=12)


class QuotaSetDef(Definition):
    code: Code
    label: Label
    items: tuple[QuotaDef, ...] = Field(min_length=1)


class ScoreItemDef(Definition):
    """One line of a points table (domain.md 2.13); without `metric` it is scored by hand."""

    code: Code
    label: Label
    metric: str | None = Field(None, min_length=1, max_length=2000)
    points_per: Points = Decimal(0)
    base: Points = Decimal(0)
    cap: Points | None = None
    deduct_per: Points = Decimal(0)
    bonus: bool = False
    evidence_required: bool = False
    auto: bool = False
    by_hand: bool = False
    """Whether an automatic item also takes points by hand, for what was done on paper.

    They always require evidence.
    """

    @model_validator(mode="after")
    def _auto_has_a_metric(self) -> Self:
        if self.auto and not self.metric:
            raise wrong("自动计分的项目缺少 metric", "an item scored automatically needs a metric")
        return self


class GradeDef(Definition):
    label: Label
    min: Points


class LastPlaceDef(Definition):
    """Who is proposed for removal as last in the ranking (末位淘汰, domain.md 3.13).

    A limit is a number or the code of an int setting of the same variant.
    """

    below: Points | Code = Decimal(60)
    """Only scores below this are proposed."""
    percent: Number | Code = 5
    """The lowest-scoring percentage considered in a large group; at least one.

    A group is large from `small_group` on.
    """
    small_group: Number | Code = 10
    """In a group smaller than this, only the last one is considered."""

    def limits(self, values: Mapping[str, Any]) -> dict[str, int | str]:
        """The limits as plain JSON, with references to settings replaced by their `values`."""
        fields = type(self).model_fields
        read = {
            name: values.get(limit, fields[name].default) if isinstance(limit, str) else limit
            for name, limit in ((name, getattr(self, name)) for name in fields)
        }
        return {
            name: str(limit) if isinstance(limit, Decimal) else limit
            for name, limit in read.items()
        }


class ConsequenceDef(Definition):
    """What follows a score below, or of at least, a limit in consecutive periods (domain.md 5.10).

    `years` is the number of consecutive periods in which the limit must apply.
    """

    text: Label
    below: Points | None = None
    at_least: Points | None = None
    years: int = Field(1, ge=1, le=5)

    @model_validator(mode="after")
    def _has_a_limit(self) -> Self:
        if (self.below is None) == (self.at_least is None):
            raise wrong("below 与 at_least 应恰有其一", "give either below or at_least")
        return self


class AssessmentDef(Definition):
    code: Code
    label: Label
    subject_kind: Literal[
        "member",
        "station",
        "studio",
        "liaison_committee",
        "township",
        "village",
        "department",
        "handling_unit",
    ]
    period: Literal["quarter", "half_year", "year", "term"] = "year"
    full_mark: Points = Field(gt=0)
    bonus_cap: Points = Decimal(0)
    items: tuple[ScoreItemDef, ...] = Field(min_length=1)
    grades: tuple[GradeDef, ...] = ()
    consequences: tuple[str, ...] = ()
    consequence_rules: tuple[ConsequenceDef, ...] = ()
    last_place: LastPlaceDef | None = None
    """When set, the last in the ranking is proposed for removal within these limits."""


class ChecklistDef(Definition):
    """A building standard: a list of points that a station fulfils or does not (domain.md 5.8)."""

    code: Code
    label: Label
    items: tuple[Label, ...] = Field(min_length=1)


class FigureDef(Definition):
    """A figure that the variant shows: a metric of the catalogue with its dimensions.

    See domain.md 2.20.
    """

    metric: MetricName
    label: Label
    print: Literal["exact", "approx"] = "exact"


class GuideDef(Definition):
    """A page of guidance for the public, e.g. how to submit a matter."""

    code: Code
    title: Label
    text: str = Field(min_length=1)


class ReportSectionDef(Definition):
    """A section of the written report: heading, text with `{metric}` placeholders, figures."""

    heading: Label
    text: str = ""
    figures: tuple[MetricName, ...] = ()


class PolicyDef(Definition):
    """A right of a role: `role` may do `actions` on `object` within `scope` (access.md 4)."""

    role: Code
    object: Annotated[str, Field(pattern=r"^(\*|[a-z][a-z0-9_]*)$")]
    actions: tuple[Annotated[str, Field(pattern=r"^(\*|[a-z][a-z0-9_]*)$")], ...] = Field(
        min_length=1
    )
    scope: Scope = Scope.TREE

    def lines(self, plugin: str) -> Iterator[PolicyLine]:
        """The right as policy lines of the plugin that brings it."""
        return (
            PolicyLine(self.role, self.object, action, self.scope.value, plugin)
            for action in self.actions
        )


class Variant(Definition):
    """One variant. Only `code`, `label` and `version` are required."""

    code: Code
    label: Label
    version: str
    core: str = ""
    """The range of core versions that it works with, e.g. `>=0.1,<1`."""
    requires: tuple[str, ...] = ()
    """Codes of plugins that must be on as well, with optional ranges: `talent_pool>=1`."""
    summary: str = ""
    formula: str = ""
    """Its platform formula as people say it, e.g. `1+10+N`."""
    platforms: tuple[MetricName, ...] = ()
    """The metrics that the formula adds up (`platforms_total`).

    They count stations and bodies: `stations{level=county}`, `orgs{kind=area}`.
    """
    labels: dict[str, Label] = Field(default_factory=dict)
    """Local names of core's terms: `Station` or `Station.name` → label."""
    roles: dict[Code, Label] = Field(default_factory=dict)
    """Additional roles and their names."""
    procedures: tuple[ProcedureDef, ...] = ()
    offers: tuple[Code, ...] = ()
    """Procedures of core's library that are offered where the variant is on, as if its own."""
    vocabularies: dict[Code, dict[Code, WordDef]] = Field(default_factory=dict)
    """Values added to a vocabulary, or other labels for existing values.

    No value may change its meaning (domain.md 2.1).
    """
    only: dict[Code, tuple[Code, ...]] = Field(default_factory=dict)
    """The only values of a vocabulary that the variant offers for new records."""
    schedules: tuple[ScheduleDef, ...] = ()
    settings: dict[Code, SettingDef] = Field(default_factory=dict)
    presets: dict[Code, Any] = Field(default_factory=dict)
    """Initial values of core's settings where the variant is on; levels may change them."""
    policy: tuple[PolicyDef, ...] = ()
    station_kinds: tuple[StationKindDef, ...] = ()
    checklists: tuple[ChecklistDef, ...] = ()
    quotas: tuple[QuotaSetDef, ...] = ()
    assessment: tuple[AssessmentDef, ...] = ()
    figures: tuple[FigureDef, ...] = ()
    guide: tuple[GuideDef, ...] = ()
    report: tuple[ReportSectionDef, ...] = ()

    @field_validator("version")
    @classmethod
    def _version_reads(cls, value: str) -> str:
        try:
            Version(value)
        except InvalidVersion:
            raise wrong("版本号写法有误,如 1.0.0", "not a version such as 1.0.0") from None
        return value

    @field_validator("core")
    @classmethod
    def _range_reads(cls, value: str) -> str:
        try:
            SpecifierSet(value)
        except InvalidSpecifier:
            raise wrong(
                "版本范围写法有误,如 >=0.1,<1", "not a version range such as >=0.1,<1"
            ) from None
        return value

    @field_validator("requires")
    @classmethod
    def _requirements_read(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for text in value:
            try:
                Requirement(text)
            except InvalidRequirement:
                raise wrong(f"依赖写法有误:{text}", f"not a requirement: {text}") from None
        return value

    @model_validator(mode="after")
    def _codes_are_distinct(self) -> Self:
        for key in ("procedures", "schedules", "checklists", "quotas", "assessment", "guide"):
            _refuse_repeats(key, (part.code for part in getattr(self, key)))
        for key, sets in (("quotas", self.quotas), ("assessment", self.assessment)):
            for owner in sets:
                _refuse_repeats(f"{key}.{owner.code}.items", (item.code for item in owner.items))
        return self

    @model_validator(mode="after")
    def _procedure_settings_fit(self) -> Self:
        own = {*(p.code for p in self.procedures), *self.offers}
        for key, setting in self.settings.items():
            if setting.procedure and setting.procedure not in own:
                hint = meant(setting.procedure, own)
                raise wrong(
                    f"variant.toml 中没有工作法 {setting.procedure}。{hint.zh}",
                    f"variant.toml declares no procedure {setting.procedure}.{hint.en}",
                    f"settings.{key}.procedure",
                )
        return self

    @model_validator(mode="after")
    def _last_places_fit(self) -> Self:
        for scheme in self.assessment:
            for name, limit in scheme.last_place or ():
                setting = self.settings.get(limit) if isinstance(limit, str) else None
                if isinstance(limit, str) and (
                    setting is None or setting.type is not SettingType.INT
                ):
                    hint = meant(limit, self._int_settings)
                    raise wrong(
                        f"没有整数设置 {limit}。{hint.zh}",
                        f"there is no setting {limit} of type int.{hint.en}",
                        f"assessment.{scheme.code}.last_place.{name}",
                    )
        return self

    @model_validator(mode="after")
    def _day_settings_fit(self) -> Self:
        for schedule in self.schedules:
            if (key := schedule.day_setting) is None:
                continue
            found, last = self.settings.get(key), 31 if schedule.month_day is not None else 7
            if (
                not found
                or found.type is not SettingType.INT
                or not 1 <= (found.min or 0) <= (found.max or 99) <= last
            ):
                hint = meant(key, self._int_settings) if not found else Text("", "")
                raise wrong(
                    f"day_setting {key} 应为本文件中的整数设置,取值在 1 至 {last} 之间。{hint.zh}",
                    f"day_setting {key} must be an int setting of this file within 1 and {last}."
                    + hint.en,
                    f"schedules.{schedule.code}.day_setting",
                )
        return self

    @property
    def words(self) -> Mapping[str, Mapping[str, str]]:
        """Vocabulary → value → label, without local words that stand for one of core's; its roles
        are words of the vocabulary of roles.
        """
        words = {
            name: {word: of.label for word, of in known.items() if of.stands_for is None}
            for name, known in self.vocabularies.items()
        }
        return {**words, ROLE: {**words.get(ROLE, {}), **self.roles}} if self.roles else words

    @property
    def _int_settings(self) -> list[str]:
        return [key for key, setting in self.settings.items() if setting.type is SettingType.INT]

    @property
    def needs(self) -> tuple[Requirement, ...]:
        """`requires`, parsed."""
        return tuple(Requirement(text) for text in self.requires)

    def policy_lines(self) -> list[PolicyLine]:
        """The rights that the variant brings; they hold where it is on."""
        return [line for definition in self.policy for line in definition.lines(self.code)]

    def defaults(self) -> dict[str, Any]:
        """The default value of every setting."""
        return {key: setting.default for key, setting in self.settings.items()}

    def procedure(self, code: str) -> ProcedureDef | None:
        return next((p for p in self.procedures if p.code == code), None)


def _refuse_repeats(where: str, codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise wrong(f"代码重复:{code}", f"code used twice: {code}", where)
        seen.add(code)


__all__ = [
    "CORE",
    "ROLE",
    "AssessmentDef",
    "ChecklistDef",
    "ConsequenceDef",
    "FigureDef",
    "GradeDef",
    "GuideDef",
    "LastPlaceDef",
    "Level",
    "PolicyDef",
    "ProcedureDef",
    "QuotaDef",
    "QuotaSetDef",
    "ReportSectionDef",
    "ScheduleDef",
    "ScheduleKind",
    "ScoreItemDef",
    "SettingDef",
    "SettingType",
    "Stage",
    "StationKindDef",
    "StepDef",
    "Variant",
    "WordDef",
]
