"""Errors that a caller may see, each with a code, a bilingual text and data.

    YishiError
    ├── InvalidInput      a field is wrong: which, why, what to do
    ├── NotFound          absent or not visible: the two are never distinguished
    ├── Unauthenticated   no principal, or a token that is not (or no longer) valid
    ├── Forbidden         the object is visible, the permission is missing
    ├── Conflict          someone else changed the object, or a name is taken
    ├── Refused           a rule of the domain, of a setting or of a plugin forbids it
    ├── TooComplex        a document beyond the limits
    ├── PluginFailed      a plugin raised, hung or returned something invalid
    └── Unavailable       the database does not answer; try again

Everything else is a defect: the caller gets a fixed text with an error id, and the error's own text
goes to the log only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar


class Code(StrEnum):
    """The value of `extensions.code` in an answer."""

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
    """A sentence in Chinese and English.

    Chinese is the default; English is for `Accept-Language: en`.
    """

    zh: str
    en: str

    def in_(self, language: str) -> str:
        """The sentence in the language `en`, or in Chinese for any other."""
        return self.en if language == "en" else self.zh

    def __str__(self) -> str:
        return f"{self.zh} ({self.en})"


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one input field.

    `path` is dotted and in the client's spelling, e.g. `participants.1.count`.
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
        """An error for one field."""
        text = Text(zh, en)
        return cls(text, [FieldError(path, text)])


class NotFound(YishiError):
    code = Code.NOT_FOUND

    @classmethod
    def at(cls, path: str) -> NotFound:
        """The object that the input names at `path` does not exist or is not visible to the caller.

        The answer is the same for both.
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
        """The caller can see the object but lacks `permission` at its place.

        The message contains the permission's text (`Rights`) where it has one.
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
        """The caller still has a one-time password that someone else set."""
        return cls(
            Text("请先修改初始密码。", "Change your one-time password first."),
            rule="must_change_password",
        )


class Conflict(YishiError):
    code = Code.CONFLICT

    @classmethod
    def stale(cls, current: int) -> Conflict:
        """The caller's copy of the record is outdated; `current` is the record's current version.

        Nothing is overwritten.
        """
        return cls(
            Text(
                "该记录已被他人修改,请刷新后重试。",
                "Somebody else has changed this record: reload and try again.",
            ),
            currentVersion=current,
        )


class Refused(YishiError):
    """A rule forbids the operation; `rule` is a stable identifier on which clients may act."""

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


class Unavailable(YishiError):
    code = Code.UNAVAILABLE
