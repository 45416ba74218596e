"""What a variant of one's own may not be: more than the office that makes it (decision 0095)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yishi_core.errors import Text
from yishi_core.kernel.variants.own import PARTS, is_own
from yishi_core.kernel.variants.variant import CORE, ROLE, Level, Variant
from yishi_core.views.metrics.report import reported_by, shown_by
from yishi_core.views.metrics.service import MOST
from yishi_tenants.settings.merge import Layer, level_of
from yishi_tenants.settings.own.editions import canonical
from yishi_tenants.settings.own.names import alike

LARGEST = 100_000
"""Bytes of a variant of one's own in its canonical spelling."""
STEPS = 40
"""Steps of all its procedures, unless its base has more."""
CODED = ("procedures", "schedules", "checklists", "quotas", "assessment", "guide")
"""The parts of which each has a code that records keep."""
Wrong = tuple[str, Text]
"""(key, reason)."""


@dataclass(frozen=True)
class Office:
    """The office for which a variant is made: its place, what is set there, what the codes mean."""

    path: str
    layers: Sequence[Layer]
    """From the county down to the office."""
    core: Variant
    base: Variant
    others: tuple[Variant, ...]
    """The other installed variants, and the other variants of the county's own."""
    earlier: tuple[Variant, ...]
    """Its editions, oldest first."""

    @property
    def level(self) -> Level:
        return level_of(self.path)


def strange_keys(keys: Iterable[str]) -> Iterator[Wrong]:
    """Keys that a variant of one's own never holds."""
    for key in keys:
        if key in PARTS:
            continue
        if key in Variant.model_fields:
            text = Text(
                f"自定工作法不含 {key}:它随原工作法", f"{key} is its base's: it cannot hold one"
            )
        else:
            text = Text(f"没有这一部分,可选:{'、'.join(PARTS)}", f"one of: {', '.join(PARTS)}")
        yield key, text


def too_large(document: Mapping[str, Any]) -> Iterator[Wrong]:
    """A document of more than 100 kB, told at its largest part."""
    if (size := len(canonical(document))) > LARGEST:
        largest = max(document, key=lambda key: len(canonical({key: document[key]})))
        yield (
            largest,
            Text(
                f"自定工作法共 {size} 字节,不能超过 {LARGEST} 字节",
                f"it has {size} bytes, at most {LARGEST} are allowed",
            ),
        )


def beyond(own: Variant, office: Office) -> Iterator[Wrong]:
    """Everything by which a variant would be more than the office that makes it."""
    yield from _too_many_steps(own, office.base)
    yield from _too_many_figures(own, office.base)
    yield from _closed_presets(own, office)
    yield from _closed_steps(own, office)
    yield from _roles(own)
    yield from _of_itself(own, office)
    yield from _codes(own, office)
    yield from _meanings(own, office)


def _too_many_steps(own: Variant, base: Variant) -> Iterator[Wrong]:
    count, most = (sum(len(p.steps) for p in v.procedures) for v in (own, base))
    if count > (most := max(most, STEPS)):
        yield (
            "procedures",
            Text(
                f"各工作法共 {count} 步,不能超过 {most} 步",
                f"its procedures have {count} steps, at most {most} are allowed",
            ),
        )


def _too_many_figures(own: Variant, base: Variant) -> Iterator[Wrong]:
    """More figures than one question counts: each is a statement."""
    for key, named in (("figures", shown_by), ("report", reported_by)):
        count, most = len(named(own)), max(len(named(base)), MOST)
        if count > most:
            yield (
                key,
                Text(f"共 {count} 项指标,不能超过 {most} 项", f"{count} figures, at most {most}"),
            )


def _closed_presets(own: Variant, office: Office) -> Iterator[Wrong]:
    """Presets count as the office's own settings: what is not open to it, it may not preset."""
    for key in own.presets:
        if key in office.core.settings:
            text = _closed(office, CORE, key, office.core.settings[key].open_to)
            if text is not None:
                yield f"presets.{key}", text


def _closed_steps(own: Variant, office: Office) -> Iterator[Wrong]:
    """Procedures whose steps the base opens by a setting follow that setting."""
    for key, setting in office.base.settings.items():
        if (code := setting.procedure) is None or _way(own, code) == _way(office.base, code):
            continue
        text = _closed(office, office.base.code, key, setting.open_to)
        if text is not None:
            yield f"procedures.{code}", text


def _way(variant: Variant, code: str) -> object:
    """What a variant says of a procedure besides its name: a procedure that is left out, or offered
    on request only, is another way as well.
    """
    if (procedure := variant.procedure(code)) is None:
        return code in variant.offers
    return procedure.steps, procedure.applies_to, procedure.on_request


def _closed(office: Office, plugin: str, key: str, open_to: Iterable[Level]) -> Text | None:
    """Why an office may not change a setting."""
    if office.level not in open_to:
        return Text(
            f"此项不对{office.level.label}开放", f"it is not open to the {office.level.value}"
        )
    for layer in office.layers:
        if layer.path != office.path and key in layer.fixed.get(plugin, ()):
            return Text(
                f"已由{layer.level.label}固定,不能修改",
                f"it is fixed by the {layer.level.value} above",
            )
    return None


def _roles(own: Variant) -> Iterator[Wrong]:
    if ROLE in own.vocabularies or ROLE in own.only:
        yield (
            f"vocabularies.{ROLE}",
            Text(
                "角色由平台和插件规定,自定工作法不能增改",
                "roles are those of the platform and its plugins",
            ),
        )


def _of_itself(own: Variant, office: Office) -> Iterator[Wrong]:
    """Quotas and points tables by which an office would measure itself, unless they are the base's,
    and those of the base that are left out: what is changed binds the bodies below.
    """
    if office.level is Level.COUNTY:
        return
    kept, made = _quotas_of_itself(office.base), _quotas_of_itself(own)
    for key in {**kept, **made}:
        if kept.get(key) != made.get(key):
            text = Text(
                "自定指标只约束下级,请写明 org_kinds",
                "a quota of one's own binds the bodies below: name their org_kinds",
            )
            yield key, text if key in made else _KEPT
    tables = [
        {one.code: one for one in variant.assessment if one.subject_kind == "township"}
        for variant in (office.base, own)
    ]
    for code in {**tables[0], **tables[1]}:
        before, after = (found.get(code) for found in tables)
        if before != after:
            text = Text(
                "乡镇由县级考核,自定计分表只用于下级",
                "townships are scored by the county: a table of one's own is for those below",
            )
            yield f"assessment.{code}.subject_kind", text if after else _KEPT


_KEPT = Text(
    "约束本级的内容随原工作法,不能删去或改为他用",
    "what binds the office itself is its base's: it is neither left out nor put on others",
)


def _quotas_of_itself(variant: Variant) -> dict[str, Any]:
    """Key → quota by which the office would measure itself."""
    return {
        f"quotas.{quotas.code}.{item.code}": item
        for quotas in variant.quotas
        for item in quotas.items
        if item.subject == "org" and not item.org_kinds
    }


def _codes(own: Variant, office: Office) -> Iterator[Wrong]:
    """Codes that are neither copied nor marked as the office's own."""
    for part in CODED:
        known = {one.code for one in getattr(office.base, part)}
        for one in getattr(own, part):
            if one.code not in known and not is_own(one.code):
                yield f"{part}.{one.code}", _unmarked(one.code)
    for name, words in own.vocabularies.items():
        copied = {**office.core.words.get(name, {}), **office.base.vocabularies.get(name, {})}
        for word in words:
            if word not in copied and not is_own(word):
                yield f"vocabularies.{name}.{word}", _unmarked(word)


def _unmarked(code: str) -> Text:
    return Text(
        f"新增的代码应以 own_ 开头,如 own_{code}",
        f"a code that you add begins with own_, such as own_{code}",
    )


def _meanings(own: Variant, office: Office) -> Iterator[Wrong]:
    """Codes that are taken for something else than they meant before: in the base, in earlier
    editions, or with others of the county. A word may be renamed and hidden, not used again.
    """
    now = dict(meanings(own))
    before: dict[str, Any] = {}
    for variant in (office.core, *office.others, office.base, *office.earlier):
        before |= dict(meanings(variant))
    for key, meaning in now.items():
        if key in before and before[key] != meaning:
            yield (
                key,
                Text(
                    f"代码已有其他含义({before[key]}),请另用一个代码",
                    f"the code means something else already ({before[key]}): take another one",
                ),
            )
    yield from _used_again(own, office)
    yield from _renamed_to_another(own, office)


def meanings(variant: Variant) -> Iterator[tuple[str, str]]:
    """(key, what records and figures rely on) of each code."""
    for procedure in variant.procedures:
        for step in procedure.steps:
            key = f"procedures.{procedure.code}.{step.code}"
            yield key, step.stage.value
            for field in step.required_fields:
                if field.kind is not None:
                    yield f"{key}.{field.code}", field.kind.value
    for name, words in variant.vocabularies.items():
        for code, word in words.items():
            yield f"vocabularies.{name}.{code}", word.stands_for or name
    for schedule in variant.schedules:
        yield f"schedules.{schedule.code}", schedule.kind.value
    for checklist in variant.checklists:
        yield f"checklists.{checklist.code}", "、".join(checklist.items)
    for quotas in variant.quotas:
        for item in quotas.items:
            yield f"quotas.{quotas.code}.{item.code}", f"{item.subject}: {item.metric}"
    for scheme in variant.assessment:
        yield f"assessment.{scheme.code}", scheme.subject_kind
        for score in scheme.items:
            yield f"assessment.{scheme.code}.{score.code}", score.metric or "-"


def _used_again(own: Variant, office: Office) -> Iterator[Wrong]:
    """Words that an earlier edition had, the newest has no longer, and that come back with another
    label; and words of its own that others of the county use with another label.
    """
    newest = office.earlier[-1] if office.earlier else None
    for name, words in own.vocabularies.items():
        for code, word in words.items():
            if not is_own(code) or (newest and code in newest.vocabularies.get(name, {})):
                continue
            known = (
                found.label
                for variant in (*office.others, *office.earlier)
                if (found := variant.vocabularies.get(name, {}).get(code)) is not None
            )
            if (label := next((one for one in known if one != word.label), None)) is not None:
                yield (
                    f"vocabularies.{name}.{code}",
                    Text(
                        f"代码已用于“{label}”,请另用一个代码",
                        f"the code is used for “{label}”: take another one",
                    ),
                )


def _renamed_to_another(own: Variant, office: Office) -> Iterator[Wrong]:
    """Words that come to be called as another copied word of their list is: records under the one
    would be read as those of the other.
    """
    for name, words in own.vocabularies.items():
        copied = {**office.core.words.get(name, {})}
        copied |= {
            code: word.label for code, word in office.base.vocabularies.get(name, {}).items()
        }
        for code, word in words.items():
            if copied.get(code) == word.label:
                continue
            others = (other for other in copied if other not in (code, word.stands_for))
            same = [other for other in others if alike(copied[other]) == alike(word.label)]
            if same:
                yield (
                    f"vocabularies.{name}.{code}",
                    Text(
                        f"“{word.label}”已是代码 {same[0]} 的名称,请另取名称",
                        f"“{word.label}” is the name of {same[0]}: take another one",
                    ),
                )


__all__ = [
    "LARGEST",
    "STEPS",
    "Office",
    "Wrong",
    "beyond",
    "meanings",
    "strange_keys",
    "too_large",
]
