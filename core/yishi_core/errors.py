"""Errors that a caller may see. One base with a code, a bilingual text and data.

    YishiError
    ├── InvalidInput      a field is wrong: which, why, what to do
    ├── NotFound          absent or foreign: the two are never told apart
    ├── Unauthenticated   no principal, or a token that is not (or no longer) valid
    ├── Forbidden         the object is visible, the permission is missing
    ├── Conflict          somebody else changed the object, or a name is taken
    ├── Refused           a rule of the domain, of a setting or of a plugin says no
    ├── TooComplex        a document beyond the limits
    ├── PluginFailed      a plugin raised, hung or answered nonsense
    └── Unavailable       the database does not answer; try again

Everything else is a defect: it is answered with a fixed text and an error id, its own text stays in
the log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar


class Code(StrEnum):
    """`extensions.code` of an answer."""

    INVALID_INPUT = "INVALID_INPUT"
    NOT_FOUND = "NOT_FOUND"
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    CONFLICT = "CONFLICT"
    REFUSED = "REFUSED"
    TOO_COMPLEX = "TOO_COMPLEX"
    PLUGIN_FAILED = "PLUGIN_FAILED"
    UNAVAILABLE = "UNAVAILABLE"
    INTERNAL = "INTERNAL"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages. Chinese is what an office reads; English is for
    `Accept-Language: en`.
    """

    zh: str
    en: str

    def in_(self, language: str) -> str:
        """The sentence in `zh` (default) or `en`."""
        return self.en if language == "en" else self.zh

    def __str__(self) -> str:
        return f"{self.zh} ({self.en})"


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one input field; `path` is dotted as the client wrote it, e.g.
    `participants.1.count`.
    """

    path: str
    text: Text


class YishiError(Exception):
    """Base of every error that may be shown to a caller."""

    code: ClassVar[Code] = Code.INTERNAL

    def __init__(self, text: Text, fields: Sequence[FieldError] = (), **data: Any) -> None:
        super().__init__(str(text))
        self.text = text
        self.fields = tuple(fields)
        self.data: Mapping[str, Any] = data

    def as_extensions(self, language: str = "zh") -> dict[str, Any]:
        """The `extensions` object of a GraphQL error: `{code, fields?, …data}`."""
        answer: dict[str, Any] = {"code": self.code.value, **self.data}
        if self.fields:
            answer["fields"] = [
                {"path": f.path, "message": f.text.in_(language)} for f in self.fields
            ]
        return answer


class InvalidInput(YishiError):
    code = Code.INVALID_INPUT

    @classmethod
    def of(cls, path: str, zh: str, en: str) -> InvalidInput:
        """One wrong field."""
        text = Text(zh, en)
        return cls(text, [FieldError(path, text)])


class NotFound(YishiError):
    code = Code.NOT_FOUND

    @classmethod
    def at(cls, path: str) -> NotFound:
        """The object that the input names at `path` is absent or foreign; the answer is the
        same.
        """
        text = Text("找不到该对象,或您无权查看。", "Not found, or not visible to you.")
        return cls(text, [FieldError(path, text)] if path else [])


class Unauthenticated(YishiError):
    code = Code.UNAUTHENTICATED

    @classmethod
    def missing(cls) -> Unauthenticated:
        return cls(
            Text("请先登录,或在请求头中携带有效令牌。", "Log in first, or send a valid token.")
        )


class Forbidden(YishiError):
    code = Code.FORBIDDEN

    @classmethod
    def lacking(cls, permission: str) -> Forbidden:
        """The caller sees the object but lacks `permission` at its place; the answer says which, in
        words where it has some (`Rights`).
        """
        called: Text = getattr(permission, "text", Text(permission, permission))
        return cls(
            Text(
                f"您在此处没有“{called.zh}”的权限。",
                f"You do not hold the right to {called.en} here.",
            ),
            permission=str(permission),
        )

    @classmethod
    def until_password_changed(cls) -> Forbidden:
        """The caller still has the one-time password that somebody gave him."""
        return cls(
            Text("请先修改初始密码。", "Change your one-time password first."),
            rule="must_change_password",
        )


class Conflict(YishiError):
    code = Code.CONFLICT

    @classmethod
    def stale(cls, current: int) -> Conflict:
        """Two editors of one version: the second is told, nothing is overwritten."""
        return cls(
            Text(
                "该记录已被他人修改,请刷新后重试。",
                "Somebody else has changed this record: reload and try again.",
            ),
            currentVersion=current,
        )


class Refused(YishiError):
    """A rule says no. `rule` is a stable word a client may act on."""

    code = Code.REFUSED

    def __init__(
        self, rule: str, text: Text, fields: Sequence[FieldError] = (), **data: Any
    ) -> None:
        super().__init__(text, fields, rule=rule, **data)


class TooComplex(YishiError):
    code = Code.TOO_COMPLEX


class PluginFailed(YishiError):
    code = Code.PLUGIN_FAILED

    @classmethod
    def during(cls, plugin: str, what: str) -> PluginFailed:
        return cls(
            Text(
                f"插件“{plugin}”在“{what}”时出错,本次操作未保存。",
                f"Plugin “{plugin}” failed in “{what}”: nothing was saved.",
            ),
            plugin=plugin,
        )

    @classmethod
    def wrote(cls, plugin: str, hook: str, operation: str, what: str) -> PluginFailed:
        """A hook that may only look has written, or has changed what it was given."""
        return cls(
            Text(
                f"插件“{plugin}”的钩子 {hook} 在“{operation}”时试图改动数据({what}),本次操作未保存。",
                f"The hook {hook} of plugin “{plugin}” tried to write in “{operation}” ({what}): "
                "it may only look, and nothing was saved.",
            ),
            plugin=plugin,
            hook=hook,
        )


class Unavailable(YishiError):
    code = Code.UNAVAILABLE
