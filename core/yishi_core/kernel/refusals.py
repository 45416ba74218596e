"""Rules by which the kernel refuses, words that several nouns share, and the list of all words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yishi_core.errors import Rule, Text


class KernelRule(Rule):
    """What the kernel itself refuses, whatever the operation."""

    IDEMPOTENCY_KEY_USED = (
        "idempotency_key",
        "该幂等键已用于另一次请求。",
        "This idempotency key was used with another request.",
    )
    IDEMPOTENCY_KEY_ANSWERED = (
        "idempotency_key",
        "该请求已处理,其结果只显示一次。",
        "This request was carried out; its answer is shown once only.",
    )
    MUST_CHANGE_PASSWORD = (
        "must_change_password",
        "请先修改初始密码。",
        "Change your one-time password first.",
    )
    ORG_CLOSED = (
        "org_closed",
        "“{org}”已于{day}撤销,不能再办理。",
        "“{org}” was closed on {day}: it takes no business.",
    )
    OWN_REPORT = (
        "own_report",
        "本单位报送的材料须由上级接收。",
        "What an office sends is received by the level above it.",
    )
    PLUGIN_MISSING = (
        "plugin_missing",
        "插件“{plugins}”的程序没有装载,其规则管到的事项暂不能办理。请管理员装回该插件并重新启动;"
        "确实不再使用的,由县级停用该插件,并将进行中的事项终止或改用新版设置。",
        "The plugin {plugins} is not loaded, and it has a say in this: install it again and "
        "restart. If it is no longer used, the county switches it off and stops running cases or "
        "moves them to the newest settings.",
    )
    PLUGIN_OFF = (
        "plugin_off",
        "插件“{plugin}”在此未启用,请先启用。",
        "The plugin “{plugin}” is not on here: switch it on.",
    )
    PLUGIN_RETIRED = (
        "plugin_retired",
        "插件“{plugin}”在此已停用,只能办理停用前开始、尚未办结的事项。",
        "The plugin “{plugin}” is switched off here: only running cases that began under it go on.",
    )
    STATE = (
        "state",
        "当前状态为“{state.label}”,只有{allowed}时可以办理。",
        "The state is “{state.value}”; this is possible in: {allowed}.",
    )
    STATION_CLOSED = (
        "station_closed",
        "该站点目前不接收来件。",
        "This station takes no matters at present.",
    )
    VOIDED = "voided", "该记录已作废。", "This record has been voided."


class CommonRule(Rule):
    """Words that several nouns and plugins share. A noun gives such a word a text of its own:
    `ENDED = CommonRule.ALREADY_ENDED, "该联系指导已结束。", "The link has ended already."`.
    """

    ALREADY_ENDED = "already_ended", "已经结束。", "It has ended already."
    ANSWERED_ALREADY = "answered_already", "已经答复。", "It has been answered already."
    ASSIGNED = "assigned", "已经交办,不能更正。", "It is assigned: it stays as it is."
    ENDED = "ended", "已经停用或收回。", "It is no longer in force."
    MERGE_ITSELF = "merge_itself", "不能并入自身。", "It cannot be merged into itself."
    MERGE_TARGET = (
        "merge_target",
        "主件已不在办,请选择在办的主件。",
        "Choose one to merge into that is under way.",
    )
    NO_CONSULTATION = "no_consultation", "须先召开协商。", "Hold a consultation first."
    NOT_ANSWERED = "not_answered", "尚未答复。", "It has not been answered yet."
    NOT_CONFIRMED = "not_confirmed", "尚未确认。", "It has not been confirmed yet."
    NOT_LINKED = (
        "not_linked",
        "账号尚未关联人员,请联系管理员办理关联。",
        "Your account stands for nobody yet: ask the administrator to link it.",
    )
    NOT_OWN = "not_own", "只有本人可以办理。", "Only the person concerned may do this."
    REPORTED_ALREADY = "reported_already", "已经报送。", "It has been reported already."
    SETTLED_ALREADY = "settled_already", "已经办结。", "It is settled already."
    TOKEN_LIMITED = "token_limited", "受限令牌不能办理。", "A limited token cannot do this."
    TOO_EARLY = "too_early", "时间未到。", "It is too early for this."


@dataclass(frozen=True, slots=True)
class RefusalWord:
    """One word that a client may find in `extensions.rule`."""

    word: str
    plugin: str | None
    """The code of the plugin that brings it; None for the core and the tenants."""
    rules: tuple[Rule, ...]
    """The members of the class that declares the word, in the order of declaration."""

    @property
    def summary(self) -> Text:
        """What callers are told with this word; several sentences are separated by a slash."""
        told = [rule.summary for rule in self.rules]
        return Text(
            " / ".join(dict.fromkeys(text.zh for text in told)),
            " / ".join(dict.fromkeys(text.en for text in told)),
        )


def refusal_words(
    declared: Mapping[str | None, Iterable[type[Rule]]],
) -> dict[str, RefusalWord]:
    """All words, in the order of the alphabet, of the classes that are declared by each plugin
    (None: the core and the tenants). Raises `ValueError` for a word that two classes declare.
    """
    found: dict[str, RefusalWord] = {}
    for plugin, classes in declared.items():
        for cls in classes:
            own = [rule for rule in cls if not rule.shared]
            for word in dict.fromkeys(rule.word for rule in own):
                members = tuple(rule for rule in own if rule.word == word)
                first = found.setdefault(word, RefusalWord(word, plugin, members))
                if first.rules != members:
                    raise ValueError(
                        f"the refusal {word} is declared by {type(first.rules[0]).__name__} and "
                        f"by {cls.__name__}: one of them takes the word from the other's member"
                    )
    return dict(sorted(found.items()))
