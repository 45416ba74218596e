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

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from string import Formatter
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

    @classmethod
    def listed(cls, names: Iterable[str]) -> Text:
        """Names as a list in either language: `甲、乙`, `甲, 乙`."""
        given = list(names)
        return cls("、".join(given), ", ".join(given))

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


class Declared(Enum):
    """Words of one noun with a sentence each, declared once: the base of `Rule` and `Hint`.

    A word belongs to one class; members of that class may share it and differ in their text.
    Another class may use the word only by naming the member that declares it.

    A text may have placeholders, `{most}`, filled where the member is used; of a `Labelled` value a
    text shows `{state.label}` in Chinese and `{state.value}` in English.
    """

    def __init__(self, word: str | Declared, zh: str, en: str) -> None:
        self.shared = isinstance(word, Declared)
        """Whether the word is declared by another class."""
        self.word: str = word.word if isinstance(word, Declared) else word
        self.template = Text(zh, en)
        self.placeholders = frozenset(_placeholders(zh)) | frozenset(_placeholders(en))

    def text(self, **values: object) -> Text:
        """The sentence with its placeholders filled; a value that is a `Text` gives each language
        its own half. Raises `TypeError` for a value that is missing or that no placeholder takes.
        """
        if values.keys() != self.placeholders:
            raise TypeError(
                f"{self!r} takes {sorted(self.placeholders)}, but was given {sorted(values)}"
            )
        return Text(
            _filled(self.template.zh, "zh", values), _filled(self.template.en, "en", values)
        )

    @property
    def summary(self) -> Text:
        """The sentence with an ellipsis for each placeholder, for lists of rules."""
        return Text(_elided(self.template.zh), _elided(self.template.en))

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"


class Rule(Declared):
    """The rules of one noun by which an operation may be refused, each declared once:

        class TopicRule(Rule):
            CASE_RUNNING = "case_running", "该议题有正在进行的事项。", "Its case is running."
            TOO_MANY = "too_many", "最多{most}个。", "At most {most}."
            MERGE_TARGET = CommonRule.MERGE_TARGET, "并入的议题已终止。", "The topic was given up."

    The word is what clients find in `extensions.rule` and may switch on.
    """


class Hint(Declared):
    """The hints of one noun, which an operation gives beside its answer and which refuse nothing,
    each declared once:

        class FundsHint(Hint):
            OVERSPENT = "overspent", "该经费已超支{yuan}元。", "The budget is overspent by {yuan} yuan."

    The word is what clients find in `advice.rule` and may switch on.
    """


def _placeholders(template: str) -> list[str]:
    fields = [field for _, field, _, _ in Formatter().parse(template) if field is not None]
    return [field.partition(".")[0] for field in fields]


def _filled(template: str, language: str, values: Mapping[str, object]) -> str:
    return template.format_map(
        {k: v.in_(language) if isinstance(v, Text) else v for k, v in values.items()}
    )


def _elided(template: str) -> str:
    return "".join(
        literal + ("…" if field is not None else "")
        for literal, field, _, _ in Formatter().parse(template)
    )


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
    def by(cls, rule: Rule, **values: object) -> Forbidden:
        """A rule about who the caller is, not about which permissions they hold."""
        return cls(rule.text(**values), rule=rule.word)


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
    """A rule says no: `Refused(TopicRule.TOO_MANY, most=5)`. The rule's word is told in
    `extensions.rule`.

    `at` is the path of the input's field, or several, at which the same sentence is shown;
    `fields` are fields with sentences of their own. `data` is told beside the rule in
    `extensions`. All other keywords fill the placeholders of the rule's text.
    """

    code = Code.REFUSED

    def __init__(
        self,
        rule: Rule,
        *,
        at: str | Sequence[str] = (),
        fields: Sequence[FieldError] = (),
        data: Mapping[str, Any] | None = None,
        **values: object,
    ) -> None:
        text = rule.text(**values)
        paths = (at,) if isinstance(at, str) else at
        marked = [FieldError(path, text) for path in paths if path]
        super().__init__(text, [*marked, *fields], rule=rule.word, **(data or {}))
        self.rule = rule

    @classmethod
    def together(cls, refusals: Sequence[Refused]) -> Refused:
        """Several refusals of one input: the first one, with the fields of all."""
        first = refusals[0]
        first.fields = tuple(field for refusal in refusals for field in refusal.fields)
        return first


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
