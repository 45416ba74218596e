"""The settings of a plugin that has code: one class declares them and reads them.

    class Settings(PluginSettings):
        three_parties_refuse: bool = setting(
            "三方不齐时不得登记", default=True, open_to=("county", "township")
        )
        report_days: int = setting("成果报送期限(天)", default=15, min=1, max=90)

    context.settings.of(Settings).report_days

A plugin that is data only declares the same under `[settings]` of its `variant.toml`. Either way a
setting becomes a `SettingDef`, and nobody can tell afterwards where it was written.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from types import ModuleType, NoneType, UnionType
from typing import Any, ClassVar, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from yishi_core.errors import Text
from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.variants.problem import BrokenPlugin, Problem
from yishi_core.kernel.variants.procedure import StepDef
from yishi_core.kernel.variants.setting import SettingType

_MARK = "setting"
_PLAIN = {
    bool: SettingType.BOOL,
    int: SettingType.INT,
    str: SettingType.TEXT,
    date: SettingType.DATE,
}


class PluginSettings(BaseModel):
    """Base of the settings of a plugin: each field is one setting, declared by `setting`.

    The type of a field is that of the setting: `bool`, `int`, `str` and `date` as they are; a
    `Labelled` enumeration, or `str` with `choices`, one choice; `list[…]` or `tuple[…, ...]` of
    either, or of `str`, a list; `tuple[StepDef, ...] | None` with `procedure` the steps that take
    the place of those of a procedure. Rules across several settings are validators here, which
    raise `BadValue(zh, en)`.

    Without arguments an instance holds the defaults.
    """

    __plugin__: ClassVar[str] = ""
    """The code of the plugin, known once the plugin is loaded."""

    model_config = ConfigDict(frozen=True, extra="ignore", validate_default=True)


def setting(
    label: str,
    *,
    default: Any = None,
    help: str = "",
    min: int | None = None,
    max: int | None = None,
    choices: Mapping[str, str] | None = None,
    procedure: str | None = None,
    open_to: Sequence[Literal["county", "township", "village"]] = (),
) -> Any:
    """One setting, with the keys that it would have in `variant.toml`, which `SettingDef` explains.

    Only a setting of a procedure has no default: null keeps the procedure's own steps.
    """
    told = {
        "label": label,
        "help": help,
        "default": _plain(default),
        "min": min,
        "max": max,
        "choices": choices,
        "procedure": procedure,
        "open_to": open_to,
    }
    return Field(default, title=label, json_schema_extra={_MARK: told})


def settings_class(modules: Iterable[ModuleType], source: object) -> type[PluginSettings] | None:
    """The class in which a plugin declares its settings, or None.

    `source` is its package, or the object that it is instead. Raises `BrokenPlugin` for two.
    """
    if isinstance(source, ModuleType):
        held = [value for module in modules for value in vars(module).values()]
        own = f"{source.__name__}."
    else:
        held = [getattr(source, name) for name in dir(source) if not name.startswith("_")]
        own = ""
    found = {
        value: None
        for value in held
        if isinstance(value, type)
        and issubclass(value, PluginSettings)
        and value is not PluginSettings
        and f"{value.__module__}.".startswith(own)
    }
    last = [cls for cls in found if not any(cls in other.__mro__[1:] for other in found)]
    if len(last) > 1:
        names = Text.listed(cls.__name__ for cls in last)
        text = Text(
            f"设置只能声明在一个类中,现有:{names.zh}",
            f"one class declares all settings, here are: {names.en}",
        )
        raise BrokenPlugin(place_of(last[-1]), [Problem(place_of(last[-1]), "", text)])
    return last[0] if last else None


def place_of(settings: type[PluginSettings]) -> str:
    """The file of a class in messages: its folder and its name."""
    file = getattr(sys.modules.get(settings.__module__), "__file__", None)
    return f"{Path(file).parent.name}/{Path(file).name}" if file else settings.__module__


def as_tables(settings: type[PluginSettings]) -> tuple[dict[str, Any], list[Problem]]:
    """The settings of a class as the tables that `variant.toml` would hold, and the fields that
    are none.
    """
    settings.model_rebuild()
    tables: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, field in settings.model_fields.items():
        try:
            tables[name] = _table(field)
        except _NoSetting as error:
            problems.append(Problem(place_of(settings), f"{settings.__name__}.{name}", error.text))
    return tables, problems


def refused_tables(
    tables: Mapping[str, Any], settings: type[PluginSettings], file: str
) -> Iterator[Problem]:
    """What is wrong with tables of `variant.toml` beside a class of settings: that they are there.

    `file` is the name of the `variant.toml` in messages.
    """
    where = f"{settings.__name__} ({place_of(settings)})"
    for key in tables:
        if key in settings.model_fields:
            text = Text(f"{where} 已声明这项设置", f"{where} declares this setting already")
        else:
            text = Text(
                f"本插件的设置声明在 {where},请移到该处",
                f"the settings of this plugin are declared in {where}: move this one there",
            )
        yield Problem(file, f"settings.{key}", text)


class _NoSetting(Exception):
    """Raised for a field from which no setting can be made."""

    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh, en)


def _table(field: FieldInfo) -> dict[str, Any]:
    told: Any = isinstance(extra := field.json_schema_extra, dict) and extra.get(_MARK)
    if not told:
        raise _NoSetting("请用 setting(…) 声明", "declare it with setting(…)")
    type_, offered = _type(field, told)
    choices = told["choices"] or offered
    if not all(choices.values()):
        raise _NoSetting("请用 choices 写明各选项的名称", "name the choices with choices={…}")
    if offered and set(choices) != set(offered):
        raise _NoSetting(
            "choices 与字段类型的取值不一致", "choices and the type of the field name other values"
        )
    table = {**told, "type": type_, "choices": choices or None}
    return {key: value for key, value in table.items() if value is not None}


def _type(field: FieldInfo, told: Mapping[str, Any]) -> tuple[SettingType, Mapping[str, str]]:
    """The type of a setting, and the choices that the type of its field offers."""
    annotation = field.annotation
    if told["procedure"] is not None:
        if _without_none(annotation) != tuple[StepDef, ...]:
            raise _NoSetting(
                "procedure 设置的类型应为 tuple[StepDef, ...] | None",
                "the steps of a procedure are of type tuple[StepDef, ...] | None",
            )
        return SettingType.PROCEDURE, {}
    if get_origin(annotation) in (list, tuple):
        held = [one for one in get_args(annotation) if one is not Ellipsis]
        if len(held) == 1 and (offered := _offered(held[0])) is not None:
            return SettingType.LIST, offered
    elif offered := _offered(annotation):
        return SettingType.CHOICE, offered
    elif annotation in _PLAIN:
        plain = _PLAIN[annotation]
        return (SettingType.CHOICE if annotation is str and told["choices"] else plain), {}
    raise _NoSetting(
        "类型应为 bool、int、str、date、Labelled 枚举,或由后者或 str 组成的 list、tuple",
        "the type is to be bool, int, str, date, a Labelled enumeration, or a list or tuple of "
        "such or of str",
    )


def _offered(annotation: Any) -> Mapping[str, str] | None:
    """Value → label of a closed type, empty for `str`, None for what a choice cannot be.

    A `Literal` has no labels: `choices` says them.
    """
    if annotation is str:
        return {}
    if isinstance(annotation, type) and issubclass(annotation, Labelled):
        return {member.value: member.label for member in annotation}
    if get_origin(annotation) is Literal:
        return {str(value): "" for value in get_args(annotation)}
    return None


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, UnionType):
        rest = [one for one in get_args(annotation) if one is not NoneType]
        return rest[0] if len(rest) == 1 else annotation
    return annotation


def _plain(value: Any) -> Any:
    """A default as `variant.toml` would hold it: members of enumerations as their words."""
    if isinstance(value, Enum):
        return value.value
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value
