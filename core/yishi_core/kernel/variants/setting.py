"""The declaration of one setting: what may be changed, at which levels, within which limits.

See access.md 8. Values are plain JSON, so that a document of settings has exactly one spelling and
one digest: a date is `2025-03-01`, a list holds text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Self

from pydantic import model_validator

from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.variants.definition import Code, Definition, Label
from yishi_core.kernel.variants.problem import likely_of, meant, wrong
from yishi_core.kernel.variants.procedure import ProcedureDef


class Level(Labelled):
    """Levels of the organisation tree at which settings can be changed."""

    COUNTY = "county", "县级"
    TOWNSHIP = "township", "乡镇级"
    VILLAGE = "village", "村级"


class SettingType(Labelled):
    INT = "int", "整数"
    BOOL = "bool", "是否"
    TEXT = "text", "文本"
    CHOICE = "choice", "单选"
    DATE = "date", "日期"
    LIST = "list", "多选或清单"
    PROCEDURE = "procedure", "工作法"


class SettingDef(Definition):
    """A setting as `variant.toml` declares it.

    `min` and `max` limit the value of an int, the length of a text, or the number of items of a
    list. `open_to` names the levels that may change the setting; empty means that the plugin fixes
    it. A setting of type `procedure` replaces the steps of the procedure that `procedure` names;
    null keeps them.
    """

    type: SettingType
    label: Label
    help: str = ""
    default: Any = None
    min: int | None = None
    max: int | None = None
    choices: Mapping[str, Label] | None = None
    open_to: tuple[Level, ...] = ()
    procedure: Code | None = None

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.type is SettingType.CHOICE and not self.choices:
            raise wrong("单选设置缺少 choices", "a setting of type choice needs choices")
        if self.choices and self.type not in (SettingType.CHOICE, SettingType.LIST):
            raise wrong("只有 choice 与 list 可以有 choices", "only choice and list take choices")
        if (self.type is SettingType.PROCEDURE) != (self.procedure is not None):
            raise wrong(
                "procedure 键用于且只用于 procedure 类型",
                "the key procedure belongs to the type procedure and only to it",
            )
        if self.min is not None and self.max is not None and self.min > self.max:
            raise wrong("min 大于 max", "min is greater than max")
        if self.default is None and self.type is not SettingType.PROCEDURE:
            raise wrong("缺少 default", "default is missing")
        object.__setattr__(self, "default", self.read(self.default))
        return self

    def read(self, value: Any) -> Any:
        """Return a value as plain JSON.

        Raises `PydanticCustomError` for an invalid value or, for the steps of a procedure,
        `ValidationError`.
        """
        return _READ[self.type](self, value)

    def _int(self, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise wrong("应为整数", "must be a whole number")
        self._within(value, "数值", "the number")
        return value

    def _bool(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise wrong("应为是或否", "must be true or false")
        return value

    def _text(self, value: Any) -> str:
        if not isinstance(value, str):
            raise wrong("应为文本", "must be text")
        self._within(len(value.strip()), "字数", "the length")
        return value.strip()

    def _choice(self, value: Any) -> str:
        if not isinstance(value, str) or value not in (self.choices or {}):
            allowed = self.choices or {}
            likely = likely_of(str(value), allowed)
            raise wrong(
                f"只能是 {'、'.join(f'{k}({v})' for k, v in allowed.items())}。{likely.zh}",
                f"must be one of {', '.join(allowed)}.{likely.en}",
            )
        return value

    def _date(self, value: Any) -> str:
        try:
            return (value if type(value) is date else date.fromisoformat(value)).isoformat()
        except (TypeError, ValueError):
            raise wrong("应为日期,如 2025-03-01", "must be a date such as 2025-03-01") from None

    def _list(self, value: Any) -> list[str]:
        if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
            raise wrong("应为文本清单", "must be a list of text")
        items = [v.strip() for v in value]
        if len(set(items)) < len(items) or "" in items:
            raise wrong("清单中有空项或重复项", "the list holds an empty or a repeated item")
        if self.choices and (unknown := [v for v in items if v not in self.choices]):
            likely = meant(unknown[0], self.choices)
            raise wrong(
                f"没有选项 {'、'.join(unknown)}。{likely.zh}",
                f"no such choice: {', '.join(unknown)}.{likely.en}",
            )
        self._within(len(items), "项数", "the number of items")
        return items

    def _procedure(self, value: Any) -> list[dict[str, Any]] | None:
        if value is None:
            return None
        if not isinstance(value, list | tuple):
            raise wrong("应为步骤清单", "must be a list of steps")
        return self.steps(value).as_data()["steps"]  # type: ignore[no-any-return]  # a list by the type of ProcedureDef

    def steps(self, value: Any) -> ProcedureDef:
        """The procedure with these steps, under the code and label that this setting stands for."""
        return ProcedureDef(code=self.procedure or "", label=self.label, steps=value)

    def _within(self, number: int, zh: str, en: str) -> None:
        if self.min is not None and number < self.min:
            raise wrong(f"{zh}不能小于 {self.min}", f"{en} must be at least {self.min}")
        if self.max is not None and number > self.max:
            raise wrong(f"{zh}不能大于 {self.max}", f"{en} must be at most {self.max}")


_READ: Mapping[SettingType, Callable[[SettingDef, Any], Any]] = {
    SettingType.INT: SettingDef._int,
    SettingType.BOOL: SettingDef._bool,
    SettingType.TEXT: SettingDef._text,
    SettingType.CHOICE: SettingDef._choice,
    SettingType.DATE: SettingDef._date,
    SettingType.LIST: SettingDef._list,
    SettingType.PROCEDURE: SettingDef._procedure,
}

__all__ = ["Level", "SettingDef", "SettingType"]
