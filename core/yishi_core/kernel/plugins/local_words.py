"""Words that a plugin brings for an enumeration of core: each stands for one of core's values."""

from __future__ import annotations

from collections.abc import Iterator

from yishi_core.errors import Text
from yishi_core.kernel.entity.labelled import Labelled
from yishi_core.kernel.plugins.core_data import enumerations
from yishi_core.kernel.variants.problem import Problem
from yishi_core.kernel.variants.variant import Variant, WordDef


def wrong_words(file: str, variant: Variant) -> Iterator[Problem]:
    """Words of a variant whose `as` is absent, superfluous, unknown, or hidden by its own `only`."""
    for name, words in variant.vocabularies.items():
        for code, word in words.items():
            text = _wrong(enumerations().get(name), code, word, variant.only.get(name))
            if text is not None:
                yield Problem(file, f"vocabularies.{name}.{code}", text)


def _wrong(
    closed: type[Labelled] | None, code: str, word: WordDef, offered: tuple[str, ...] | None
) -> Text | None:
    if closed is None:
        if word.stands_for is None:
            return None
        return Text(
            "该词表可以增加新值,不需要 as", "this vocabulary takes new values: leave out `as`"
        )
    cores = [member.value for member in closed]
    listed = ", ".join(cores)
    if code in cores:
        if word.stands_for is None:
            return None
        return Text(
            "平台已有的值只能改名称,不能写 as", "a value of core may be renamed only, without `as`"
        )
    if word.stands_for is None:
        return Text(
            f"平台的这个词表不能增加新值,请用 as 注明它对应的平台值:{listed}",
            f"core's list takes no new value: name with `as` the one it stands for: {listed}",
        )
    if word.stands_for not in cores:
        return Text(
            f"as 应为平台的值之一,没有 {word.stands_for}:{listed}",
            f"`as` names one of core's values, {word.stands_for} is none: {listed}",
        )
    if offered is not None and word.stands_for not in offered:
        return Text(
            f"它对应的值 {word.stands_for} 已被 only 隐藏",
            f"it stands for {word.stands_for}, which `only` hides",
        )
    return None
